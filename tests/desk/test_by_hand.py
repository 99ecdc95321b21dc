"""What people did on GitHub that decides nothing shows on the desk."""

from __future__ import annotations

import json

import pytest

from tests.desk.a_desk import words_of
from waymark.approvals import Case, verdict
from waymark.bot.attending import CLOSED, MERGED, OPENED_AGAIN
from waymark.bot.reconcile import RECONCILED
from waymark.checks import Level
from waymark.states import State
from waymark.store import Decision


def by_hand(desk, submission, action: str) -> None:
    desk.store.change(
        submission.id, expected=State.IN_REVIEW, after=State.IN_REVIEW, now=desk.now,
        decision=Decision(submission.id, action, "waymark", desk.now),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("actions", "shown"),
    [
        (["opened-again"], ""),
        (["opened-again", "closed-without-reason"], "closed on GitHub without a reason"),
        (["opened-again", "closed-without-reason", "opened-again"], ""),
        (["merged-by-hand"], "merged on GitHub, held until it is approved"),
    ],
)
def test_the_queue_says_what_lies_on_github_undecided(desk, actions, shown):
    submission = desk.take_in()
    for action in actions:
        by_hand(desk, submission, action)
    desk.sign_in()

    words = words_of(desk.client.get("/desk/"))

    assert shown in words
    assert ("on GitHub" in words) is bool(shown)


@pytest.mark.parametrize("action", [OPENED_AGAIN, CLOSED, MERGED])
def test_an_approval_before_it_still_counts(desk, action):
    """Closing by hand must not undo what the first of two people approved."""
    approval = Decision("k7f3q9", "approve", "Noor", desk.now, mark="read")
    after = Decision("k7f3q9", action, "waymark", desk.now)
    case = Case(Level.URGENT, "read", desk.now, (approval, after))

    assert verdict(case, desk.now).approvers == ("Noor",)


def test_what_comparing_left_for_a_person_is_named(desk):
    left = [{"submission": "bcdfghjkmn", "number": 7, "what": "It belongs to nobody <here>."}]
    desk.store.note(RECONCILED, json.dumps({"at": desk.now.isoformat(), "left": left}))
    desk.sign_in()

    words = words_of(desk.client.get("/desk/"))

    assert "bcdfghjkmn #7: It belongs to nobody <here>." in words
