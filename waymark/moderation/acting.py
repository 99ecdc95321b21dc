"""What every act of a moderator has in common: who, when, and what must still be true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.checks.findings import Level
from waymark.errors import ChangedMeanwhile, NotAllowed
from waymark.moderation.marks import mark_of
from waymark.moderators import Person
from waymark.states import State
from waymark.store import Decision, Store, Submission

OPEN = tuple(state for state in State if state.is_open)
DECIDING = frozenset({"approve", "decline", "ask", "wait", "escalate"})
"""Acts that count towards the number of texts that are enough for a day."""


@dataclass(frozen=True)
class Acting:
    """Somebody at one moment."""

    store: Store
    person: Person
    now: datetime

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def decided_today(self) -> frozenset[str]:
        """The submissions this person decided something about since midnight (UTC)."""
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        return frozenset(
            act.submission_id
            for act in self.store.decisions_since(midnight)
            if act.by == self.name and act.action in DECIDING
        )

    def require_enough_room(self, seen: Submission) -> None:
        """Raise when this would be more than is good for one day; a crisis never waits for that."""
        today = self.decided_today
        is_over = seen.id not in today and len(today) >= self.person.daily_cap
        if is_over and Level(seen.level) is not Level.CRISIS:
            raise NotAllowed(
                f"You decided about {len(today)} texts today. That is enough for one day.",
                remedy="Leave it for somebody else, or come back tomorrow. Thank you.",
            )

    def require_free(self, seen: Submission) -> None:
        """Raise when somebody else is reading it just now, or the day was long enough."""
        claim = self.store.claims(self.now).get(seen.id)
        if claim is not None and claim.by != self.name:
            raise NotAllowed(
                f"{claim.by} is reading it until {claim.until:%H:%M} UTC.",
                remedy="Take another one, or talk to them.",
            )
        self.require_enough_room(seen)

    def require_mark(self, seen: Submission, mark: str) -> None:
        if mark != mark_of(seen):
            raise ChangedMeanwhile(
                "This submission changed meanwhile.", remedy="Read it again, then decide."
            )

    def decision(
        self,
        seen: Submission,
        action: str,
        rules: Sequence[str] = (),
        message: str = "",
    ) -> Decision:
        """Return a row for the log about a submission as it is in ``seen``."""
        return Decision(
            seen.id, action, self.name, self.now, tuple(rules), message, seen.level, mark_of(seen)
        )


def content_of(seen: Submission) -> dict[str, Any]:
    """Return what must still be the same when a decision about it is written down."""
    return {"fields": seen.fields, "details": seen.details, "edits": seen.edits}


def reopened(seen: Submission) -> State:
    """Return the state after a change: what waited for its writer's yes is read once more."""
    return State.IN_REVIEW if seen.state is State.WAITING else seen.state
