"""A Pelican generator of our own for entries; see README.md beside this file."""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.waymark_entries.generator import EntriesGenerator


def get_generators(pelican: Any) -> type[EntriesGenerator]:
    """Hand our generator to Pelican. A module-level function: Pelican keeps only weak ones."""
    return EntriesGenerator


def register() -> None:
    """Connect to Pelican, as every plugin does."""
    signals.get_generators.connect(get_generators)
