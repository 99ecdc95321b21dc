"""What no webhook told is found all the same, and nothing is looked at for nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bot.conversation import Conversation
from tests.fakes import FakePullRequests
from waymark.bot.polling import MOST_AT_ONCE, POLL, Polling
from waymark.errors import ForgeUnavailable
from waymark.forge.pull_requests import Delivery

EVERY = timedelta(minutes=1)


@pytest.fixture
def talk(store, vocabulary, tmp_path) -> Conversation:
    return Conversation(store, FakePullRequests(), vocabulary, tmp_path / "site")


@pytest.fixture
def polling(talk) -> Polling:
    return Polling(talk.store, talk.forge, EVERY)


def poll(polling: Polling, talk: Conversation) -> list[int]:
    """Do the poll that is due; return the numbers of the pull requests to look at."""
    polling.begin(talk.now)
    job = talk.store.claim("w", talk.now, EVERY, [POLL])
    polling.poll(job, talk.now)
    talk.store.finish(job, "w", talk.now)
    looks = []
    while (job := talk.store.claim("w", talk.now, EVERY, ["attend"])) is not None:
        talk.store.finish(job, "w", talk.now)
        looks.append(job.payload["number"])
    talk.now += EVERY
    return looks


def test_at_first_everything_that_is_open_is_looked_at(talk, polling):
    for _ in range(3):
        talk.submit()
    talk.work()
    talk.forge.close(talk.forge.pulls[2].submission_id)

    assert poll(polling, talk) == [1, 3]


def test_then_only_what_changed_is_looked_at(talk, polling):
    """Closed ones too: closing is a change."""
    for _ in range(3):
        talk.submit()
    talk.work()
    poll(polling, talk)

    assert poll(polling, talk) == []
    talk.forge.commented_by("noor", 2, "Hello")
    talk.forge.closed_by("noor", 1)
    assert poll(polling, talk) == [2, 1]
    assert poll(polling, talk) == []


def test_a_change_that_shows_late_is_not_missed(talk, polling):
    """A forge may list a change a moment after one that is newer."""
    for _ in range(2):
        talk.submit()
    talk.work()
    late = talk.forge.commented_by("noor", 1, "Hello")
    hidden = talk.forge.pulls.pop(1)
    talk.forge.commented_by("noor", 2, "Hello")
    poll(polling, talk)

    talk.forge.pulls[1] = hidden

    assert hidden.updated_at >= late.created_at
    assert poll(polling, talk) == [1]


def test_pull_requests_that_are_none_of_ours_are_left_alone(talk, polling):
    talk.submit()
    talk.work()
    talk.forge._change(1, submission_id="", branch="somebody/idea")

    assert poll(polling, talk) == []


def test_each_poll_brings_the_next_and_never_two(talk, polling):
    polling.begin(talk.now)
    polling.begin(talk.now)
    job = talk.store.claim("w", talk.now, EVERY, [POLL])
    polling.poll(job, talk.now)
    polling.poll(job, talk.now)  # as after a kill
    talk.store.finish(job, "w", talk.now)

    assert [(j.kind, j.next_at) for j in talk.store.open_jobs()] == [(POLL, talk.now + EVERY)]


def test_deliveries_that_were_missed_are_asked_for_again(talk, polling):
    """Those we took after all are not, however GitHub saw it."""
    at = talk.now - timedelta(hours=1)
    talk.forge.missed = [
        Delivery(1, "a-1", "issue_comment", at, is_missed=True),
        Delivery(2, "a-2", "issue_comment", at, is_missed=False),
        Delivery(3, "a-3", "issue_comment", at, is_missed=True),
        Delivery(4, "a-1", "issue_comment", at, is_missed=True),
        Delivery(5, "a-5", "issue_comment", at - timedelta(days=4), is_missed=True),
    ]
    talk.store.take_delivery("a-3", "issue_comment", [], talk.now)

    poll(polling, talk)

    assert talk.forge.asked_again == [4]


def test_not_all_are_asked_for_at_once(talk, polling):
    talk.forge.missed = [
        Delivery(n, f"a-{n}", "push", talk.now, is_missed=True) for n in range(MOST_AT_ONCE + 5)
    ]

    poll(polling, talk)

    assert talk.forge.asked_again == list(range(MOST_AT_ONCE))


def test_looking_goes_on_when_deliveries_cannot_be_asked_for(talk, polling, monkeypatch):
    """An App without a webhook has none to tell of."""

    def refuse(_):
        raise ForgeUnavailable("There is no webhook.")

    monkeypatch.setattr(talk.forge, "deliveries", refuse)
    talk.submit()
    talk.work()

    assert poll(polling, talk) == [1]


def test_old_deliveries_are_looked_through_once(talk, polling):
    """At first all that the forge still has, from then on what is new."""
    old = Delivery(1, "a-1", "push", talk.now - timedelta(days=2), is_missed=True)
    talk.forge.missed = [old]

    poll(polling, talk)
    poll(polling, talk)

    assert talk.forge.asked_again == [1]
