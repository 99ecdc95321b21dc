"""What may be told about a writer: only what at least k others of the same language share (E9).

Taken together, age, place and the rest can tell who somebody is. So an entry shows a value only
while k entries show the whole combination; a value that fewer share has no page either. The entry
itself always stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from waymark.publish.entry_page import EntryPage

FACETS = {"narrator_type": "type", "age_band": "age_band", "region": "region"}
"""Facets about writers, with their key in an entry's ``narrator``. Free text is never a facet."""

Told = tuple[tuple[str, str], ...]


def tell_of_narrators(pages: Sequence[EntryPage], k: int) -> None:
    """Fill in what each page may tell about its writer.

    Facet by facet, pages that tell the same so far are parted by their next value; a value is
    added only where at least k of them share it.
    """
    for facet, key in FACETS.items():
        with_next = [(page, _with_next(page, facet, key)) for page in pages]
        shared = Counter((page.entry.lang, told) for page, told in with_next)
        for page, told in with_next:
            if shared[page.entry.lang, told] >= k:
                page.narrator = told


def with_value(pages: Sequence[EntryPage], facet: str, k: int) -> Mapping[str, list[EntryPage]]:
    """Return, by value, the pages that tell it; only values that k of them tell."""
    groups: dict[str, list[EntryPage]] = {}
    for page in pages:
        for name, value in page.narrator:
            if name == facet:
                groups.setdefault(value, []).append(page)
    return {value: members for value, members in groups.items() if len(members) >= k}


def _with_next(page: EntryPage, facet: str, key: str) -> Told:
    value = (page.entry.get("narrator") or {}).get(key)
    return (*page.narrator, (facet, str(value))) if value else page.narrator
