"""Writes to a forge are spread over time, for all workers together, without anybody sleeping."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.store import Store
from waymark.store.pacing import HOUR, LATE, MINUTE, Booked, earliest

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PER_MINUTE, PER_HOUR = 60, 450


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def book(store: Store, key: str, now: datetime = NOON, number: int = 5) -> datetime | None:
    return store.book_writes(key, number, now, PER_MINUTE, PER_HOUR)


@pytest.mark.parametrize(
    ("booked", "number", "expected"),
    [
        ([], 5, 0),
        ([(0, 5)], 5, 5),
        ([(-9, 5)], 5, 0),
        ([(-60 + n * 5, 5) for n in range(12)], 1, 5),
        ([(n * 5, 5) for n in range(12)], 5, 65),
        ([(-3000, 448)], 2, 0),
        ([(-3000, 448)], 3, 1048),
        ([(-3000, 446), (-5, 4)], 1, 1046),
    ],
)
def test_the_next_writes_begin_when_no_window_is_too_full(booked, number, expected):
    """One a second, 60 in any minute, 450 in any hour."""
    taken = [Booked(after(start), count) for start, count in booked]

    assert earliest(taken, number, NOON, PER_MINUTE, PER_HOUR) == after(expected)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 8)), min_size=1, max_size=250))
def test_no_window_ever_holds_more_than_it_may(requests):
    """Whatever is asked for whenever: seconds, minutes and hours stay within their limits."""
    booked: list[Booked] = []
    now = NOON
    for pause, number in requests:
        now += timedelta(seconds=pause / 10)
        booked.append(Booked(earliest(booked, number, now, 20, 60), number))

    for before, one in itertools.pairwise(booked):
        assert one.starts_at >= before.ends_at
    for one in booked:
        for length, most in ((MINUTE, 20), (HOUR, 60)):
            until = one.starts_at + length
            assert sum(b.number for b in booked if one.starts_at <= b.starts_at < until) <= most


def test_what_does_not_fit_yet_gets_a_time_of_its_own_and_finds_it_again(store: Store):
    """First come, first served; asking early changes nothing."""
    assert book(store, "a") is None
    assert book(store, "b") == after(5)
    assert book(store, "c") == after(10)

    assert book(store, "b", after(1)) == after(5)
    assert book(store, "b", after(5)) is None
    assert book(store, "c", after(12)) is None
    assert book(store, "d", after(12)) == after(15)


def test_a_crowd_that_was_held_up_does_not_go_at_once(store: Store):
    """A worker that was away for an hour comes back to many bookings whose time is over."""
    times = [book(store, f"key-{n}") for n in range(10)]
    late = after(3600)

    granted = [n for n in range(10) if book(store, f"key-{n}", late) is None]

    assert times[0] is None
    assert granted == [0]
    assert book(store, "key-1", late + LATE) is None


def test_a_booking_that_was_used_does_not_count_for_the_next_time(store: Store):
    """The same work done again is paced again."""
    assert book(store, "a") is None
    assert book(store, "a") == after(5)


def test_a_booking_given_back_leaves_its_time_to_others(store: Store):
    """Nothing was sent, because the repository was not private."""
    assert book(store, "a") is None
    store.give_back_writes(5)

    assert book(store, "b") is None


def test_nothing_is_sent_during_a_pause_and_the_crowd_is_spread_after_it(store: Store):
    """The forge asked for a minute; each finds its own time behind it."""
    book(store, "a")
    book(store, "b")
    store.pause_writes(after(60), "GitHub asked for a pause.", 1, NOON)

    assert book(store, "b", after(5)) == after(60)
    assert book(store, "c", after(5)) == after(65)
    assert book(store, "b", after(60)) is None
    assert store.outgoing(after(5)).pause == store.pause()
    assert store.outgoing(after(61)).pause is None


def test_the_desk_can_say_what_waits_and_when_the_next_goes(store: Store):
    assert (store.outgoing(NOON).waiting, store.outgoing(NOON).next_at) == (0, None)
    for key in "abc":
        book(store, key)

    seen = store.outgoing(NOON)

    assert (seen.waiting, seen.next_at, seen.pause) == (2, after(5), None)


def test_a_pause_is_forgotten_when_writing_goes_well(store: Store):
    store.pause_writes(after(60), "GitHub asked for a pause.", 3, NOON)
    assert store.pause() is not None

    store.end_pause()

    assert store.pause() is None
    assert book(store, "a") is None


def test_what_is_older_than_an_hour_is_forgotten(store: Store):
    """The table stays as long as an hour."""
    for number in range(50):
        book(store, "", after(number * 8), 1)
    book(store, "late", NOON + 2 * HOUR)

    with store.engine.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM forge_writes").scalar_one()
    assert count == 1
