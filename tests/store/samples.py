"""Values to fill a store with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from waymark.store import NewSubmission

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = timedelta(seconds=30)


def a_story(number: int = 1, **changes: Any) -> NewSubmission:
    """Return a story that is different for every number."""
    values: dict[str, Any] = {
        "kind": "story",
        "lang": "en",
        "fields": {"text": "It rained.\nI went out all the same. 🌧", "topics": ["sleep"]},
        "to": None,
        "receipt_hash": f"receipt-{number}",
        "token_hash": f"token-{number}",
        "proof": "proven",
        "level": "routine",
        "score": 0.25,
        "findings": ({"rule": "links", "level": "review", "context": []},),
        "rules_version": "1",
    }
    return NewSubmission(**{**values, **changes})
