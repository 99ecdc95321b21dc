"""Ways to look around without searching: lists, topics, tags, letters and months."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from plugins.waymark_entries.plans import Part, Plan, by_kind
from waymark.entry_fields import FOLDERS
from waymark.publish.linking import EntryPage
from waymark.publish.lists import paginate
from waymark.publish.narrators import FACETS as NARRATOR_FACETS
from waymark.publish.narrators import with_value

TAG_FACETS = (
    "energy", "time", "setting", "company", "cost", "cluster", "standing", "tone", "notes", "type",
)  # fmt: skip
FACET_OF_FIELD = {"type": "response_type"}
FEW = 3
"""A topic with fewer entries in its language also shows some in another."""
ALWAYS_THERE = ("standing",)
"""Facets of which every value has a page, also before anybody chose it."""


def lists(part: Part) -> Iterator[Plan]:
    """Yield the list of each kind."""
    for kind, folder in FOLDERS.items():
        yield from _list(part, part.of_kind(kind), f"/{folder}/", everywhere=True, kind=kind)


def topics(part: Part) -> Iterator[Plan]:
    """Yield the topics, and each with its editors' summary and its entries."""
    terms = part.vocabulary.facet("topics")
    members = _group(part.pages, lambda page: page.entry.topics)
    counted = [
        (term, len(members.get(term.value, ())), part.topic_page(term.value))
        for term in terms.values()
    ]
    yield part.plan("/topics/", "topics", topics=counted)
    others = _group(
        [page for page in part.all_pages if page.entry.lang != part.lang and not page.is_heavy],
        lambda page: page.entry.topics,
    )
    for term, _, page in counted:
        base = f"/topics/{term.value}/"
        for listing in paginate(members.get(term.value, []), part.at(base)):
            values = {"topic": term, "page": page, "listing": listing, **by_kind(listing.entries)}
            if len(listing.entries) < FEW and listing.is_newest:
                values["elsewhere"] = others.get(term.value, [])[-FEW:][::-1]
            yield _page_of_list(part, listing, "topic", values, everywhere=True)


def tags(part: Part) -> Iterator[Plan]:
    """Yield a page for each value of each facet that somebody used."""
    facets = []
    for name in TAG_FACETS:
        facet = FACET_OF_FIELD.get(name, name)
        members = _group(part.pages, lambda page, name=name: _values(page.entry.get(name)))
        terms = part.vocabulary.facet(facet).values()
        used = [term for term in terms if term.value in members or facet in ALWAYS_THERE]
        facets.append((facet, used))
        for term in used:
            base = f"/tags/{facet}/{term.value}/"
            yield from _list(part, members.get(term.value, []), base, term=term, facet=facet)
    for facet in NARRATOR_FACETS:
        telling = with_value(part.pages, facet, part.narrators_at_least)
        terms = part.vocabulary.facet(facet).values()
        facets.append((facet, [term for term in terms if term.value in telling]))
        for term in facets[-1][1]:
            base = f"/tags/{facet}/{term.value}/"
            yield from _list(part, telling[term.value], base, term=term, facet=facet)
    yield part.plan("/tags/", "tags", facets=[found for found in facets if found[1]])


def letters(part: Part) -> Iterator[Plan]:
    """Yield every title by its first letter."""
    members = _group(part.pages, lambda page: (_letter(page.entry.title),))
    found = sorted(members, key=lambda letter: (letter == "other", letter))
    yield part.plan("/a-z/", "a-z", letters=found)
    for letter in found:
        entries = sorted(members[letter], key=lambda page: page.entry.title.casefold())
        plan = part.plan(f"/a-z/{letter}/", "a-z", letters=found, letter=letter, entries=entries)
        yield replace(plan, in_every_language=False)


def months(part: Part) -> Iterator[Plan]:
    """Yield what came out in each month; the day is told nowhere."""
    members = _group(part.pages, lambda page: (page.entry.published,))
    found = sorted(members, reverse=True)
    yield part.plan("/archive/", "archive", months=found)
    for month in found:
        plan = part.plan(f"/archive/{month}/", "month", month=month, entries=members[month][::-1])
        yield replace(plan, in_every_language=False)


def _list(
    part: Part, members: Sequence[EntryPage], base: str, *, everywhere: bool = False, **values: Any
) -> Iterator[Plan]:
    for listing in paginate(members, part.at(base)):
        shown = {"listing": listing, **values}
        yield _page_of_list(part, listing, "list", shown, everywhere=everywhere)


def _page_of_list(
    part: Part, listing: Any, template: str, values: dict[str, Any], *, everywhere: bool
) -> Plan:
    values = {"lang": part.lang, **values}
    return Plan(
        listing.url,
        template,
        values,
        in_sitemap=listing.is_newest,
        in_every_language=everywhere and listing.is_newest,
    )


def _letter(title: str) -> str:
    for character in unicodedata.normalize("NFD", title.lower()):
        if character.isalnum():
            return character if "a" <= character <= "z" else "other"
    return "other"


def _group(
    pages: Iterable[EntryPage], keys: Callable[[EntryPage], Iterable[str]]
) -> dict[str, list[EntryPage]]:
    groups: dict[str, list[EntryPage]] = {}
    for page in pages:
        for key in keys(page):
            groups.setdefault(key, []).append(page)
    return groups


def _values(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()
