"""The states of a submission, and the only table of ways between them.

RECEIVED ──> IN_REVIEW <──> ASKED          a person reads, the writer may be asked
    ^   │        ^    │  <──> WAITING      a heavy text cools off, then its writer says yes
    │   │        │    │         │
    │   │        └── APPROVED <─┘──> PUBLISHED
    │   └──> DECLINED                     │
    └── appeal ──┘                        │
    from everywhere ──────────────────────┴──> WITHDRAWN   the writer may always take it back
"""

from __future__ import annotations

from enum import StrEnum

from waymark.errors import TransitionRefused


class State(StrEnum):
    """Where a submission is on its way."""

    RECEIVED = "received"
    IN_REVIEW = "in-review"
    ASKED = "asked"
    WAITING = "waiting"
    APPROVED = "approved"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def is_final(self) -> bool:
        return not WAYS[self]

    @property
    def is_open(self) -> bool:
        """True while a moderator still has something to decide."""
        return self in (State.RECEIVED, State.IN_REVIEW, State.ASKED, State.WAITING)


WAYS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.IN_REVIEW, State.DECLINED, State.WITHDRAWN}),
    State.IN_REVIEW: frozenset(
        {State.ASKED, State.WAITING, State.APPROVED, State.DECLINED, State.WITHDRAWN}
    ),
    State.ASKED: frozenset({State.IN_REVIEW, State.DECLINED, State.WITHDRAWN}),
    State.WAITING: frozenset(
        {State.IN_REVIEW, State.ASKED, State.APPROVED, State.DECLINED, State.WITHDRAWN}
    ),
    # Back to review: what was approved is no longer what the proposal holds.
    State.APPROVED: frozenset({State.IN_REVIEW, State.PUBLISHED, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.WITHDRAWN}),
    # An appeal begins anew, with a proposal and another moderator.
    State.DECLINED: frozenset({State.RECEIVED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}


def may_move(before: State, after: State) -> bool:
    """Say whether the table has a way from ``before`` to ``after``."""
    return after in WAYS[before]


def require_move(before: State, after: State) -> None:
    """Raise ``TransitionRefused`` unless the table has this way."""
    if not may_move(before, after):
        raise TransitionRefused(
            f"A submission that is {before} cannot become {after}.",
            remedy="Reload the page to see where it is now.",
        )
