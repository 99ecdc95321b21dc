"""Tests of the command `waymark`."""
