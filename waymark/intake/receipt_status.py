"""What the holder of a receipt is told: where it is, in plain words, and what they can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from waymark.community import Community
from waymark.entry_fields import FOLDERS
from waymark.messages import Message
from waymark.states import State
from waymark.store import Decision, Submission

ACTION_BEHIND = {State.DECLINED: "decline", State.ASKED: "ask"}
"""The decision whose reasons and words belong to a state."""


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
        }
        return {
            "state": str(self.state),
            **{name: value for name, value in optional.items() if value},
        }


def status_of(
    submission: Submission, decisions: Sequence[Decision], community: Community, lang: str
) -> Status:
    """Return what to tell the writer of a submission."""
    state = submission.state
    behind = [d for d in decisions if d.action == ACTION_BEHIND.get(state)]
    rules = behind[-1].rules if behind else ()
    asked = state is State.ASKED
    return Status(
        state=state,
        kind=submission.kind,
        message=community.message(_message_name(state, rules, community), lang),
        question=(submission.question or (behind[-1].message if behind else "")) if asked else None,
        note=behind[-1].message if behind and not asked else "",
        reasons=tuple(
            community.policy[rule].public_reason.get(lang)
            for rule in rules
            if rule in community.policy
        ),
        address=_address(submission),
        text=str(submission.fields.get("text", "")),
    )


def _message_name(state: State, rules: Sequence[str], community: Community) -> str:
    """Return the message for a state; a text that was escalated gets the one about help."""
    cited = [community.policy[rule] for rule in rules if rule in community.policy]
    is_escalated = any("ESCALATE" in rule.verbs and "DECLINE" not in rule.verbs for rule in cited)
    return "crisis" if state is State.DECLINED and is_escalated else str(state)


def _address(submission: Submission) -> str | None:
    if submission.state is not State.PUBLISHED or not submission.published_path:
        return None
    return f"/{FOLDERS[submission.kind]}/{PurePosixPath(submission.published_path).stem}/"
