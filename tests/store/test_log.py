"""The log of decisions only grows, holds nobody's words, and outlives what it is about."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.store.samples import MINUTE, NOON, a_story
from waymark.errors import ChangedMeanwhile
from waymark.states import State
from waymark.store import Claim, Decision
from waymark.store.schema import decisions, submissions

WORDS = "My answer has a quillwort in it."


@pytest.fixture
def decided(store):
    """A submission with three decisions, one of them with words."""
    submission, _ = store.accept(a_story(), NOON)
    for action, by, rules, said in (
        ("note", "Noor", (), ""), ("ask", "Noor", ("P2",), ""), ("answer", "writer", (), WORDS),
    ):  # fmt: skip
        store.change(
            submission.id, expected=State.RECEIVED, after=State.RECEIVED, now=NOON,
            decision=Decision(submission.id, action, by, NOON, rules, said, "review", "m" * 64),
        )  # fmt: skip
    return submission


@pytest.mark.parametrize(
    "attempt",
    [
        sa.update(decisions).values(by="Somebody"),
        sa.update(decisions).where(decisions.c.action == "ask").values(rules=[]),
        sa.delete(decisions),
        sa.delete(decisions).where(decisions.c.by == "writer"),
    ],
)
def test_no_row_of_the_log_can_be_changed_or_removed(store, decided, attempt):
    """The database itself refuses, whoever asks."""
    before = store.decisions(decided.id)

    with pytest.raises(DBAPIError, match="only added to"), store.engine.begin() as connection:
        connection.execute(attempt)

    assert store.decisions(decided.id) == before
    assert len(before) == 3


def test_the_log_has_no_column_for_anybodys_words(store, decided):
    """What was said is given with a decision, and is kept in another table."""
    assert [found.message for found in store.decisions(decided.id)] == ["", "", WORDS]

    with store.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM decisions")).fetchall()
    assert "quillwort" not in repr(rows)


def test_the_log_outlives_the_submission_and_its_words(store, decided):
    """Erasing takes the text and what was said; that something was decided stays."""
    with store.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM messages"))
        connection.execute(sa.delete(submissions))

    assert [found.action for found in store.decisions(decided.id)] == ["note", "ask", "answer"]


def test_decisions_are_found_by_the_rule_they_cite_and_by_their_time(store, decided):
    """Newest first for a rule; in order since a moment."""
    assert [found.action for found in store.decisions_citing("P2")] == ["ask"]
    assert store.decisions_citing("P") == store.decisions_citing("%") == []
    assert len(store.decisions_since(NOON)) == 3
    assert store.decisions_since(NOON + MINUTE) == []


def test_who_did_not_know_the_last_decision_is_told(store, decided):
    """Two people cannot both build on the same last row, even within one instant."""
    last = store.decisions(decided.id)[-1].number

    def note(last):
        made = Decision(decided.id, "note", "Sam", NOON)
        store.change(
            decided.id, expected=State.RECEIVED, after=State.RECEIVED, decision=made,
            last=last, now=NOON,
        )  # fmt: skip

    note(last)
    for known in (last, 0):
        with pytest.raises(ChangedMeanwhile):
            note(known)


def test_a_claim_is_somebodys_until_it_lapses_or_is_given_back(store, decided):
    """Others see who has it; taking it twice makes it longer."""

    def take(by, now, minutes=30):
        return store.take(Claim(decided.id, by, now + minutes * MINUTE), now).by

    assert take("Noor", NOON) == "Noor"
    assert take("Sam", NOON + 29 * MINUTE) == "Noor"
    assert take("Noor", NOON + 29 * MINUTE) == "Noor"
    assert take("Sam", NOON + 31 * MINUTE) == "Noor"
    store.let_go(decided.id, "Sam")
    assert store.claims(NOON + 31 * MINUTE)[decided.id].by == "Noor"
    assert store.claims(NOON + 59 * MINUTE) == {}
    assert take("Sam", NOON + 59 * MINUTE) == "Sam"
    store.let_go(decided.id, "Sam")
    assert store.claims(NOON) == {}
