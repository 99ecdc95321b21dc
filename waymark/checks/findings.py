"""What a check saw, and how soon a person must read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How soon a person must read a submission. Levels only order a queue; people decide."""

    ROUTINE = "routine"
    REVIEW = "review"
    URGENT = "urgent"
    CRISIS = "crisis"

    @property
    def rank(self) -> int:
        """0 for routine up to 3 for crisis."""
        return list(Level).index(self)


@dataclass(frozen=True)
class Finding:
    """One thing a rule saw.

    ``start`` and ``end`` are code points into the original text, end exclusive; both are 0 when
    the finding is about the submission as a whole.
    """

    rule: str
    category: str
    level: Level
    start: int
    end: int
    explanation: str
    context: tuple[str, ...] = ()
    suggest: str | None = None
    guideline: str | None = None
    """Key of the guideline in ``community/rules/sources.yaml`` that asks for this."""
    policy: str | None = None
    """Rule of the house (``policy.yaml``) that a decision about it would cite."""

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for the store and for JSON."""
        return {**asdict(self), "level": str(self.level), "context": list(self.context)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Finding:
        """Read back what ``as_dict`` gave."""
        return cls(
            **{**values, "level": Level(values["level"]), "context": tuple(values["context"])}
        )
