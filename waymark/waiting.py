"""How long something has waited, beside how soon it should be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from waymark.checks.findings import Level

PROMISES = {
    Level.CRISIS: timedelta(days=1),
    Level.URGENT: timedelta(days=2),
    Level.REVIEW: timedelta(days=7),
    Level.ROUTINE: timedelta(days=14),
}
"""How soon a person should have read it. Writers are told "up to two weeks" at most."""
UNITS = (
    ("days", timedelta(days=1)),
    ("hours", timedelta(hours=1)),
    ("minutes", timedelta(minutes=1)),
)


@dataclass(frozen=True)
class Span:
    """A length of time in one unit: 3 days. 0 minutes means "just now"."""

    number: int
    unit: str


@dataclass(frozen=True)
class Waiting:
    """``so_far`` of the ``promised`` time; ``over`` says by how much the promise is missed."""

    so_far: Span
    promised: Span
    over: Span | None


def waiting_of(level: Level, received_at: datetime, now: datetime) -> Waiting:
    """Return how a submission of this level stands."""
    age, promise = now - received_at, PROMISES[level]
    return Waiting(
        so_far=span_of(age),
        promised=span_of(promise),
        over=span_of(age - promise) if age > promise else None,
    )


def span_of(length: timedelta) -> Span:
    """Return a length in its largest whole unit, rounded down; 47 hours stay hours."""
    for unit, one in UNITS:
        number = length // one
        if number >= (2 if unit == "days" else 1) or (unit == "days" and length == one):
            return Span(number, unit)
    return Span(0, "minutes")
