"""What somebody in danger reads on the receipt: the words about help, once a person has seen it."""

from __future__ import annotations

import pytest

from tests.a_door import STORY, ADoor
from waymark.checks import Level
from waymark.states import State
from waymark.store import Decision

SORRY = "We are sorry it is this bad"


@pytest.fixture
def door(tmp_path):
    opened = ADoor(tmp_path)
    yield opened
    opened.store.close()


def after(door: ADoor, *acts: tuple[str, State, str]) -> str:
    """Return the receipt's page after these acts: what was done, the state after, by which rule."""
    receipt = door.receipt(text=STORY)
    name = door.stored()[-1].id
    for action, state, rule in acts:
        before = door.store.get(name).state
        decision = Decision(name, action, "Noor", door.now, rules=(rule,) if rule else ())
        door.store.change(
            name, expected=before, after=state, decision=decision, now=door.now,
            level=Level.CRISIS.value,
        )  # fmt: skip
    return door.client.post("/receipt/", data={"receipt": receipt}).text


READ = ("note", State.IN_REVIEW, "")


@pytest.mark.parametrize(
    ("acts", "is_told"),
    [
        ([], False),
        ([READ], False),
        ([READ, ("escalate", State.IN_REVIEW, "C1")], True),
        ([READ, ("escalate", State.IN_REVIEW, "S8")], True),
        ([READ, ("escalate", State.IN_REVIEW, "S1")], False),
        ([READ, ("escalate", State.IN_REVIEW, "C1"), ("decline", State.DECLINED, "C1")], True),
        ([READ, ("escalate", State.IN_REVIEW, "S8"), ("decline", State.DECLINED, "S8")], True),
        ([READ, ("decline", State.DECLINED, "C1")], True),
        ([READ, ("decline", State.DECLINED, "L2")], False),
        ([READ, ("escalate", State.IN_REVIEW, "C1"), ("ask", State.ASKED, "")], False),
    ],
)
def test_the_words_about_help_come_as_soon_as_somebody_escalated_it(door, acts, is_told):
    page = after(door, *acts)

    assert (SORRY in page) is is_told
    assert 'href="tel:' in page
    if is_told:
        for words in (
            "A person has read your words", "We cannot reach you", "/help-now/",
            "Your words were not published", "You can send them again later",
        ):  # fmt: skip
            assert words in page
        assert "flag" not in page.lower()
