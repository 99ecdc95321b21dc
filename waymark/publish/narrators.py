"""What may be told about a writer: only what at least k others of the same language share (E9).

Taken together, age, place and the rest can tell who somebody is. So an entry shows a value only
while the whole combination that it shows is shared by k entries; a value that fewer share has no
page either. The entry itself always stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from waymark.publish.entry_page import EntryPage

FACETS = {"narrator_type": "type", "age_band": "age_band", "region": "region"}
"""Facets about writers, with their key in an entry's ``narrator``. Free text is never a facet."""

Told = tuple[tuple[str, str], ...]


def tell_of_narrators(pages: Sequence[EntryPage], k: int) -> None:
    """Fill in what each page may tell about its writer."""
    given = {page.entry.id: _given(page) for page in pages}
    counts = _counts(pages, given)
    for page in pages:
        told: Told = ()
        for value in given[page.entry.id]:
            if counts[page.entry.lang, (*told, value)] >= k:
                told = (*told, value)
        page.narrator = told


def with_value(pages: Sequence[EntryPage], facet: str, k: int) -> Mapping[str, list[EntryPage]]:
    """Return, by value, the pages that tell it; only values that k of them tell."""
    groups: dict[str, list[EntryPage]] = {}
    for page in pages:
        for name, value in page.narrator:
            if name == facet:
                groups.setdefault(value, []).append(page)
    return {value: members for value, members in groups.items() if len(members) >= k}


def _given(page: EntryPage) -> Told:
    narrator = page.entry.get("narrator") or {}
    return tuple((facet, str(narrator[key])) for facet, key in FACETS.items() if narrator.get(key))


def _counts(pages: Sequence[EntryPage], given: Mapping[str, Told]) -> Counter[tuple[str, Told]]:
    """Count each combination of values, in the order of the facets, for each language."""
    counts: Counter[tuple[str, Told]] = Counter()
    for page in pages:
        for combination in _combinations(given[page.entry.id]):
            counts[page.entry.lang, combination] += 1
    return counts


def _combinations(values: Told) -> list[Told]:
    found: list[Told] = [()]
    for value in values:
        found += [(*before, value) for before in found]
    return found[1:]
