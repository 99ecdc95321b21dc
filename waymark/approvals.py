"""Who may decide what, and what a submission still lacks before it may be published.

Pure: values in, a verdict out. The desk, comments on a forge and the gate of publishing all ask
here, so that there is one answer. The rules and their reasons: `docs/moderators.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from waymark.checks.findings import Level

NEEDED = {Level.ROUTINE: 1, Level.REVIEW: 1, Level.URGENT: 2}
"""How many different people have to approve. A text at level crisis is never published."""
COOLING_OFF = timedelta(days=7)
"""A heavy text waits at least so long after it was sent; then its writer says yes, or does not."""
HARMLESS = frozenset(
    {
        "approve", "yes", "wait", "note", "hand-over", "second-opinion", "keep",
        "opened-again", "closed-without-reason", "merged-by-hand",
    }
)  # fmt: skip
"""Acts after which earlier approvals still count. After any other one they are given anew."""


class Act(Protocol):
    """One row of the log: what somebody did, and the mark of what lay before them."""

    @property
    def action(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def mark(self) -> str: ...


@dataclass(frozen=True)
class Case:
    """Everything about a submission that these rules look at.

    ``acts`` is the log, first to last; ``mark`` is that of the text as it is now;
    ``asks_first`` is true when there is an edit and the writer wants to see each one first.
    """

    level: Level
    mark: str
    received_at: datetime
    acts: Sequence[Act] = ()
    wait_until: datetime | None = None
    asks_first: bool = False

    @property
    def needs_yes(self) -> bool:
        """True when nothing is published before the writer says yes on the receipt."""
        return self.level is Level.URGENT or self.wait_until is not None or self.asks_first

    @property
    def yes_from(self) -> datetime | None:
        """The moment from which a yes counts; ``None`` when it may come at any time."""
        own = self.received_at + COOLING_OFF if self.level is Level.URGENT else None
        return max((at for at in (own, self.wait_until) if at), default=None)

    @property
    def needed(self) -> int:
        """How many people have to approve; one more when somebody asked for a second opinion."""
        usual = NEEDED.get(self.level, 2)
        return 2 if any(act.action == "second-opinion" for act in self.acts) else usual


class Missing(StrEnum):
    """What stands between a submission and its page."""

    NEVER = "never"
    PERSON = "person"
    SECOND_PERSON = "second-person"
    DATE = "date"
    YES = "yes"


class Refusal(StrEnum):
    """Why somebody may not do something."""

    CRISIS = "crisis"
    NEEDS_LEAD = "needs-lead"
    OWN_EDIT = "own-edit"
    LOWERED_IT = "lowered-it"
    APPROVED_BEFORE = "approved-before"
    DECLINED_BEFORE = "declined-before"
    APPEALED_BEFORE = "appealed-before"
    TOO_SOON = "too-soon"
    AS_IT_IS = "as-it-is"
    NO_EDIT_RULE = "no-edit-rule"


@dataclass(frozen=True)
class Verdict:
    """Whose approvals count, and what is missing; nothing missing means: may be published."""

    approvers: tuple[str, ...]
    missing: tuple[Missing, ...]

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def is_for_the_writer(self) -> bool:
        """True when all that is missing is time, or the writer's yes."""
        return bool(self.missing) and set(self.missing) <= {Missing.DATE, Missing.YES}


def verdict(case: Case, now: datetime) -> Verdict:
    """Say what a submission still lacks before it may be published."""
    if case.level is Level.CRISIS:
        return Verdict((), (Missing.NEVER,))
    approvers = _approvers(case)
    return Verdict(approvers, tuple(_missing(case, len(approvers), now)))


def may_approve(name: str, case: Case) -> Refusal | None:
    """Say why ``name`` may not approve this text as it is now; ``None`` when they may."""
    if case.level is Level.CRISIS:
        return Refusal.CRISIS
    if name in _declined_before_appeal(case):
        return Refusal.DECLINED_BEFORE
    if name == _last_editor(case):
        return Refusal.OWN_EDIT
    if name in _lowered(case):
        return Refusal.LOWERED_IT
    if name in _approvers(case):
        return Refusal.APPROVED_BEFORE
    return None


def may_decline(name: str, is_lead: bool, case: Case) -> Refusal | None:
    """Say why ``name`` may not decline: a crisis is closed by a lead, an appeal by another."""
    if case.level is Level.CRISIS and not is_lead:
        return Refusal.NEEDS_LEAD
    return Refusal.DECLINED_BEFORE if name in _declined_before_appeal(case) else None


def may_lower(is_lead: bool, before: Level, after: Level) -> Refusal | None:
    """Say why a level may not be lowered: out of a crisis only by a lead."""
    is_down = after.rank < before.rank
    return Refusal.NEEDS_LEAD if is_down and before is Level.CRISIS and not is_lead else None


def may_say_yes(case: Case, now: datetime) -> Refusal | None:
    """Say why the writer's yes does not count yet."""
    if case.level is Level.CRISIS:
        return Refusal.CRISIS
    return Refusal.TOO_SOON if case.yes_from and now < case.yes_from else None


def may_appeal(acts: Sequence[Act]) -> Refusal | None:
    """Say why a writer may not ask for another look: each may once."""
    appealed = any(act.action == "appeal" for act in acts)
    return Refusal.APPEALED_BEFORE if appealed else None


def may_edit(permission: str, verbs: Sequence[str]) -> Refusal | None:
    """Say why the words may not be edited: their writer said so, or no rule asks for it."""
    if permission == "as-is":
        return Refusal.AS_IT_IS
    return None if "EDIT" in verbs else Refusal.NO_EDIT_RULE


def _missing(case: Case, approved: int, now: datetime) -> Iterator[Missing]:
    if approved < case.needed:
        yield Missing.SECOND_PERSON if approved else Missing.PERSON
    if case.yes_from is not None and now < case.yes_from:
        yield Missing.DATE
    if case.needs_yes and not any(_is_yes(case, act) for act in _since_reset(case)):
        yield Missing.YES


def _is_yes(case: Case, act: Act) -> bool:
    in_time = case.yes_from is None or act.at >= case.yes_from
    return act.action == "yes" and act.by == "writer" and act.mark == case.mark and in_time


def _approvers(case: Case) -> tuple[str, ...]:
    """Return the different people whose approval of exactly this text counts."""
    barred = {_last_editor(case), "", *_lowered(case), *_declined_before_appeal(case)}
    named = (
        act.by
        for act in _since_reset(case)
        if act.action == "approve" and act.mark == case.mark and act.by not in barred
    )
    return tuple(dict.fromkeys(named))


def _since_reset(case: Case) -> Sequence[Act]:
    """Return the acts at the end of the log that leave what came before them standing."""
    for place in range(len(case.acts), 0, -1):
        if case.acts[place - 1].action not in HARMLESS:
            return case.acts[place:]
    return case.acts


def _last_editor(case: Case) -> str:
    """Return who changed the words by hand last: somebody else has to approve that."""
    return next((act.by for act in reversed(case.acts) if act.action == "edit"), "")


def _lowered(case: Case) -> frozenset[str]:
    """Return who lowered the level: else two people's rule could be met by one."""
    return frozenset(act.by for act in case.acts if act.action == "lower")


def _declined_before_appeal(case: Case) -> frozenset[str]:
    appeals = [place for place, act in enumerate(case.acts) if act.action == "appeal"]
    before = case.acts[: appeals[-1]] if appeals else ()
    return frozenset(act.by for act in before if act.action == "decline")
