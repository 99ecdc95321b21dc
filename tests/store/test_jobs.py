"""A job is done at least once, by one worker at a time, and none is forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.store.samples import LEASE, MINUTE, NOON
from waymark.store import JobState, NewJob

SECOND = timedelta(seconds=1)


def claim(store, now=NOON, worker="w", **more):
    return store.claim(worker, now, LEASE, **more)


def add(store, *jobs, now=NOON):
    for job in jobs:
        store.add_job(job if isinstance(job, NewJob) else NewJob(job, f"id-{job}"), now)


def test_jobs_are_claimed_in_the_order_they_became_due(store):
    add(store, NewJob("c", not_before=NOON + 2 * SECOND), NewJob("a"), now=NOON + SECOND)
    add(store, "b")

    assert [claim(store, NOON + MINUTE).kind for _ in range(3)] == ["b", "a", "c"]
    assert claim(store, NOON + MINUTE) is None


@pytest.mark.parametrize(
    ("seconds", "is_due"), [(-60, False), (-1, False), (0, True), (1, True), (86400, True)]
)
def test_a_job_is_not_claimed_before_its_time(store, seconds, is_due):
    add(store, NewJob("propose", "x", not_before=NOON))

    job = claim(store, NOON + seconds * SECOND)

    assert (job is not None) == is_due


@pytest.mark.parametrize(
    ("kinds", "claimed"),
    [(None, ["a", "b"]), (["b"], ["b"]), ({"a", "b", "c"}, ["a", "b"]), ([], []), (["c"], [])],
)
def test_a_worker_claims_only_what_it_can_do(store, kinds, claimed):
    add(store, "a", "b")

    found = [job.kind for _ in range(3) if (job := claim(store, kinds=kinds))]

    assert found == claimed


def test_a_running_job_is_nobody_elses_until_its_lease_ends(store):
    add(store, "propose")
    claim(store)

    assert claim(store, NOON + LEASE - SECOND, "other") is None
    again = claim(store, NOON + LEASE, "other")

    assert (again.kind, again.attempts) == ("propose", 2)
    assert again.last_error == "Its worker stopped before the job was done."


def test_a_lease_that_is_renewed_does_not_end(store):
    add(store, "propose")
    job = claim(store)
    for step in range(1, 5):
        assert store.renew(job, "w", NOON + step * LEASE / 2, LEASE)

    assert claim(store, NOON + 2 * LEASE, "other") is None
    assert claim(store, NOON + 3 * LEASE, "other") is not None


@pytest.mark.parametrize("after", ["finish", "fail", "die", "renew"])
@pytest.mark.parametrize("name", ["other", "w"])
def test_a_worker_that_lost_its_lease_changes_nothing(store, name, after):
    """A slow worker wakes up when another has the job, even one with the same name."""
    add(store, "propose")
    lost = claim(store)
    now = NOON + LEASE
    held = claim(store, now, name)

    answer = {
        "finish": lambda: store.finish(lost, "w", now),
        "fail": lambda: store.fail(lost, "w", now, "late", now),
        "die": lambda: store.fail(lost, "w", now, "late", None),
        "renew": lambda: store.renew(lost, "w", now, timedelta(days=1)),
    }[after]()

    assert answer is False
    assert store.open_jobs() == [held]
    assert store.finish(held, name, now)


def test_a_finished_job_is_over_for_everybody(store):
    add(store, "propose")
    job = claim(store)

    assert store.finish(job, "w", NOON) is True
    assert store.finish(job, "w", NOON) is False
    assert store.fail(job, "w", NOON, "late", NOON) is False
    assert claim(store, NOON + timedelta(days=9)) is None
    assert store.open_jobs() == store.stuck() == []
    assert store.retry(job.id, NOON) is False


def test_a_failed_job_comes_back_when_it_was_told_to(store):
    add(store, "propose")
    store.fail(claim(store), "w", NOON, "The forge is away.", NOON + MINUTE)

    assert claim(store, NOON + MINUTE - SECOND) is None
    job = claim(store, NOON + MINUTE)

    assert (job.attempts, job.last_error) == (2, "The forge is away.")


def test_a_dead_job_is_seen_and_waits_for_a_person(store):
    add(store, "propose")
    job = claim(store)
    store.fail(job, "w", NOON, "No.", None)

    assert claim(store, NOON + timedelta(days=9)) is None
    assert store.stuck() == [replace(job, state=JobState.DEAD, last_error="No.")]

    assert store.retry(job.id, NOON + MINUTE) is True
    assert store.stuck() == []
    assert claim(store, NOON + MINUTE).attempts == 1


@pytest.mark.parametrize(("tries", "is_stuck"), [(1, False), (2, False), (3, True), (9, True)])
@pytest.mark.parametrize("how", ["fails", "worker dies"])
def test_what_was_tried_often_without_success_is_seen(store, how, tries, is_stuck):
    add(store, "propose")
    now = NOON
    for _ in range(tries):
        job = claim(store, now)
        now += LEASE
        if how == "fails":
            store.fail(job, "w", now, "No.", now)

    assert bool(store.stuck()) == is_stuck


def test_a_job_asked_for_twice_is_one_with_the_newest_payload(store):
    add(store, NewJob("merge", "x", {"revision": "old"}), NewJob("merge", "x", {"revision": "new"}))

    assert claim(store).payload == {"revision": "new"}
    assert len(store.open_jobs()) == 1


@pytest.mark.parametrize(
    "other",
    [
        NewJob("publish", "x"),
        NewJob("revise", "x"),
        NewJob("propose"),
        NewJob("propose", "x", key="2"),
    ],
)
def test_jobs_that_differ_in_kind_submission_or_key_are_two(store, other):
    add(store, NewJob("propose", "x"), other)

    assert len(store.open_jobs()) == 2


@pytest.mark.parametrize("end", ["running", "done", "dead"])
def test_a_job_that_began_does_not_stand_in_for_a_new_one(store, end):
    """What began before a change may have missed it, so it is done once more."""
    add(store, NewJob("publish"))
    job = claim(store)
    if end == "done":
        store.finish(job, "w", NOON)
    elif end == "dead":
        store.fail(job, "w", NOON, "No.", None)

    add(store, NewJob("publish"))

    assert [j.state for j in store.open_jobs()].count(JobState.READY) == 1


@pytest.mark.parametrize(
    ("waits", "asked", "due"),
    [(60, None, 0), (60, 30, 30), (60, 90, 60), (0, 30, 0)],
)
def test_asking_again_makes_a_waiting_job_due_sooner_never_later(store, waits, asked, due):
    add(store, NewJob("publish", not_before=NOON + waits * SECOND))

    add(store, NewJob("publish", not_before=None if asked is None else NOON + asked * SECOND))

    assert [job.next_at for job in store.open_jobs()] == [NOON + due * SECOND]


@pytest.mark.parametrize("second", ["publish", "merge", "withdraw"])
@pytest.mark.parametrize("first", ["publish", "merge", "withdraw"])
def test_two_jobs_that_change_the_site_never_run_at_once(store, first, second):
    add(store, NewJob(first, "a"), NewJob(second, "b"), NewJob("propose", "c"))

    running = claim(store)
    assert running.kind == first
    assert claim(store, worker="other").kind == "propose"
    assert claim(store, worker="other") is None
    store.finish(running, "w", NOON)

    assert claim(store, worker="other").kind == second


def test_the_site_is_free_again_when_its_worker_went_silent(store):
    add(store, NewJob("publish"), NewJob("merge", "x"))
    claim(store)

    after = [claim(store, NOON + LEASE, "other") for _ in range(2)]

    assert [job and job.kind for job in after] == ["publish", None]


def test_many_workers_share_the_work_and_do_none_of_it_twice(open_store):
    stores = [open_store(), open_store()]
    for number in range(40):
        add(stores[0], NewJob("propose", f"id-{number}"))

    def work(number: int) -> list[str]:
        store, done = stores[number % 2], []
        while job := claim(store, worker=f"w{number}"):
            done.append(job.submission_id)
            assert store.finish(job, f"w{number}", NOON)
        return done

    with ThreadPoolExecutor(6) as threads:
        done = [name for names in threads.map(work, range(6)) for name in names]
    # Where rows are skipped while somebody looks at them, the last ones are left for later.
    done += work(0)

    assert sorted(done) == sorted(f"id-{number}" for number in range(40))


def test_of_many_workers_one_gets_the_site(open_store):
    stores = [open_store(), open_store()]
    for number in range(6):
        add(stores[0], NewJob("merge", f"id-{number}"))

    with ThreadPoolExecutor(6) as threads:
        claimed = list(threads.map(lambda n: claim(stores[n % 2], worker=f"w{n}"), range(6)))

    assert len([job for job in claimed if job]) == 1


def test_a_job_added_many_times_at_once_is_one(open_store):
    stores = [open_store(), open_store()]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: add(stores[n % 2], NewJob("publish")), range(24)))

    assert len(stores[0].open_jobs()) == 1


def test_open_jobs_can_be_asked_for_one_submission(store):
    add(store, NewJob("propose", "a"), NewJob("close", "b"), NewJob("publish"))

    assert [job.kind for job in store.open_jobs("b")] == ["close"]
    assert [job.kind for job in store.open_jobs()] == ["propose", "close", "publish"]


def test_a_very_long_reason_is_cut(store):
    add(store, "propose")
    store.fail(claim(store), "w", NOON, "x" * 10_000, NOON)

    assert len(store.open_jobs()[0].last_error) == 500


def test_what_was_done_long_ago_is_forgotten_and_nothing_else(store):
    add(store, "a", "b", "c")
    old, running = claim(store), claim(store)
    store.finish(old, "w", NOON)
    add(store, "d", now=NOON + MINUTE)
    new = claim(store, NOON + MINUTE, kinds=["d"])
    store.finish(new, "w", NOON + MINUTE)

    store.forget_done_jobs(NOON + SECOND)

    assert [store.retry(job.id, NOON) for job in (old, new)] == [False, False]
    assert {job.kind for job in store.open_jobs()} == {running.kind, "c"}
    assert _count(store) == 3


def _count(store) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM jobs")).scalar_one())
