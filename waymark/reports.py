"""What becomes of a report about a page. Pure: values in, an outcome out.

Hide first, look later: what may name somebody or put somebody in danger takes the page down at
once. Who floods us with reports takes no page down; a lead looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What a report does: takes its page down, waits for a moderator, or waits for a lead."""

    HIDE = "hide"
    LOOK = "look"
    LEAD = "lead"


HIDES = ("about-me", "danger")
"""The reasons that take a page down until somebody has looked."""


@dataclass(frozen=True)
class Circumstances:
    """What is known beside the report itself.

    ``was_looked_at`` is true when a moderator put this very page back before.
    """

    is_flood: bool = False
    is_odd: bool = False
    was_looked_at: bool = False


def outcome_of(reason: str, around: Circumstances) -> Outcome:
    """Say what a report with this reason does."""
    if around.is_flood or around.is_odd:
        return Outcome.LEAD
    if reason in HIDES:
        return Outcome.LEAD if around.was_looked_at else Outcome.HIDE
    return Outcome.LOOK
