"""What a forge tells is taken once, with its job, and only ids are kept of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.store.samples import MINUTE, NOON
from waymark.store import NewJob

LOOK = NewJob("attend", payload={"number": 7}, key="7")


def test_a_delivery_is_taken_once_with_its_job(store):
    assert store.take_delivery("a-1", "issue_comment", [LOOK], NOON) is True
    assert store.take_delivery("a-1", "issue_comment", [LOOK], NOON + MINUTE) is False

    assert [(job.kind, job.payload, job.next_at) for job in store.open_jobs()] == [
        ("attend", {"number": 7}, NOON)
    ]


def test_a_replay_brings_no_job_back_that_was_done(store):
    store.take_delivery("a-1", "issue_comment", [LOOK], NOON)
    job = store.claim("w", NOON, MINUTE)
    store.finish(job, "w", NOON)

    store.take_delivery("a-1", "issue_comment", [LOOK], NOON)

    assert store.open_jobs() == []


def test_of_many_at_once_one_is_taken(open_store):
    stores = [open_store(), open_store()]

    with ThreadPoolExecutor(8) as threads:
        taken = list(
            threads.map(
                lambda n: stores[n % 2].take_delivery("a-1", "push", [LOOK], NOON), range(16)
            )
        )

    assert sorted(taken) == [False] * 15 + [True]
    assert len(stores[0].open_jobs()) == 1


def test_it_says_which_deliveries_were_taken_and_forgets_old_ones(store):
    for number in range(3):
        store.take_delivery(f"a-{number}", "push", [], NOON + number * MINUTE)

    assert store.taken_deliveries(["a-0", "a-2", "b-9"]) == {"a-0", "a-2"}
    store.forget_deliveries(NOON + 2 * MINUTE)
    assert store.taken_deliveries(["a-0", "a-1", "a-2"]) == {"a-2"}


def test_a_comment_keeps_its_moment_and_its_answer(store):
    """Whoever was killed half-way is followed by somebody who goes on from there."""
    first = store.hear("comment-5", NOON)
    assert (first.at, first.answer, first.is_settled) == (NOON, "", False)

    assert store.keep_answer("comment-5", "approved.") == "approved."
    assert store.keep_answer("comment-5", "this was done.") == "approved."

    again = store.hear("comment-5", NOON + MINUTE)
    assert (again.at, again.answer, again.is_settled) == (NOON, "approved.", False)


def test_a_comment_that_is_settled_needs_nothing_more(store):
    for key in ("comment-5", "review-5"):
        store.hear(key, NOON)
    store.settle_heard("comment-5")

    assert store.settled(["comment-5", "review-5", "comment-7"]) == {"comment-5"}
    assert store.hear("comment-5", NOON + MINUTE).is_settled


def test_no_two_comments_have_the_same_moment(store):
    moments = [store.hear(f"comment-{n}", NOON).at for n in range(5)]

    assert len(set(moments)) == 5
    assert max(moments) - NOON < MINUTE
