"""Who is on duty when, how much they can read, and what the forms say because of it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from waymark.strict_yaml import Node

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AHEAD = timedelta(days=7)
"""When nobody is on duty for so long, the forms rest."""
WEEKS_PROMISED = 2
"""Visitors are told that reading can take up to two weeks."""
ANYONE = "anyone"
"""In place of a name: somebody of the team comes, whoever it is."""
MOST_READS = 100_000


class Reading(StrEnum):
    """How it stands with reading just now; the names are those of the messages that say so."""

    USUAL = "usual"
    SLOW = "slow"
    CLOSED = "closed"


@dataclass(frozen=True)
class Duty:
    """One person's days of the week, between two dates or always."""

    name: str
    weekdays: frozenset[int]
    first: date = date.min
    last: date = date.max

    def is_on(self, day: date) -> bool:
        return self.first <= day <= self.last and day.weekday() in self.weekdays


@dataclass(frozen=True)
class Rota:
    """Everybody's duties, the days on which the forms rest, and how much is read in a week."""

    reads_a_week: int
    duties: tuple[Duty, ...]
    closed: tuple[tuple[date, date], ...] = ()

    def on_duty(self, day: date) -> tuple[str, ...]:
        """Return who is on duty on a day."""
        return tuple(dict.fromkeys(duty.name for duty in self.duties if duty.is_on(day)))

    def is_closed(self, day: date) -> bool:
        """Say whether the forms rest on a day: it is closed, or nobody comes for a week."""
        if any(first <= day <= last for first, last in self.closed):
            return True
        return not any(self.on_duty(day + timedelta(days=n)) for n in range(AHEAD.days))

    def reading(self, waiting: int, day: date) -> Reading:
        """Say how it stands on a day on which so many submissions wait."""
        if self.is_closed(day):
            return Reading.CLOSED
        is_more = waiting > self.reads_a_week * WEEKS_PROMISED
        return Reading.SLOW if is_more else Reading.USUAL


def read_rota(root: Node, names: Collection[str]) -> Rota:
    """Read the file; ``names`` are the moderators there are."""
    keys = root.keys_within({"reads_a_week", "duty", "closed"}, "the rota")
    for needed in ("reads_a_week", "duty"):
        if needed not in keys:
            raise root.fail(f"`{needed}` is missing.", f"Add a `{needed}:` line.")
    reads = keys["reads_a_week"].number("`reads_a_week`")
    if not 1 <= reads <= MOST_READS:
        raise keys["reads_a_week"].fail(
            f"`reads_a_week` should be from 1 to {MOST_READS}.", "Write how many you can read."
        )
    closed = keys["closed"].items("`closed`") if "closed" in keys else []
    return Rota(
        reads_a_week=reads,
        duties=tuple(_duty(node, names) for node in keys["duty"].items("`duty`")),
        closed=tuple(_span(node, {"from", "until"}) for node in closed),
    )


def _duty(node: Node, names: Collection[str]) -> Duty:
    keys = node.keys_within({"name", "days", "from", "until"}, "a duty")
    for needed in ("name", "days"):
        if needed not in keys:
            raise node.fail(f"This duty has no `{needed}`.", f"Add `{needed}:`.")
    name = keys["name"].text("`name`")
    if name != ANYONE and name not in names:
        raise keys["name"].fail(
            "Nobody of this name is in moderators.yaml.", "Write the name as it stands there."
        )
    days = [item.text("a day") for item in keys["days"].items("`days`")]
    if not days or not set(days) <= set(WEEKDAYS):
        raise keys["days"].fail("`days` should name days.", f"Use some of: {' '.join(WEEKDAYS)}.")
    first, last = _span(node, {"name", "days", "from", "until"}, is_needed=False)
    return Duty(name, frozenset(WEEKDAYS.index(day) for day in days), first, last)


def _span(node: Node, allowed: set[str], *, is_needed: bool = True) -> tuple[date, date]:
    keys = node.keys_within(allowed, "a span of days")
    for needed in ("from", "until"):
        if is_needed and needed not in keys:
            raise node.fail(f"These days have no `{needed}`.", f"Add `{needed}:` with a date.")
    first = _day(keys["from"], "`from`") if "from" in keys else date.min
    last = _day(keys["until"], "`until`") if "until" in keys else date.max
    if last < first:
        raise keys["until"].fail("`until` lies before `from`.", "Change one of the two dates.")
    return first, last


def _day(node: Node, what: str) -> date:
    try:
        return date.fromisoformat(node.text(what))
    except ValueError:
        raise node.fail(f"{what} should be a date.", "Write it like 2026-12-24.") from None
