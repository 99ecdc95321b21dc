"""What the holder of a receipt is told: where it is, in plain words, and what they can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from waymark.approvals import Missing, may_appeal, verdict
from waymark.community import Community
from waymark.edits import Piece, pieces, read_edits
from waymark.entry_fields import FOLDERS
from waymark.messages import Message
from waymark.moderation import case_of, mark_of
from waymark.states import State
from waymark.store import Decision, Submission

ACTION_BEHIND = {State.DECLINED: "decline", State.ASKED: "ask", State.WAITING: "wait"}
"""The decision whose reasons and words belong to a state."""
TAKEN_DOWN = "take-down"
"""A moderator's decision about a page that was reported; see `waymark.desk.report_pages`."""


@dataclass(frozen=True)
class Status:
    """One submission as its writer sees it."""

    state: State
    kind: str
    message: Message
    question: str | None = None
    note: str = ""
    reasons: tuple[str, ...] = ()
    address: str | None = None
    text: str = ""
    edits: tuple[Piece, ...] = ()
    """The text with its edits visible; empty when nothing was edited."""
    edit_reasons: tuple[str, ...] = ()
    about_edits: Message | None = None
    about_appeal: Message | None = None
    yes_from: date | None = None
    """The first day on which a yes counts, while it lies ahead."""
    can_say_yes: bool = False
    can_appeal: bool = False
    mark: str = ""
    """Names exactly what a yes would be about."""

    @property
    def can_withdraw(self) -> bool:
        return not self.state.is_final

    @property
    def can_answer(self) -> bool:
        return self.state is State.ASKED

    def as_data(self) -> Mapping[str, object]:
        """Return what a program gets beside the message; what is empty is left out."""
        optional = {
            "question": self.question,
            "note": self.note,
            "reasons": list(self.reasons),
            "address": self.address,
            "edit_reasons": list(self.edit_reasons),
            "yes_from": self.yes_from.isoformat() if self.yes_from else "",
            "read": self.mark if self.can_say_yes else "",
            "can_appeal": self.can_appeal,
        }
        return {
            "state": str(self.state),
            **{name: value for name, value in optional.items() if value},
        }


def status_of(
    submission: Submission,
    decisions: Sequence[Decision],
    community: Community,
    lang: str,
    now: datetime,
    *,
    is_looked_at: bool = False,
) -> Status:
    """Return what to tell the writer of a submission.

    ``is_looked_at`` is true while its page is hidden because somebody reported it.
    """
    state = submission.state
    behind = [d for d in decisions if d.action == ACTION_BEHIND.get(state)]
    if state is State.WITHDRAWN and decisions and not _was_taken_back(decisions):
        behind = [d for d in decisions if d.action == TAKEN_DOWN]
    rules = behind[-1].rules if behind else ()
    asked = state is State.ASKED
    case = case_of(submission, decisions)
    lacking = verdict(case, now).missing
    can_say_yes = state is State.WAITING and lacking == (Missing.YES,)
    is_ahead = state is State.WAITING and case.yes_from is not None and case.yes_from > now
    edits = read_edits(submission.edits) if state is not State.WITHDRAWN else ()
    name = _message_name(state, rules, decisions, community)
    if is_looked_at and state is State.PUBLISHED:
        name = "looked-at"
    return Status(
        state=state,
        kind=submission.kind,
        message=community.message("your-yes" if can_say_yes else name, lang),
        question=(submission.question or (behind[-1].message if behind else "")) if asked else None,
        note=behind[-1].message if behind and not asked else "",
        reasons=_reasons(rules, community, lang),
        address=_address(submission),
        text=str(submission.fields.get("text", "")),
        edits=tuple(pieces(str(submission.fields.get("text", "")), edits)) if edits else (),
        edit_reasons=_reasons([edit.rule for edit in edits], community, lang),
        about_edits=community.message("edited", lang),
        about_appeal=community.message("appeal", lang),
        yes_from=case.yes_from.date() if is_ahead and case.yes_from else None,
        can_say_yes=can_say_yes,
        can_appeal=state is State.DECLINED and may_appeal(decisions) is None,
        mark=mark_of(submission),
    )


def _reasons(rules: Sequence[str], community: Community, lang: str) -> tuple[str, ...]:
    """Return the plain reason of each rule that the house has, once."""
    known = (community.policy[rule] for rule in dict.fromkeys(rules) if rule in community.policy)
    return tuple(rule.public_reason.get(lang) for rule in known)


def _message_name(
    state: State, rules: Sequence[str], decisions: Sequence[Decision], community: Community
) -> str:
    """Return the message for a state; somebody in danger gets the one about help, as soon as a
    person has seen it."""
    if state is State.WITHDRAWN and rules:
        return "taken-down"
    if state in (State.RECEIVED, State.IN_REVIEW) and any(d.action == "appeal" for d in decisions):
        return "appealed"
    if _is_in_danger(state, rules, decisions, community):
        return "crisis"
    return str(state)


def _is_in_danger(
    state: State, rules: Sequence[str], decisions: Sequence[Decision], community: Community
) -> bool:
    """Say whether it was escalated for danger now: by a rule that no edit can meet."""
    acts = [d for d in decisions if d.action in ("approve", "decline", "ask", "wait", "escalate")]
    if state is State.DECLINED:
        escalated = [rule for d in acts if d.action == "escalate" for rule in d.rules]
        cited = [community.policy[rule].verbs for rule in rules if rule in community.policy]
        if any("ESCALATE" in verbs and "DECLINE" not in verbs for verbs in cited):
            return True
    elif state.is_open and acts and acts[-1].action == "escalate":
        escalated = list(acts[-1].rules)
    else:
        return False
    verbs_of = [community.policy[rule].verbs for rule in escalated if rule in community.policy]
    return any("ESCALATE" in verbs and "EDIT" not in verbs for verbs in verbs_of)


def _was_taken_back(decisions: Sequence[Decision]) -> bool:
    return any(decision.action in ("withdraw", "forget") for decision in decisions)


def _address(submission: Submission) -> str | None:
    if submission.state is not State.PUBLISHED or not submission.published_path:
        return None
    return f"/{FOLDERS[submission.kind]}/{PurePosixPath(submission.published_path).stem}/"
