"""The table of ways between states, every pair of it."""

from __future__ import annotations

import itertools

import pytest

from waymark.errors import TransitionRefused
from waymark.states import State, may_move, require_move

WAYS = {
    "received": "in-review declined withdrawn",
    "in-review": "asked waiting approved declined withdrawn",
    "asked": "in-review declined withdrawn",
    "waiting": "in-review asked approved declined withdrawn",
    "approved": "in-review published withdrawn",
    "published": "withdrawn",
    "declined": "received withdrawn",
    "withdrawn": "",
}
PAIRS = list(itertools.product(State, State))


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=[f"{a}-{b}" for a, b in PAIRS])
def test_a_submission_goes_only_the_ways_of_the_table(before, after):
    """Every pair is either a way or refused with a remedy; standing still is not a way."""
    expected = after in WAYS[before].split()

    assert may_move(before, after) is expected
    if expected:
        require_move(before, after)
    else:
        with pytest.raises(TransitionRefused) as caught:
            require_move(before, after)
        assert caught.value.remedy


@pytest.mark.parametrize("state", [s for s in State if not s.is_final])
def test_a_writer_can_take_it_back_from_every_state_that_is_not_an_end(state):
    """Withdrawal needs no detour and nobody's leave."""
    assert may_move(state, State.WITHDRAWN)


def test_only_withdrawn_is_an_end():
    """All others lead on: what was declined may be looked at once more, or taken back."""
    assert {state for state in State if state.is_final} == {State.WITHDRAWN}


def test_nothing_is_published_without_a_person_who_approved():
    """Every way to the site goes through review and approval."""
    assert {s for s in State if may_move(s, State.PUBLISHED)} == {State.APPROVED}
    assert {s for s in State if may_move(s, State.APPROVED)} == {State.IN_REVIEW, State.WAITING}


def test_every_state_can_be_reached_from_the_first():
    """No state is there in vain."""
    reached = {State.RECEIVED}
    for _ in State:
        reached |= {after for before in reached for after in State if may_move(before, after)}

    assert reached == set(State)


def test_open_states_are_those_a_moderator_has_to_decide_on():
    """The desk's queue holds these and no others."""
    open_states = [State.RECEIVED, State.IN_REVIEW, State.ASKED, State.WAITING]
    assert [s for s in State if s.is_open] == open_states
