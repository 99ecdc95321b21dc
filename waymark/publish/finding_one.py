"""One thing to read, out of three questions: what about, how much energy, where are you now (E7).

Only what is not heavy, and stories of people further on before others (E8). When nothing fits
all three answers the nearest is given, and says what does not fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from waymark.publish.entry_page import EntryPage

POOL = 60
"""How many of the newest entries of a topic are looked through."""
MOST = 3
"""How many answers there are to the same three taps, one after another."""
LONGEST_READ = (2, 4, 8)
"""Minutes of reading that go with each energy, from the least on; the last one reads anything."""
FURTHER_ON = ("living-well", "making-progress")
NEVER_UNASKED = "surviving-day-to-day"
"""Stories of this standing are found by whoever looks for them, and are left out nowhere else."""


@dataclass(frozen=True)
class Answer:
    """One entry for three answers; ``too_much`` and ``elsewhere`` say what does not fit."""

    page: EntryPage
    too_much: bool
    elsewhere: bool

    @property
    def is_near_only(self) -> bool:
        return self.too_much or self.elsewhere


def pool_of(pages: Sequence[EntryPage]) -> list[EntryPage]:
    """Return what may be offered unasked, newest first."""
    fitting = (
        page
        for page in reversed(pages)
        if not page.is_heavy
        and page.entry.kind != "response"
        and page.entry.get("standing", "") != NEVER_UNASKED
    )
    return [page for _, page in zip(range(POOL), fitting, strict=False)]


def answers(
    pool: Sequence[EntryPage], energy: int, place: str, energies: Sequence[str]
) -> list[Answer]:
    """Return up to three answers, the best first, of both kinds where there are both.

    ``energy`` is a place in ``energies``, which go from the least to the most.
    """
    found = [
        Answer(page, _asks(page, energies) > energy, not _can_be_done(page, place)) for page in pool
    ]
    found.sort(key=lambda answer: (answer.too_much + answer.elsewhere, _leans(answer.page)))
    return list(_of_both_kinds(found))[:MOST]


def _asks(page: EntryPage, energies: Sequence[str]) -> int:
    """Return how much energy an entry asks, as a place in ``energies``."""
    if page.entry.kind == "strategy":
        energy = page.entry.get("energy")
        return energies.index(energy) if energy in energies else len(energies) // 2
    return sum(page.minutes > longest for longest in LONGEST_READ)


def _can_be_done(page: EntryPage, place: str) -> bool:
    """Say whether a strategy suits a place; reading suits all."""
    settings = page.entry.get("setting") if page.entry.kind == "strategy" else ()
    return not settings or place in settings


def _leans(page: EntryPage) -> tuple[bool, bool]:
    """Order what fits equally well: people further on first, examples after the real."""
    leans = page.entry.kind == "strategy" or page.entry.get("standing") in FURTHER_ON
    return not leans, page.entry.is_example


def _of_both_kinds(found: Sequence[Answer]) -> Iterator[Answer]:
    """Yield the best answer, then the best of the other kind that fits as well, then the rest."""
    if not found:
        return
    best = found[0]
    yield best
    other = next(
        (
            answer
            for answer in found[1:]
            if answer.page.entry.kind != best.page.entry.kind
            and answer.is_near_only == best.is_near_only
        ),
        None,
    )
    if other is not None:
        yield other
    yield from (answer for answer in found[1:] if answer is not other)
