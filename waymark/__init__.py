"""Waymark: peer support for people living with depression, from a form to a static page."""

__version__ = "0.1.0"
