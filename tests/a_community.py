"""A community folder of a test's own, to break one thing in it."""

from __future__ import annotations

import shutil
from pathlib import Path

REAL = Path(__file__).resolve().parent.parent / "community"


def copy_of_community(place: Path) -> Path:
    """Return a copy of the real community folder below ``place``."""
    return Path(shutil.copytree(REAL, place / "community"))


def replace_once(path: Path, old: str, new: str) -> None:
    """Put ``new`` where ``old`` first stands; a test that finds no ``old`` is out of date."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} does not stand in {path.name} any more"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(path: Path, words: str) -> int:
    """Return the line on which ``words`` first stand, counted from 1."""
    before, found, _ = path.read_text(encoding="utf-8").partition(words)
    assert found, f"{words!r} does not stand in {path.name}"
    return before.count("\n") + 1
