"""The pages of "find me one thing": what about, how much energy, where are you now.

One page for the first question, and one for each topic with all its answers on it: links inside
the page do the rest, so that it works from plain files and without JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from plugins.waymark_entries.plans import Part, Plan
from waymark.publish.entry_page import EntryPage
from waymark.publish.finding_one import answers, pool_of
from waymark.vocabulary import Vocabulary

ANYTHING = "anything"
PLACES = ("bed", "home", "outside", "work-or-study")
"""Settings that say where somebody is just now."""


def find_one(part: Part) -> Iterator[Plan]:
    """Yield the first question, and the answers for each topic that has any."""
    pools = {}
    for topic in part.vocabulary.facet("topics"):
        pool = _pool(part, topic)
        if pool:
            pools[topic] = pool
    terms = [part.vocabulary.facet("topics")[topic] for topic in pools]
    yield part.plan("/find/", "find", topics=terms)
    pools[ANYTHING] = pool_of(part.pages) or pool_of(part.all_pages)
    for topic, pool in pools.items():
        values = {
            "topic": part.vocabulary.facet("topics").get(topic),
            "ways": ways(part.vocabulary, pool),
        }
        plan = part.plan(f"/find/{topic}/", "find-one", **values)
        yield replace(plan, in_sitemap=False, in_every_language=topic == ANYTHING)


def _pool(part: Part, topic: str) -> list[EntryPage]:
    """Return the entries on a topic in this language, else in any."""
    for pages in (part.pages, part.all_pages):
        found = pool_of([page for page in pages if topic in page.entry.topics])
        if found:
            return found
    return []


def ways(vocabulary: Vocabulary, pool: Sequence[EntryPage]) -> list[dict[str, Any]]:
    """Return, for each energy, its term and the answers for each place."""
    energies = list(vocabulary.facet("energy"))
    settings = vocabulary.facet("setting")
    places = [settings[name] for name in PLACES if name in settings] or list(settings.values())
    return [
        {
            "energy": vocabulary.facet("energy")[name],
            "places": [
                {"place": place, "answers": answers(pool, number, place.value, energies)}
                for place in places
            ],
        }
        for number, name in enumerate(energies)
    ]
