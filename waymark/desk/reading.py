"""Everything the page of one submission shows. Reading changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from markupsafe import Markup

from waymark import privacy
from waymark.approvals import Verdict, may_approve, verdict
from waymark.bot import entry_from
from waymark.checks.findings import Finding, Level
from waymark.desk.answered import answered_entry
from waymark.desk.details import DetailsShown, details_form, details_shown
from waymark.desk.passages import Passage, passages_of, quote_of
from waymark.desk.services import Desk
from waymark.edits import Piece, pieces, read_edits
from waymark.entry import Entry
from waymark.forms import Form, FormField
from waymark.moderation import Moderator, case_of, mark_of, rule_for
from waymark.moderation.cases import WHY, permission_of
from waymark.moderation.flags import key_of
from waymark.privacy import AllowList
from waymark.rendering import render_entry
from waymark.states import State
from waymark.store import Claim, Decision, Submission
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
    rule: str
    """The rule of the house it falls under."""
    can_redact: bool = False
    is_redacted: bool = False
    is_kept: bool = False


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
    verdict: Verdict
    yes_from: datetime | None
    refusal: str
    """Why the moderator who reads may not approve it, in plain words; or ``""``."""
    edits: tuple[Piece, ...]
    claim: Claim | None
    permission: str

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
        return "not-you" if self.refusal else ""


def read(desk: Desk, submission: Submission, moderator: Moderator) -> Reading:
    """Put the page of a submission together; contact details are replaced everywhere."""
    allow, now = desk.allow, moderator.now
    acts = desk.store.decisions(submission.id)
    case = case_of(submission, acts)
    refusal = may_approve(moderator.name, case)
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
            _shown(n, finding, quote_of(n, passages), submission)
            for n, finding in enumerate(findings, start=1)
        ),
        answers=tuple(answers_of(submission, desk.forms[submission.kind], allow)),
        decisions=tuple(_without_details(decision, submission.lang, allow) for decision in acts),
        answered=answered,
        answered_html=render_entry(answered.body) if answered else Markup(),
        details=details_shown(submission, details_form(submission.kind, vocabulary), allow),
        verdict=verdict(case, now),
        yes_from=case.yes_from,
        refusal=WHY[refusal][0] if refusal else "",
        edits=diff_of(submission, allow),
        claim=desk.store.claims(now).get(submission.id),
        permission=permission_of(submission),
    )


def diff_of(submission: Submission, allow: AllowList) -> tuple[Piece, ...]:
    """Return the text with its edits visible; ways to reach somebody are replaced in it."""
    if not submission.edits:
        return ()
    found = pieces(str(submission.fields["text"]), read_edits(submission.edits))
    lang = submission.lang
    return tuple(replace(one, text=privacy.replace(one.text, lang, allow).text) for one in found)


def _shown(number: int, finding: Finding, quote: str, submission: Submission) -> ShownFinding:
    raw = submission.findings[number - 1]
    key = key_of(raw)
    has_words = finding.start < finding.end
    edits = read_edits(submission.edits)
    is_redacted = has_words and any(
        edit.start <= finding.start and finding.end <= edit.end for edit in edits
    )
    return ShownFinding(
        number=number,
        finding=finding,
        quote=quote,
        key=key,
        rule=rule_for(raw),
        can_redact=has_words and not is_redacted,
        is_redacted=is_redacted,
        is_kept=key in submission.kept,
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
