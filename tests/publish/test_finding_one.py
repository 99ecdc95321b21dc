"""Three answers lead to the entry that fits them, else to the nearest, which says so."""

from __future__ import annotations

import pytest

from tests.a_community import REAL
from tests.publish.samples import an_entry
from waymark.community import load_community
from waymark.entry import Entry
from waymark.publish.finding_one import POOL, answers, pool_of
from waymark.publish.linking import link

VOCABULARY = load_community(REAL).vocabulary
ENERGIES = list(VOCABULARY.facet("energy"))
LYING, LOW, SOME, A_LOT = range(4)


def strategy(entry_id, energy, *setting, **facts):
    given = {"energy": energy, "setting": setting, "sequence": 1, "published": "2026-11", **facts}
    return Entry("strategy", entry_id, "en", entry_id, "One line.", given)


def story(entry_id, words=100, **facts):
    entry = an_entry(entry_id, **{"standing": "living-well", **facts})
    return Entry("story", entry_id, "en", entry_id, "word " * words, entry.facts)


def first(entries, energy, place):
    found = answers(pool_of(link(entries, VOCABULARY)), energy, place, ENERGIES)
    best = found[0]
    return best.page.entry.id, best.too_much, best.elsewhere


@pytest.mark.parametrize(
    ("energy", "place", "found"),
    [
        (LYING, "bed", ("toes", False, False)),
        (LOW, "outside", ("bench", False, False)),
        (LYING, "outside", ("toes", False, True)),  # the nearest: it asks no more, but a bed
        (A_LOT, "work-or-study", ("desk", False, False)),
        (LYING, "work-or-study", ("toes", False, True)),
    ],
)
def test_the_strategy_that_fits_comes_first_else_the_nearest_says_what_does_not(
    energy, place, found
):
    entries = [
        strategy("desk", "some", "work-or-study"),
        strategy("bench", "low", "outside"),
        strategy("toes", "can-do-it-lying-down", "bed"),
    ]
    assert first(entries, energy, place) == found


@pytest.mark.parametrize(
    ("words", "energy", "too_much"),
    [(300, LYING, False), (900, LYING, True), (900, SOME, False), (4000, A_LOT, False)],
)
def test_a_long_read_asks_more_energy_and_suits_every_place(words, energy, too_much):
    assert first([story("tale", words)], energy, "outside") == ("tale", too_much, False)


def test_stories_of_people_further_on_come_before_others_that_fit_as_well():
    entries = [
        story("words", standing="not-my-word", sequence=3),
        story("better", standing="making-progress", sequence=1),
    ]
    assert first(entries, LOW, "home")[0] == "better"


@pytest.mark.parametrize(
    "facts",
    [{"notes": ("self-harm",)}, {"notes": ("suicide-loss",)}, {"standing": "surviving-day-to-day"}],
)
def test_what_is_heavy_or_surviving_from_day_to_day_is_never_offered_unasked(facts):
    assert pool_of(link([story("one", **facts)], VOCABULARY)) == []


def test_there_is_one_of_each_kind_before_a_second_of_the_same():
    entries = [
        story("tale"), strategy("a", "low", "home"), strategy("b", "low", "home"),
        strategy("c", "low", "home"),
    ]  # fmt: skip
    found = answers(pool_of(link(entries, VOCABULARY)), LOW, "home", ENERGIES)
    kinds = [answer.page.entry.kind for answer in found]
    assert sorted(kinds[:2]) == ["story", "strategy"]
    assert len(found) == 3


def test_only_the_newest_of_a_topic_are_looked_through():
    entries = [story(f"s{number}", sequence=number) for number in range(1, 200)]
    pool = pool_of(link(entries, VOCABULARY))
    assert len(pool) == POOL
    assert pool[0].entry.id == "s199"


def test_where_there_is_nothing_there_is_no_answer():
    assert answers([], LOW, "home", ENERGIES) == []
