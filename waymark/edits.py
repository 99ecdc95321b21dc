"""Edits of a writer's words: each is a span of the original with other words and a rule behind it.

The original stays as it was sent; what is published is the original with the edits in their
places, and only those places differ. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

REMOVED = {"en": "[removed for safety]", "nl": "[weggehaald voor de veiligheid]"}
"""What stands where words were taken out and the check has no better words."""
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Edit:
    """Code points ``start`` to ``end`` (exclusive) of the original became ``words``."""

    start: int
    end: int
    words: str
    rule: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Piece:
    """A piece of a text shown with its edits: ``same``, ``cut`` (was there) or ``put`` (is new)."""

    kind: str
    text: str
    rule: str = ""
    number: int = 0
    """Which edit it belongs to, 1 for the first; 0 for none."""


def read_edits(stored: Iterable[Mapping[str, Any]]) -> tuple[Edit, ...]:
    """Read back what ``as_dict`` gave."""
    return tuple(Edit(**edit) for edit in stored)


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with the edits in their places."""
    return "".join(piece.text for piece in pieces(text, edits) if piece.kind != "cut")


def pieces(text: str, edits: Sequence[Edit]) -> Iterator[Piece]:
    """Yield the text with its edits visible, from first to last."""
    at = 0
    for number, edit in enumerate(sorted(edits, key=lambda e: (e.start, e.end)), start=1):
        if edit.start > at:
            yield Piece("same", text[at : edit.start])
        if edit.end > edit.start:
            yield Piece("cut", text[edit.start : edit.end], edit.rule, number)
        if edit.words:
            yield Piece("put", edit.words, edit.rule, number)
        at = max(at, edit.end)
    if at < len(text):
        yield Piece("same", text[at:])


def with_edit(edits: Sequence[Edit], new: Edit) -> tuple[Edit, ...]:
    """Return the edits with one more; one that it overlaps is replaced by it, widened to both."""
    start, end, left = new.start, new.end, []
    for edit in edits:
        if edit.start < end and start < edit.end:
            start, end = min(start, edit.start), max(end, edit.end)
        else:
            left.append(edit)
    widened = Edit(start, end, new.words, new.rule)
    return tuple(sorted((*left, widened), key=lambda e: (e.start, e.end)))


def edits_between(
    original: str, changed: str, known: Sequence[Edit], rule: str
) -> tuple[Edit, ...]:
    """Return the edits that lead from the original to a text changed by hand.

    What an edit that is known already says exactly keeps its rule; all else is by ``rule``.
    """
    rules = {(edit.start, edit.end, edit.words): edit.rule for edit in known}
    found: list[Edit] = []
    for span in _spans(original, changed):
        edit = Edit(*span, rules.get(span, rule))
        last = found[-1] if found else None
        between = original[last.end : edit.start] if last else "."
        if last and span not in rules and last not in known and not between.strip():
            # Words beside each other are one change to whoever reads it.
            found[-1] = Edit(last.start, edit.end, last.words + between + edit.words, rule)
        else:
            found.append(edit)
    return tuple(found)


def uncovered(original: str, changed: str, edits: Sequence[Edit]) -> tuple[tuple[int, int], ...]:
    """Return the spans of the original that differ in ``changed`` and that no edit covers."""
    return tuple(
        (start, end)
        for start, end, _ in _spans(original, changed)
        if not any(edit.start <= start and end <= edit.end for edit in edits)
    )


def _spans(before: str, after: str) -> list[tuple[int, int, str]]:
    """Return where two texts differ, in whole words: span in ``before``, words of ``after``."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    places = [0]
    for piece in old:
        places.append(places[-1] + len(piece))
    found: list[tuple[int, int, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found.append((places[i], places[j], "".join(new[k:m])))
    return found
