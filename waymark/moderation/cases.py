"""A submission and its log as the rules of `waymark.approvals` look at them."""

from __future__ import annotations

from collections.abc import Sequence

from waymark.approvals import Case, Refusal
from waymark.checks.findings import Level
from waymark.errors import NotAllowed
from waymark.moderation.marks import mark_of
from waymark.store import Decision, Submission

EDIT_PERMISSION = "safety-only"
"""What holds when the writer chose nothing."""
WHY = {
    Refusal.CRISIS: ("A text at level crisis is not published.", "Answer with the help lines."),
    Refusal.NEEDS_LEAD: ("A text at level crisis is closed by a lead.", "Escalate it to one."),
    Refusal.OWN_EDIT: (
        "You changed its words last, so somebody else has to read and approve that.",
        "Ask for a second opinion, or hand it over.",
    ),
    Refusal.LOWERED_IT: (
        "You lowered its level, so somebody else has to read and approve it.",
        "Ask for a second opinion, or hand it over.",
    ),
    Refusal.APPROVED_BEFORE: (
        "You approved exactly this already.",
        "It needs another person, or its writer's yes.",
    ),
    Refusal.DECLINED_BEFORE: (
        "You declined it before its writer asked for another look.",
        "Another moderator decides now.",
    ),
    Refusal.APPEALED_BEFORE: ("It was looked at a second time already.", "Write it anew."),
    Refusal.TOO_SOON: ("It is still cooling off.", "Come back on the day that is named."),
    Refusal.AS_IT_IS: (
        "Its writer wants it as it is, or not at all.",
        "Ask the writer, or decline it with a rule.",
    ),
    Refusal.NO_EDIT_RULE: ("This rule is none to edit by.", "Choose one that asks for an edit."),
}
"""What stands in the way, and what to do instead."""


def case_of(submission: Submission, acts: Sequence[Decision]) -> Case:
    """Return what the rules look at."""
    return Case(
        level=Level(submission.level),
        mark=mark_of(submission),
        received_at=submission.received_at,
        acts=acts,
        wait_until=submission.wait_until,
        asks_first=bool(submission.edits) and permission_of(submission) == "propose-and-wait",
    )


def permission_of(submission: Submission) -> str:
    """Return how its writer lets us edit: a value of the vocabulary's `edit_permission`."""
    return str(submission.fields.get("edit_permission") or EDIT_PERMISSION)


def require(refusal: Refusal | None) -> None:
    """Raise ``NotAllowed`` in plain words when there is a refusal."""
    if refusal is not None:
        message, remedy = WHY[refusal]
        raise NotAllowed(message, remedy=remedy)
