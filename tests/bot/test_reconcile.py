"""Store and forge are compared: alike, there is nothing to say; else each difference is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bot.conversation import Conversation
from tests.fakes import FakePullRequests
from waymark.bot.reconcile import RECONCILED, Reconciling, next_night
from waymark.entry import path_in
from waymark.privacy import AllowList
from waymark.states import State
from waymark.store import NewJob


@pytest.fixture
def talk(store, vocabulary, tmp_path) -> Conversation:
    return Conversation(store, FakePullRequests(), vocabulary, tmp_path / "site")


@pytest.fixture
def reconciling(talk) -> Reconciling:
    return Reconciling(talk.store, talk.forge, AllowList())


def kinds(reconciling: Reconciling) -> list[str]:
    return [difference.kind for difference in reconciling.compare()]


def test_what_is_alike_has_no_difference(talk, reconciling):
    """One in each state, and both sides say the same."""
    names = [talk.submit() for _ in range(5)]
    talk.work()
    talk.approve(names[0])
    talk.decline(names[1])
    talk.withdraw(names[2])
    talk.ask(names[3])
    talk.work()

    assert reconciling.compare() == []


def test_work_that_is_still_to_come_is_no_difference(talk, reconciling):
    """Between a decision and its job both sides differ, as they should."""
    names = [talk.submit() for _ in range(4)]
    assert reconciling.compare() == []

    talk.work()
    talk.approve(names[0])
    talk.decline(names[1])
    talk.withdraw(names[2])

    assert reconciling.compare() == []


def test_every_difference_that_can_be_mended_is_mended(talk, reconciling):
    """Branches, pull requests and labels that went astray while nobody looked."""
    lost, left, closed, labelled = [talk.submit() for _ in range(4)]
    talk.work()
    talk.forge.close(lost)  # and nobody told us
    _forget_jobs(talk, lambda: talk.decline(left))
    talk.forge.close(closed)
    talk.forge.set_labels(4, ["level:routine"])
    talk.forge._change(4, labels=(*talk.forge.pulls[4].labels, "discuss"))

    found = {(d.kind, d.submission_id): d.can_be_mended for d in reconciling.compare()}
    assert found == {
        ("no-pull", lost): True,
        ("still-open", left): True,
        ("no-pull", closed): True,
        ("labels", labelled): True,
    }

    reconciling.reconcile(talk.now)
    talk.work()

    assert reconciling.compare() == []
    assert talk.forge.find(lost).is_open
    assert not talk.forge.find(left).is_open
    assert "discuss" in talk.forge.pulls[4].labels


@pytest.mark.parametrize("kind", ["approve", "publish"])
def test_what_was_approved_and_got_stuck_goes_on(talk, reconciling, kind):
    name = talk.submit()
    talk.work()
    _forget_jobs(talk, lambda: talk.approve(name), but=() if kind == "approve" else ("merge",))
    assert talk.state(name) is State.APPROVED

    assert kinds(reconciling) == [{"approve": "not-merged", "publish": "not-published"}[kind]]
    reconciling.reconcile(talk.now)
    talk.work()

    assert talk.state(name) is State.PUBLISHED
    assert reconciling.compare() == []


def test_what_was_withdrawn_and_is_still_there_goes(talk, reconciling):
    name = talk.submit()
    talk.work()
    talk.approve(name)
    talk.work()
    _forget_jobs(talk, lambda: talk.withdraw(name))

    assert kinds(reconciling) == ["still-there"]
    reconciling.reconcile(talk.now)
    talk.work()

    assert reconciling.compare() == []
    assert talk.forge.read(path_in("content", "story", name)) is None


def test_a_branch_of_something_that_ended_is_removed(talk, reconciling):
    name = talk.submit()
    talk.work()
    branch, proposed = next(iter(talk.forge.branches.items()))
    talk.decline(name)
    talk.work()
    talk.forge.branches[branch] = proposed

    assert kinds(reconciling) == ["orphan-branch"]
    reconciling.reconcile(talk.now)
    talk.work()

    assert talk.forge.branches == {}


def test_what_nobody_here_knows_is_named_and_left_alone(talk, reconciling):
    """A store that was restored from a backup must not throw away what is newer than it."""
    talk.submit()
    talk.work()
    _, (revision, proposal) = next(iter(talk.forge.branches.items()))
    stray = "bcdfghjkmn"
    talk.forge.branches["submission/pqrstvwxyz"] = (revision, proposal)
    talk.forge.pulls[7] = talk.forge.pulls[1].__class__(
        **{**vars(talk.forge.pulls[1]), "number": 7, "submission_id": stray,
           "branch": f"submission/{stray}"}
    )  # fmt: skip
    path = path_in("submissions", "story", "zxwvtsrqpn")
    talk.forge.apply({path: "---\n"}, "By hand\n")

    found = reconciling.reconcile(talk.now)

    assert [(d.kind, d.submission_id) for d in found] == [
        ("unknown-pull", stray),
        ("unknown-branch", "pqrstvwxyz"),
        ("unknown-file", "zxwvtsrqpn"),
    ]
    assert not any(d.can_be_mended for d in found)
    assert talk.store.open_jobs() == []
    assert stray in (talk.store.read_note(RECONCILED) or "")
    assert len(talk.forge.branches) == 2


def test_a_merge_by_hand_is_named_and_not_published(talk, reconciling):
    open_one, declined = talk.submit(), talk.submit()
    talk.work()
    talk.forge.merged_by("somebody", 1)
    talk.forge.merged_by("somebody", 2)
    talk.decline(declined)
    talk.work()

    found = [(d.kind, d.submission_id) for d in reconciling.compare()]

    assert sorted(found) == sorted([("merged-by-hand", open_one), ("merged-by-hand", declined)])
    assert talk.site == {}


def test_a_pull_request_that_moved_is_looked_at(talk, reconciling):
    name = talk.submit()
    talk.work()
    talk.forge.pushed_by("noor", 1, "---\nanother text")

    assert [(d.kind, d.job) for d in reconciling.compare()] == [
        ("moved", NewJob("attend", payload={"number": 1}, key="1"))
    ]
    assert talk.see(name).state is State.IN_REVIEW


def test_a_published_file_that_is_gone_is_named(talk, reconciling):
    name = talk.submit()
    talk.work()
    talk.approve(name)
    talk.work()
    talk.forge.apply({path_in("content", "story", name): None}, "By hand\n")

    assert [(d.kind, d.can_be_mended) for d in reconciling.compare()] == [("file-missing", False)]


def test_files_of_the_repository_itself_are_no_submissions(talk, reconciling):
    talk.forge.commits[talk.forge.main]["submissions/README.md"] = "What this folder is for."

    assert reconciling.compare() == []


def test_each_night_brings_the_next(talk, reconciling):
    reconciling.begin(talk.now)
    night = talk.store.open_jobs()[0].next_at
    job = talk.store.claim("w", night, timedelta(minutes=1), ["reconcile"])
    reconciling.nightly(job, night)
    talk.store.finish(job, "w", night)

    assert (night.hour, night > talk.now, night - talk.now < timedelta(days=1)) == (3, True, True)
    assert [j.next_at for j in talk.store.open_jobs()] == [night + timedelta(days=1)]
    assert next_night(night) == night + timedelta(days=1)


def _forget_jobs(talk: Conversation, decide, but: tuple[str, ...] = ()) -> None:
    """Decide something, and lose its jobs as a store restored from a backup would."""
    decide()
    while (job := talk.store.claim("w", talk.now, timedelta(minutes=1))) is not None:
        if job.kind in but:
            talk.worker().handlers[job.kind](job, talk.now)
        talk.store.finish(job, "w", talk.now)
