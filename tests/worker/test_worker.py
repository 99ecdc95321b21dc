"""The worker does every job at least once, tries again sensibly, and tells nobody's words."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from waymark.errors import (
    BadEntry,
    BuildFailed,
    ForgeUnavailable,
    NotYet,
    RevisionMoved,
    StoreUnavailable,
    TransitionRefused,
)
from waymark.store import JobState, NewJob, Store
from waymark.worker import Worker, safe_reason, wait_after

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CANARY = "the heron by the canal"


class Clock:
    """A clock that stands still until somebody turns it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield opened
    opened.close()


def raiser(problem: Exception):
    def handler(job, now):
        raise problem

    return handler


def test_a_due_job_goes_to_the_handler_of_its_kind_and_is_done(store, clock):
    seen = []
    worker = Worker(store, {"propose": lambda job, now: seen.append((job, now))}, clock=clock)
    store.add_job(NewJob("propose", "abc", {"a": 1}), NOON)

    assert worker.run_once() is True
    assert worker.run_once() is False

    [(job, now)] = seen
    assert (job.kind, job.submission_id, job.payload, job.attempts) == (
        "propose",
        "abc",
        {"a": 1},
        1,
    )
    assert now == NOON
    assert store.open_jobs() == []


def test_a_job_nobody_here_can_do_is_left_for_another_worker(store, clock):
    store.add_job(NewJob("merge", "abc"), NOON)

    assert Worker(store, {"propose": raiser(AssertionError())}, clock=clock).run_once() is False
    assert [job.attempts for job in store.open_jobs()] == [0]


def test_a_job_that_failed_is_tried_again_later_and_then_done(store, clock):
    """The forge was away for a moment."""
    tries = []

    def handler(job, now):
        tries.append(now)
        if len(tries) < 3:
            raise ForgeUnavailable("The forge is away.", remedy="Wait.")

    worker = Worker(store, {"propose": handler}, clock=clock)
    store.add_job(NewJob("propose", "abc"), NOON)
    while store.open_jobs():
        worker.run_once()
        assert worker.run_once() is False, "not before its time"
        clock.turn(10)

    assert len(tries) == 3


@pytest.mark.parametrize(
    ("problem", "last"),
    [
        (BadEntry("broken"), 12),
        (TransitionRefused("moved on"), 12),
        (RevisionMoved("moved"), 12),
        (ValueError(CANARY), 5),
        (KeyError(CANARY), 5),
        (OSError(CANARY), 5),
        (ForgeUnavailable("away"), None),
        (StoreUnavailable("away"), None),
        (BuildFailed("broken"), None),
    ],
)
def test_a_job_is_laid_aside_after_its_last_try_unless_the_trouble_passes(
    store, clock, problem, last
):
    """Trouble that a person mends is waited for; the rest shows on the desk as dead."""
    worker = Worker(store, {"propose": raiser(problem)}, clock=clock)
    store.add_job(NewJob("propose", "abc"), NOON)

    tries = 0
    while worker.run_once() and tries < 30:
        tries += 1
        clock.turn(900)

    [stuck] = store.stuck()
    if last is None:
        assert (tries, stuck.state) == (30, JobState.READY)
    else:
        assert (tries, stuck.state, stuck.attempts) == (last, JobState.DEAD, last)
    assert CANARY not in str(stuck)


