"""The public numbers are those of the log, and nothing small enough to recognise somebody."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from tests.store.samples import NOON, a_story
from waymark.numbers import FIRST_ANSWERS, LEAST, numbers_of
from waymark.states import State
from waymark.store import Decision, Store

HOUSE = {"L2", "P1"}


def act(name: str, action: str, day: float = 1, *rules: str) -> Decision:
    return Decision(name, action, "Noor", NOON + timedelta(days=day), rules=rules)


def came(*names: str) -> dict[str, datetime]:
    return dict.fromkeys(names, NOON)


@pytest.mark.parametrize(("number", "shown"), [(0, None), (LEAST - 1, None), (LEAST, LEAST)])
def test_nothing_small_is_shown(number, shown):
    names = [f"s{n}" for n in range(number)]
    log = [act(name, "decline", 1, "L2") for name in names]
    numbers = numbers_of(log, came(*names), HOUSE)

    assert numbers["outcomes"]["decline"] == shown
    assert numbers["rules"] == ({"L2": shown} if shown else {})
    assert numbers["days"] == ({"median": 1, "ninety": 1} if shown else None)


def test_rules_of_the_checks_are_none_of_the_house():
    """A finding that a moderator called wrong is about our rules, not about a writer."""
    log = [act(f"s{n}", "wrong-finding", 1, "crisis.want_to_die.en", "P1") for n in range(9)]
    assert numbers_of(log, {}, HOUSE)["rules"] == {"P1": 9}


def test_a_submission_counts_once_for_each_thing_that_happened_to_it():
    log = [act(f"s{n}", "ask", day) for n in range(5) for day in (1, 2)]
    assert numbers_of(log, {}, HOUSE)["outcomes"]["ask"] == 5


@pytest.mark.parametrize(
    ("days", "median", "ninety"),
    [
        ([1, 2, 3, 4, 5], 3, 5),
        ([0.1, 0.2, 0.3, 0.4, 0.5], 1, 1),
        ([1, 1, 1, 1, 1, 1, 1, 1, 1, 30], 1, 1),
        ([2, 2, 2, 2, 2, 2, 2, 2, 9, 30], 2, 9),
        ([6.5] * 6, 7, 7),
    ],
)
def test_waits_are_whole_days_until_the_first_answer(days, median, ninety):
    names = [f"s{n}" for n in range(len(days))]
    log = [act(name, "approve", day) for name, day in zip(names, days, strict=True)]
    log += [act(name, "decline", 99) for name in names]
    assert numbers_of(log, came(*names), HOUSE)["days"] == {"median": median, "ninety": ninety}


def test_appeals_are_counted_with_how_they_ended():
    log = [act(f"s{n}", "decline") for n in range(12)]
    log += [act(f"s{n}", "appeal", 2) for n in range(11)]
    log += [act(f"s{n}", "approve", 3) for n in range(5)]
    log += [act(f"s{n}", "decline", 3) for n in range(5, 11)]
    assert numbers_of(log, {}, HOUSE)["appeals"] == {"all": 11, "approve": 5, "decline": 6}


def test_the_numbers_equal_counts_made_from_the_log_of_a_real_store(tmp_path):
    """Counted here in the plainest way, row by row."""
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    for number in range(1, 24):
        name = store.accept(a_story(number), NOON)[0].id
        action, rules = ("decline", ("L2",)) if number % 3 == 0 else ("approve", ())
        after = State.DECLINED if rules else State.IN_REVIEW
        at = NOON + timedelta(days=number)
        decision = Decision(name, action, "Noor", at, rules=rules)
        store.change(name, expected=State.RECEIVED, after=after, decision=decision, now=at)
    log = store.decisions_since(NOON)
    received = {s.id: s.received_at for s in store.in_states(*State)}
    numbers = numbers_of(log, received, HOUSE)

    plain = Counter(decision.action for decision in log)
    assert numbers["outcomes"]["decline"] == plain["decline"] == 7
    assert numbers["rules"] == {"L2": 7}
    waits = sorted(
        (d.at - received[d.submission_id]).days for d in log if d.action in FIRST_ANSWERS
    )
    assert numbers["days"] == {"median": waits[11], "ninety": waits[20]}
    store.close()
