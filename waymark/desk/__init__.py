"""The desk: where moderators read what was sent, and decide."""

from __future__ import annotations