@pytest.mark.parametrize(
    ("attempts", "least", "most"),
    [
        (1, 1, 2),
        (2, 2, 4),
        (3, 4, 8),
        (8, 128, 256),
        (10, 450, 900),
        (12, 450, 900),
        (10**6, 450, 900),
    ],
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour_and_is_never_the_same(attempts, least, most):
    waits = [wait_after(attempts) for _ in range(200)]

    assert least <= min(waits)
    assert max(waits) <= most
    assert len(set(waits)) > 100


def test_a_dead_job_that_a_person_tries_again_has_all_its_tries(store, clock):
    worker = Worker(store, {"propose": raiser(ValueError())}, clock=clock)
    store.add_job(NewJob("propose", "abc"), NOON)
    while worker.run_once():
        clock.turn(900)
    [dead] = store.stuck()

    store.retry(dead.id, clock())

    assert worker.run_once() is True
    assert [job.attempts for job in store.open_jobs()] == [1]


def test_an_error_nobody_foresaw_is_told_by_type_and_place_without_its_words(store, clock, caplog):
    """Its text may quote a visitor, and so may the error behind it."""

    def handler(job, now):
        try:
            int(CANARY)
        except ValueError as behind:
            raise RuntimeError(f"cannot read {CANARY}") from behind

    caplog.set_level(logging.DEBUG)
    store.add_job(NewJob("propose", "abc", {"text": CANARY}), NOON)

    Worker(store, {"propose": handler}, clock=clock).run_once()

    [job] = store.open_jobs()
    assert job.last_error.startswith("RuntimeError at ")
    assert "test_worker.py" in job.last_error
    assert "in handler" in job.last_error
    assert CANARY not in job.last_error
    assert "again later: job 1 propose abc RuntimeError at" in caplog.text
    assert "heron" not in caplog.text


def test_an_error_of_ours_is_told_in_its_own_words(store, clock, caplog):
    store.add_job(NewJob("propose", "abc"), NOON)
    problem = ForgeUnavailable("The forge is away.", remedy="Start it.")

    Worker(store, {"propose": raiser(problem)}, clock=clock).run_once()

    assert store.open_jobs()[0].last_error == "The forge is away. Start it."
    assert "The forge is away. Start it." in caplog.text


def test_a_deep_error_names_its_last_places_only():
    def dig(depth: int) -> None:
        if depth:
            dig(depth - 1)
        raise LookupError(CANARY)

    with pytest.raises(LookupError) as problem:
        dig(50)

    reason = safe_reason(problem.value)
    assert reason.count(" in dig") == 4
    assert CANARY not in reason


def test_a_long_job_keeps_its_lease(store):
    """The handler takes longer than two leases; nobody else gets the job meanwhile."""
    lease = timedelta(seconds=1)
    found = []

    def handler(job, now):
        for _ in range(8):
            time.sleep(0.3)
            found.append(store.claim("other", datetime.now(UTC), lease))

    store.add_job(NewJob("publish"), datetime.now(UTC))
    Worker(store, {"publish": handler}, lease=lease).run_once()

    assert found == [None] * 8
    assert store.open_jobs() == []


@pytest.mark.parametrize("problem", [None, ValueError(CANARY)])
def test_a_worker_that_lost_its_lease_leaves_the_job_to_its_new_owner(
    store, clock, caplog, problem
):
    """The machine slept through the lease; the other worker's claim stands."""
    taken = []

    def handler(job, now):
        clock.turn(3600)
        taken.append(store.claim("other", clock(), timedelta(hours=1)))
        if problem:
            raise problem

    store.add_job(NewJob("publish"), NOON)
    Worker(store, {"publish": handler}, clock=clock).run_once()

    assert store.open_jobs() == taken
    assert "somebody else has it by now" in caplog.text


def test_a_stopping_worker_finishes_its_job_and_takes_no_other(store):
    stop = threading.Event()
    done = []

    def handler(job, now):
        stop.set()
        time.sleep(0.1)
        done.append(job.submission_id)

    for name in "ab":
        store.add_job(NewJob("propose", name), datetime.now(UTC))
    thread = threading.Thread(target=Worker(store, {"propose": handler}).run, args=(stop,))
    thread.start()
    thread.join(timeout=10)

    assert not thread.is_alive()
    assert done == ["a"]
    assert [job.attempts for job in store.open_jobs()] == [0]


def test_an_idle_worker_stops_at_once(store):
    stop = threading.Event()
    thread = threading.Thread(
        target=Worker(store, {"propose": raiser(ValueError())}).run, args=(stop,)
    )
    thread.start()
    time.sleep(0.1)
    began = time.monotonic()
    stop.set()
    thread.join(timeout=10)

    assert time.monotonic() - began < 1


class Moody(Store):
    """A store that is away now and then, as when a disk is full for a moment."""

    troubles: list[Exception]

    def claim(self, *arguments, **more):
        if self.troubles:
            raise self.troubles.pop()
        return super().claim(*arguments, **more)


@pytest.mark.parametrize("trouble", [StoreUnavailable("away"), RuntimeError(CANARY)])
def test_a_worker_outlives_a_store_that_is_away(tmp_path, monkeypatch, caplog, trouble):
    monkeypatch.setattr("waymark.worker.STORE_WAIT", 0.01)
    store = Moody.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    store.troubles = [trouble, trouble]
    store.add_job(NewJob("propose", "abc"), datetime.now(UTC))
    stop = threading.Event()

    Worker(store, {"propose": lambda job, now: stop.set()}).run(stop)

    assert store.open_jobs() == []
    store.close()
    assert caplog.text.count("waits, for it could not reach its jobs") == 2
    assert CANARY not in caplog.text


def test_a_job_that_waits_for_its_turn_comes_back_then_and_no_try_is_lost(store, clock):
    """However often the forge is busy: the job is never stuck, and nobody sleeps on it."""
    store.add_job(NewJob("propose", "k7f3q9"), NOON)

    def busy(job, now):
        raise NotYet("The forge is busy.", until=now + timedelta(seconds=40))

    worker = Worker(store, {"propose": busy}, clock=clock)
    for _ in range(20):
        assert worker.run_once()
        assert not worker.run_once()
        clock.turn(40)

    (job,) = store.open_jobs()
    assert (job.attempts, job.state) == (0, JobState.READY)
    assert store.stuck() == []
