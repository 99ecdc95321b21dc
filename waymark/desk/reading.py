"""Everything the page of one submission shows. Reading changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from waymark import privacy
from waymark.bot import entry_from
from waymark.checks.findings import Finding, Level
from waymark.desk.answered import answered_entry
from waymark.desk.details import DetailsShown, details_form, details_shown
from waymark.desk.passages import Passage, passages_of, quote_of
from waymark.desk.services import Desk
from waymark.entry import Entry
from waymark.forms import Form, FormField
from waymark.moderation import mark_of
from waymark.moderation.flags import key_of
from waymark.privacy import AllowList
from waymark.rendering import render_entry
from waymark.states import State
from waymark.store import Decision, Submission
from waymark.waiting import Waiting, waiting_of
from waymark.words import Words

HEAVY = (Level.URGENT, Level.CRISIS)
WRITER = "writer"
NOT_ANSWERS = {"text", "consent"}


@dataclass(frozen=True)
class ShownFinding:
    """A finding with its number, the words it is about, and a key to name it by in a form."""

    number: int
    finding: Finding
    quote: str
    key: str


@dataclass(frozen=True)
class Answer:
    """One question of the form and what the writer said: their own words, or choices."""

    label: Words
    lines: tuple[str, ...] = ()
    choices: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Reading:
    """One submission as a moderator reads it."""

    submission: Submission
    level: Level
    waiting: Waiting
    mark: str
    entry: Entry
    rendered: Markup
    passages: tuple[Passage, ...]
    findings: tuple[ShownFinding, ...]
    answers: tuple[Answer, ...]
    decisions: tuple[Decision, ...]
    answered: Entry | None
    answered_html: Markup
    details: DetailsShown

    @property
    def is_heavy(self) -> bool:
        return self.level in HEAVY

    @property
    def is_there(self) -> bool:
        """False once the writer took it back: its words are not shown any more."""
        return self.submission.state is not State.WITHDRAWN

    @property
    def why_not_approve(self) -> str:
        """A short name for what stands in the way of approving, or ``""``."""
        if self.level is Level.CRISIS:
            return "crisis"
        if self.submission.state is State.ASKED:
            return "asked"
        if self.submission.state is State.RECEIVED or not self.submission.revision:
            return "not-ready"
        return ""


def read(desk: Desk, submission: Submission, now: datetime) -> Reading:
    """Put the page of a submission together; contact details are replaced everywhere."""
    allow = desk.allow
    findings = tuple(Finding.from_dict(finding) for finding in submission.findings)
    text = str(submission.fields["text"])
    entry = entry_from(submission, allow)
    passages = passages_of(text, findings, entry.lang, allow)
    vocabulary = desk.community.vocabulary
    to = submission.to
    answered = answered_entry(desk.settings, vocabulary, to) if to else None
    return Reading(
        submission=submission,
        level=Level(submission.level),
        waiting=waiting_of(Level(submission.level), submission.received_at, now),
        mark=mark_of(submission),
        entry=entry,
        rendered=render_entry(entry.body),
        passages=passages,
        findings=tuple(
            ShownFinding(n, finding, quote_of(n, passages), key_of(raw))
            for n, (finding, raw) in enumerate(
                zip(findings, submission.findings, strict=True), start=1
            )
        ),
        answers=tuple(answers_of(submission, desk.forms[submission.kind], allow)),
        decisions=tuple(
            _without_details(decision, submission.lang, allow)
            for decision in desk.store.decisions(submission.id)
        ),
        answered=answered,
        answered_html=render_entry(answered.body) if answered else Markup(),
        details=details_shown(submission, details_form(submission.kind, vocabulary), allow),
    )


def answers_of(submission: Submission, form: Form, allow: AllowList) -> Iterator[Answer]:
    """Yield what the writer answered beside the text, in the order of the form."""
    for question in form.fields:
        value = submission.fields.get(question.name)
        if question.name in NOT_ANSWERS or value in (None, "", [], ()):
            continue
        yield _answer(question, value, submission.lang, allow)


def _answer(question: FormField, value: Any, lang: str, allow: AllowList) -> Answer:
    values = [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
    if question.options:
        labels: Mapping[str, Words] = {option.value: option.label for option in question.options}
        return Answer(
            question.label, choices=tuple(labels.get(v, Words({"en": v})) for v in values)
        )
    lines = (privacy.replace(item, lang, allow).text for item in values)
    return Answer(question.label, lines=tuple(lines))


def _without_details(decision: Decision, lang: str, allow: AllowList) -> Decision:
    """Return a decision to show; what a writer answered may hold ways to reach them."""
    if decision.by != WRITER:
        return decision
    message = privacy.replace(decision.message, lang, allow).text
    return Decision(
        submission_id=decision.submission_id,
        action=decision.action,
        by=decision.by,
        at=decision.at,
        rules=decision.rules,
        message=message,
    )
