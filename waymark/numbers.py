"""What moderation did, in numbers that name nobody: counted from the log of decisions. Pure.

Nothing smaller than `LEAST` is given: a count of one or two could tell somebody about somebody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any, Protocol

LEAST = 5
OUTCOMES = (
    "publish",
    "decline",
    "ask",
    "wait",
    "escalate",
    "withdraw",
    "hide",
    "put-back",
    "take-down",
)
"""What is counted, each submission once for each; the names are those of actions in the log."""
FIRST_ANSWERS = frozenset({"approve", "decline", "ask", "wait", "escalate"})
"""The decisions after which a writer no longer waits for a first answer."""
AFTER_APPEAL = ("approve", "decline")


class Act(Protocol):
    """One row of the log."""

    @property
    def submission_id(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def rules(self) -> tuple[str, ...]: ...


def numbers_of(
    log: Sequence[Act], received: Mapping[str, datetime], policy: Collection[str]
) -> dict[str, Any]:
    """Return the figures as plain values for a file; what is too small is ``None`` or left out.

    ``log`` is first to last; ``received`` says when each submission came; ``policy`` are the rules
    of the house. Days are whole days,
    rounded up: the median, and the number within which nine of ten writers had a first answer.
    """
    happened = {(act.action, act.submission_id) for act in log}
    counts = Counter(action for action, _ in happened)
    rules = Counter(rule for act in log for rule in act.rules if rule in policy)
    appeals = Counter(_appeals(log))
    return {
        "outcomes": {name: _enough(counts[name]) for name in OUTCOMES},
        "days": _days(sorted(_waits(log, received))),
        "rules": {rule: number for rule, number in sorted(rules.items()) if number >= LEAST},
        "appeals": {
            "all": _enough(counts["appeal"]),
            **{name: _enough(appeals[name]) for name in AFTER_APPEAL},
        },
    }


def _enough(number: int) -> int | None:
    return number if number >= LEAST else None


def _waits(log: Sequence[Act], received: Mapping[str, datetime]) -> Iterator[int]:
    """Yield how many days each writer waited for a first answer."""
    seen = set()
    for act in log:
        came = received.get(act.submission_id)
        if act.action in FIRST_ANSWERS and came is not None and act.submission_id not in seen:
            seen.add(act.submission_id)
            yield max(1, ceil((act.at - came).total_seconds() / 86400))


def _days(waits: Sequence[int]) -> dict[str, int] | None:
    if len(waits) < LEAST:
        return None
    return {"median": _at(waits, 0.5), "ninety": _at(waits, 0.9)}


def _at(waits: Sequence[int], part: float) -> int:
    """Return the smallest wait that at least this part of all did not exceed."""
    return waits[ceil(part * len(waits)) - 1]


def _appeals(log: Sequence[Act]) -> Iterator[str]:
    """Yield how each appeal ended, where it did."""
    waiting = set()
    for act in log:
        if act.action == "appeal":
            waiting.add(act.submission_id)
        elif act.action in AFTER_APPEAL and act.submission_id in waiting:
            waiting.remove(act.submission_id)
            yield act.action
