"""Every way on: never from heavy to heavy, to every entry, to more than one standing."""

from __future__ import annotations

import pytest

from tests.a_community import REAL
from tests.publish.graphs import made_up_entries
from tests.running import ROOT
from waymark.community import load_community
from waymark.publish.linking import link
from waymark.publish.sources import read_sources

VOCABULARY = load_community(REAL).vocabulary
GRAPHS = [(600, 1, 0.3), (200, 2, 0.9), (60, 3, 0.0), (40, 4, 0.5), (2, 5, 0.0)]


def demonstration():
    return link(read_sources([ROOT / "content"], VOCABULARY).entries, VOCABULARY)


def made_up(number, seed, heavy):
    return link(made_up_entries(VOCABULARY, number, seed, heavy), VOCABULARY)


SITES = [demonstration(), *(made_up(*graph) for graph in GRAPHS)]
NAMES = ["demonstration", *(f"{n} entries, {h:.0%} heavy" for n, _, h in GRAPHS)]


@pytest.fixture(params=SITES, ids=NAMES)
def pages(request):
    return request.param


def test_no_heavy_entry_leads_to_another(pages):
    """E6: over the whole graph, answers and responses included."""
    edges = [(page, other) for page in pages for other in page.leads_to()]
    assert edges
    assert [(a.url, b.url) for a, b in edges if a.is_heavy and b.is_heavy] == []


def test_the_honest_end_offers_nothing_heavy_and_never_the_page_itself(pages):
    for page in pages:
        for other in (page.next_strategy, page.next_gentle):
            assert other is None or (not other.is_heavy and other is not page)
        if page.next_strategy is not None:
            assert page.next_strategy.entry.kind == "strategy"
            assert page.next_strategy is not page.next_gentle


def test_every_entry_can_be_reached_from_another(pages):
    """E22: full coverage. Only what nothing light stands before or after has no way in."""
    reached = {other.entry.id for page in pages for other in page.leads_to()}
    assert {page.entry.id for page in pages} - reached == set()


def test_nothing_is_named_twice_among_what_is_related(pages):
    for page in pages:
        related = [other.entry.id for other in page.related]
        assert len(set(related)) == len(related)
        assert page.entry.id not in related


@pytest.mark.parametrize("which", [1, 3], ids=[NAMES[1], NAMES[3]])
def test_what_is_related_shows_more_than_one_standing(which):
    """E22: whoever reads on meets more than one way that things can go."""
    pages = [page for page in SITES[which] if not page.is_heavy and page.entry.lang == "en"][20:]
    assert len(pages) > 20
    for page in pages:
        standings = {other.entry.get("standing") for other in page.related[:5]} - {None}
        assert len(standings) >= 2, page.url


def test_what_is_related_has_something_in_common():
    pages = SITES[1][100:]
    shared = [
        bool(set(page.entry.topics) & set(other.entry.topics))
        for page in pages
        for other in page.related[:4]
    ]
    assert sum(shared) / len(shared) > 0.6


@pytest.mark.parametrize("number", [30, 300])
def test_a_new_entry_changes_few_old_pages(number):
    """However many there are: the page that announces it, and the one it answers."""
    entries = made_up_entries(VOCABULARY, number + 1, 7)
    before, after = (
        {
            page.entry.id: ([other.entry.id for other in page.leads_to()], page.is_heavy)
            for page in link(some, VOCABULARY)
        }
        for some in (entries[:-1], entries)
    )
    changed = [name for name in before if before[name] != after[name]]
    assert 1 <= len(changed) <= 2
