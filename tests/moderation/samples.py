"""People, rules and texts for tests of moderation."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from tests.a_community import REAL
from waymark.checks import Finding, Level
from waymark.community import load_community
from waymark.moderators import Person, Role
from waymark.store import NewSubmission

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TEXT = "It was rain, and Anna rang. Then rain again."
COMMUNITY = load_community(REAL)
POLICY = COMMUNITY.policy
VOCABULARY = COMMUNITY.vocabulary
PEOPLE = {
    name: Person(name, role, daily_cap=100)
    for name, role in (("Noor", Role.LEAD), ("Sam", Role.MODERATOR), ("Robin", Role.MODERATOR))
}
_numbers = itertools.count()


def finding(level: Level, start: int = 17, end: int = 21, **more: Any) -> Finding:
    """Return a finding about the name in the text."""
    values: dict[str, Any] = {
        "rule": f"test.{level}", "category": "personal_data", "level": level,
        "explanation": "This looks like a name.", "suggest": "[name]", **more,
    }  # fmt: skip
    return Finding(start=start, end=end, **values)


def a_new_text(
    level: Level = Level.ROUTINE,
    text: str = TEXT,
    findings: tuple[Finding, ...] = (),
    **fields: Any,
) -> NewSubmission:
    """Return a story as the door would hand it over, with a finding that makes its level."""
    number = next(_numbers)
    found = findings or (() if level is Level.ROUTINE else (finding(level),))
    return NewSubmission(
        kind="story",
        lang="en",
        fields={"text": text, "consent": True, **fields},
        to=None,
        receipt_hash=f"receipt-{number}",
        token_hash=f"token-{number}",
        proof="proven",
        level=level.value,
        score=float(level.rank),
        findings=tuple(one.as_dict() for one in found),
        rules_version="1",
    )
