"""The text as it was sent, cut where findings begin and end; ways to reach a person are replaced.

Pure: text and findings in, plain pieces out. The template escapes every piece.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from waymark import privacy
from waymark.checks.findings import Finding, Level
from waymark.privacy import AllowList, Detail

LONGEST_QUOTE = 160


@dataclass(frozen=True)
class Passage:
    """A piece of the text, and the numbers of the findings it lies in (1 for the first)."""

    text: str
    numbers: tuple[int, ...] = ()
    level: Level | None = None
    """The highest level among those findings."""
    begins: tuple[int, ...] = ()
    """The findings that begin with this piece: where a link to one leads."""


def passages_of(
    text: str, findings: Sequence[Finding], lang: str, allow: AllowList
) -> tuple[Passage, ...]:
    """Return the whole text in pieces. Contact details appear as the marker readers will see."""
    details = privacy.find(text, allow)
    spans = [_snapped(finding, details, len(text)) for finding in findings]
    edges = {0, len(text)}
    for start, end in [*spans, *((d.start, d.end) for d in details)]:
        edges |= {start, end}
    cuts = sorted(edges)
    column = 1 if lang == "nl" else 0
    markers = {detail.start: privacy.MARKERS[detail.span_class][column] for detail in details}
    pieces: list[Passage] = []
    begun: set[int] = set()
    for start, end in itertools.pairwise(cuts):
        numbers = tuple(n for n, (a, b) in enumerate(spans, start=1) if a <= start < b)
        levels = [findings[n - 1].level for n in numbers]
        begins = tuple(n for n in numbers if n not in begun)
        begun |= set(begins)
        pieces.append(
            Passage(
                text=markers.get(start, text[start:end]),
                numbers=numbers,
                level=max(levels, key=lambda level: level.rank) if levels else None,
                begins=begins,
            )
        )
    return tuple(pieces)


def quote_of(number: int, passages: Sequence[Passage]) -> str:
    """Return the words a finding is about, in one line; ``""`` when it is about the whole."""
    words = " ".join("".join(p.text for p in passages if number in p.numbers).split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"


def _snapped(finding: Finding, details: Sequence[Detail], length: int) -> tuple[int, int]:
    """Return the span of a finding within the text, never ending inside what is replaced."""
    start, end = min(finding.start, length), min(finding.end, length)
    for detail in details:
        if detail.start < start < detail.end:
            start = detail.start
        if detail.start < end < detail.end:
            end = detail.end
    return start, max(start, end)
