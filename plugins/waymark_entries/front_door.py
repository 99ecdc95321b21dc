"""The home page: nothing heavy, one strategy that asks little, a few stories of people further on.

Stories of living well with problems, and of getting somewhere, leave readers most hopeful; others
are one step further and never left out (see docs/decisions).
"""

from __future__ import annotations

from collections.abc import Sequence

from plugins.waymark_entries.plans import Part, Plan
from waymark.publish.linking import EntryPage

FURTHER_ON = ("living-well", "making-progress")
SMALL_ENERGY = ("can-do-it-lying-down", "low")
MOST = 3
"""How many entries of a kind the home page shows."""


def home(part: Part) -> Plan:
    """Return the front door of one part of the site.

    Where its language has no strategy yet, the one small thing comes from another language.
    """
    strategies = _light(part.pages, "strategy") or _light(part.all_pages, "strategy")
    terms = part.vocabulary.facet("topics")
    return part.plan(
        "/",
        "home",
        newest=stories_to_show(part.pages),
        strategies=strategies[-MOST:][::-1],
        now=min(strategies[::-1], key=_asks, default=None),
        topics=[term for name, term in terms.items() if part.topic_page(name)],
    )


def stories_to_show(pages: Sequence[EntryPage]) -> list[EntryPage]:
    """Return the newest stories of people further on; others only where there are too few."""
    light = _light(pages, "story")
    further = [page for page in light if page.entry.get("standing") in FURTHER_ON]
    others = [
        page
        for page in light
        if page.entry.get("standing") not in (*FURTHER_ON, "surviving-day-to-day")
    ]
    return further[-MOST:][::-1] or others[-1:]


def _light(pages: Sequence[EntryPage], kind: str) -> list[EntryPage]:
    return [page for page in pages if page.entry.kind == kind and not page.is_heavy]


def _asks(page: EntryPage) -> tuple[int, bool]:
    """Order strategies by the energy they ask; an example comes after a real one."""
    energy = page.entry.get("energy")
    place = SMALL_ENERGY.index(energy) if energy in SMALL_ENERGY else len(SMALL_ENERGY)
    return place, page.entry.is_example
