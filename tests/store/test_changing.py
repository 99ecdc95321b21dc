"""A change is whole or not at all, and only along the table of states."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.store.samples import LEASE, MINUTE, NOON, a_story
from waymark.errors import ChangedMeanwhile, StoreUnavailable, TransitionRefused
from waymark.states import WAYS, State
from waymark.store import Decision, NewJob

LATER = NOON + MINUTE
TO_REACH = {
    State.RECEIVED: [],
    State.IN_REVIEW: [State.IN_REVIEW],
    State.ASKED: [State.IN_REVIEW, State.ASKED],
    State.WAITING: [State.IN_REVIEW, State.WAITING],
    State.APPROVED: [State.IN_REVIEW, State.APPROVED],
    State.PUBLISHED: [State.IN_REVIEW, State.APPROVED, State.PUBLISHED],
    State.DECLINED: [State.DECLINED],
    State.WITHDRAWN: [State.WITHDRAWN],
}
"""The shortest way to each state."""


def bring_to(store, state, number=1):
    submission, _ = store.accept(a_story(number), NOON)
    for after in TO_REACH[state]:
        submission = store.change(submission.id, expected=submission.state, after=after, now=NOON)
    return submission


@pytest.mark.parametrize("after", State)
@pytest.mark.parametrize("before", State)
def test_only_ways_of_the_table_can_be_gone(store, before, after):
    """Every pair of states: allowed as in the table, or refused with nothing changed."""
    submission = bring_to(store, before)

    if after in WAYS[before] or after is before:
        changed = store.change(submission.id, expected=before, after=after, now=LATER)
        assert (changed.state, changed.changed_at) == (after, LATER)
    else:
        with pytest.raises(TransitionRefused):
            store.change(submission.id, expected=before, after=after, now=LATER)
        changed = submission
    assert store.get(submission.id) == changed


def test_columns_decision_and_jobs_are_written_with_the_state(store):
    submission = bring_to(store, State.IN_REVIEW)
    store.finish(store.claim("w", NOON, LEASE), "w", NOON)
    decision = Decision(submission.id, "approve", "Robin", LATER, ("kind",), "Thank you.")

    changed = store.change(
        submission.id,
        expected={State.IN_REVIEW, State.ASKED},
        after=State.APPROVED,
        decision=decision,
        jobs=[NewJob("merge", submission.id, {"revision": "abc"})],
        now=LATER,
        details={"title": "Rain", "topics": ["sleep"]},
        revision="abc",
        sequence=7,
        findings=({"rule": "links"},),
    )

    assert store.get(submission.id) == changed
    assert (changed.state, changed.revision, changed.sequence) == (State.APPROVED, "abc", 7)
    assert changed.details == {"title": "Rain", "topics": ["sleep"]}
    assert changed.findings == ({"rule": "links"},)
    assert changed.fields == submission.fields
    assert store.decisions(submission.id) == [decision]
    assert [(job.kind, job.payload) for job in store.open_jobs()] == [
        ("merge", {"revision": "abc"})
    ]


def test_a_refused_change_leaves_no_decision_and_no_job(store):
    """A second moderator was quicker: the first click changes nothing at all."""
    submission = bring_to(store, State.DECLINED)
    jobs = store.open_jobs()

    with pytest.raises(TransitionRefused) as refused:
        store.change(
            submission.id,
            expected=State.IN_REVIEW,
            after=State.APPROVED,
            decision=Decision(submission.id, "approve", "Robin", LATER),
            jobs=[NewJob("merge", submission.id)],
            now=LATER,
            details={"title": "Rain"},
        )

    assert "declined" in str(refused.value)
    assert store.get(submission.id) == submission
    assert store.decisions(submission.id) == []
    assert store.open_jobs() == jobs


def test_a_change_that_breaks_half_way_leaves_nothing(store):
    """The last of the jobs cannot be written, so neither is the state before it."""
    submission = bring_to(store, State.IN_REVIEW)
    jobs = store.open_jobs()

    with pytest.raises(StoreUnavailable):
        store.change(
            submission.id,
            expected=State.IN_REVIEW,
            after=State.DECLINED,
            decision=Decision(submission.id, "decline", "Robin", LATER),
            jobs=[NewJob("close", submission.id), NewJob(None)],
            now=LATER,
        )

    assert store.get(submission.id) == submission
    assert store.decisions(submission.id) == []
    assert store.open_jobs() == jobs


def test_of_two_moderators_at_once_exactly_one_decides(open_store):
    stores = [open_store(), open_store()]
    submission = bring_to(stores[0], State.IN_REVIEW)
    choices = [State.APPROVED, State.DECLINED] * 4

    def decide(number: int) -> State | None:
        after = choices[number]
        decision = Decision(submission.id, after, f"moderator {number}", LATER)
        try:
            return (
                stores[number % 2]
                .change(
                    submission.id,
                    expected=State.IN_REVIEW,
                    after=after,
                    decision=decision,
                    now=LATER,
                )
                .state
            )
        except TransitionRefused:
            return None

    with ThreadPoolExecutor(8) as threads:
        decided = [state for state in threads.map(decide, range(8)) if state]

    assert decided == [stores[0].get(submission.id).state]
    assert [d.action for d in stores[0].decisions(submission.id)] == decided


def test_a_change_of_columns_alone_keeps_the_state(store):
    submission = bring_to(store, State.ASKED)

    changed = store.change(
        submission.id, expected=State.ASKED, after=State.ASKED, question="When?", now=LATER
    )

    assert (changed.state, changed.question) == (State.ASKED, "When?")


def test_decisions_are_kept_in_order_and_never_change(store):
    """Even those with the same moment; there is no way to alter or remove one."""
    submission = bring_to(store, State.IN_REVIEW)
    for number, after in enumerate([State.ASKED, State.IN_REVIEW, State.ASKED, State.WITHDRAWN]):
        before = store.get(submission.id).state
        decision = Decision(submission.id, "ask", "Robin", NOON, message=str(number))
        store.change(submission.id, expected=before, after=after, decision=decision, now=NOON)

    assert [decision.message for decision in store.decisions(submission.id)] == list("0123")
    assert store.decisions("nobody") == []
    ways_in = [name for name in dir(store) if "decision" in name]
    assert ways_in == ["decisions", "decisions_citing", "decisions_since"], "all of them only read"


@pytest.mark.parametrize("column", ["id", "state", "receipt_hash", "token_hash", "kind", "to"])
def test_what_identifies_a_submission_cannot_change(store, column):
    submission = bring_to(store, State.IN_REVIEW)

    with pytest.raises((ValueError, TypeError)):
        store.change(
            submission.id,
            expected=State.IN_REVIEW,
            after=State.IN_REVIEW,
            now=LATER,
            **{column: "x"},
        )

    assert store.get(submission.id) == submission


def test_a_decision_about_another_submission_is_refused(store):
    one, other = bring_to(store, State.IN_REVIEW, 1), bring_to(store, State.IN_REVIEW, 2)

    with pytest.raises(ValueError, match="another submission"):
        store.change(
            one.id,
            expected=State.IN_REVIEW,
            after=State.ASKED,
            decision=Decision(other.id, "ask", "Robin", NOON),
            now=NOON,
        )

    assert store.get(one.id) == one


def test_a_submission_that_is_not_there_cannot_change(store):
    with pytest.raises(TransitionRefused, match="no such submission"):
        store.change("bcdfghjkmn", expected=State.RECEIVED, after=State.DECLINED, now=NOON)


@pytest.mark.parametrize("name", ["revision", "findings", "fields", "details", "changed_at"])
def test_a_decision_about_what_changed_since_it_was_read_is_refused(store, name):
    """What a moderator read still stands, or nothing is done."""
    submission = bring_to(store, State.IN_REVIEW)
    read = {name: getattr(submission, name)}
    move = {"expected": State.IN_REVIEW, "after": State.IN_REVIEW}
    store.change(submission.id, **move, only_if=read, now=NOON)
    changed = store.change(
        submission.id,
        **move,
        now=LATER,
        revision="abc",
        findings=(),
        fields={"text": "new"},
        details={"title": "new"},
    )

    with pytest.raises(ChangedMeanwhile):
        store.change(
            submission.id,
            expected=State.IN_REVIEW,
            after=State.DECLINED,
            decision=Decision(submission.id, "decline", "Robin", LATER),
            now=LATER,
            only_if=read,
        )

    assert store.get(submission.id) == changed
    assert store.decisions(submission.id) == []


def test_the_queue_shows_what_is_open_highest_level_first_then_oldest(store):
    wanted = [("crisis", 4), ("crisis", 6), ("urgent", 2), ("review", 1), ("routine", 3)]
    for level, minute in sorted(wanted, key=lambda pair: -pair[1]):
        store.accept(a_story(minute, level=level), NOON + minute * MINUTE)
    for number, state in enumerate(State, start=100):
        if not state.is_open:
            bring_to(store, state, number)

    found = store.queue(NOON)

    assert [(s.level, s.receipt_hash) for s in found] == [
        (level, f"receipt-{minute}") for level, minute in wanted
    ]


def test_counts_name_every_state_and_lists_are_oldest_first(store):
    for number, state in enumerate([State.ASKED, State.ASKED, State.PUBLISHED]):
        bring_to(store, state, number)

    assert store.counts() == dict.fromkeys(State, 0) | {State.ASKED: 2, State.PUBLISHED: 1}
    assert len(store.in_states(State.ASKED, State.PUBLISHED)) == 3
    assert store.in_states() == []
