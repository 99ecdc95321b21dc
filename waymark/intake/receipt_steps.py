"""What the holder of a receipt can do: take everything back, or answer a moderator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from waymark.checks import Finding, Level
from waymark.errors import TransitionRefused
from waymark.forms import Form, FormField, Section
from waymark.intake.house import House
from waymark.intake.judging import Judged, judge, judge_answer
from waymark.moderation.writing import WRITER
from waymark.states import State
from waymark.store import Decision, NewJob, Store, Submission
from waymark.words import Words


def _long_text(name: str, required: bool) -> FormField:
    return FormField(name, "long-text", Words(), Words(), (), required, (), 0, 0, "")


def _form(kind: str, *fields: FormField) -> Form:
    section = Section(kind, Words(), Words(), False, fields)
    return Form(kind, Words(), Words(), (section,))


ANSWER_FORM = _form("answer", _long_text("answer", True), _long_text("text", False))
"""An answer to a moderator is read like every other form; ``text`` is their text, changed."""
APPEAL_FORM = _form("appeal", _long_text("why", False))
"""Why somebody else should look again, in the writer's own words; it may be empty."""


def withdraw(store: Store, submission: Submission, now: datetime) -> Submission:
    """Take a submission back from wherever it is. Doing so twice is fine."""
    try:
        return store.change(
            submission.id,
            expected=[state for state in State if not state.is_final],
            after=State.WITHDRAWN,
            decision=Decision(submission.id, "withdraw", WRITER, now, level=submission.level),
            jobs=[NewJob("withdraw", submission.id), NewJob("erase")],
            question=None,
            now=now,
        )
    except TransitionRefused:
        return store.get(submission.id) or submission


def answer_question(
    store: Store, submission: Submission, values: Mapping[str, Any], house: House, now: datetime
) -> Submission:
    """Give a writer's answer, and their changed text, to the moderators.

    When nobody is asking (any more), nothing changes.
    """
    answer = str(values["answer"])
    fields = {**submission.fields, "text": values.get("text") or submission.fields["text"]}
    judged = _judged(submission, fields, answer, house)
    # Edits are places in the old text; in another one they would cut anywhere.
    fresh: dict[str, Any] = (
        {} if fields["text"] == submission.fields["text"] else {"edits": [], "kept": []}
    )
    try:
        return store.change(
            submission.id,
            expected=State.ASKED,
            after=State.IN_REVIEW,
            decision=Decision(
                submission.id, "answer", WRITER, now, message=answer, level=submission.level
            ),
            jobs=[NewJob("revise", submission.id)],
            question=None,
            fields=fields,
            level=str(judged.level),
            score=judged.score,
            findings=[finding.as_dict() for finding in judged.findings],
            now=now,
            **fresh,
        )
    except TransitionRefused:
        return store.get(submission.id) or submission


def _judged(submission: Submission, fields: Mapping[str, Any], answer: str, house: House) -> Judged:
    """Check the text anew when it changed, and the answer in any case.

    What is not about the words stays: signs of spam, and what a moderator escalated.
    """
    known = tuple(Finding.from_dict(found) for found in submission.findings)
    if fields["text"] == submission.fields["text"]:
        judged = Judged(Level(submission.level), submission.score, known, submission.rules_version)
    else:
        judged = judge(house.forms[submission.kind], fields, submission.lang, house)
        judged = judged.with_more(tuple(found for found in known if _stays(found)))
    return judge_answer(judged, answer, submission.kind, submission.lang, house)


def _stays(finding: Finding) -> bool:
    return finding.category == "spam" or finding.rule.startswith("person.")
