"""For how many days words are kept, and when they are due to go. Pure but for reading the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from waymark.strict_yaml import Node

MOST_DAYS = 3650


class Ending(StrEnum):
    """How it ended for a text, or for a report: what decides how long its words stay."""

    PUBLISHED = "published"
    DECLINED = "declined"
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"
    REPORTS = "reports"


@dataclass(frozen=True)
class Keeping:
    """How long words stay after a decision, for each way it can end."""

    spans: Mapping[Ending, timedelta]

    def is_due(self, ending: Ending, since: datetime, now: datetime) -> bool:
        """Say whether words that are of no more use ``since`` a moment have to go by ``now``."""
        return now - since >= self.spans[ending]


def read_keeping(root: Node) -> Keeping:
    """Read the file; every ending needs its number of days."""
    keys = root.keys_within({"days"}, "keeping")
    if "days" not in keys:
        raise root.fail("`days` is missing.", "Add a `days:` line with a number for each ending.")
    days = keys["days"].keys_within({str(ending) for ending in Ending}, "`days`")
    for ending in Ending:
        if ending not in days:
            raise keys["days"].fail(
                f"`days` has no `{ending}`.", f"Add `{ending}:` with a number of days."
            )
    return Keeping({ending: _span(days[ending], ending) for ending in Ending})


def _span(node: Node, ending: Ending) -> timedelta:
    number = node.number(f"`days.{ending}`")
    if not 0 <= number <= MOST_DAYS:
        raise node.fail(
            f"`days.{ending}` should be from 0 to {MOST_DAYS}.", "Write a number of days."
        )
    return timedelta(days=number)
