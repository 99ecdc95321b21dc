"""Proposals to try forges with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from waymark.entry import path_in
from waymark.forge import Proposal

LATE_IN_NOVEMBER = datetime(2026, 11, 24, 15, 42, 7, tzinfo=UTC)


def a_proposal(submission_id: str = "k7f3q9", text: str = "It rained.", **changes: Any) -> Proposal:
    """Return the proposal of a story."""
    values: dict[str, Any] = {
        "submission_id": submission_id,
        "path": path_in("submissions", "story", submission_id),
        "content": f"---\nkind: story\n---\n\n{text}\n",
        "title": f"Story {submission_id}: waiting since 2026-11",
        "body": "Level: routine",
        "labels": ("level:routine",),
    }
    return Proposal(**{**values, **changes})


WAITING = path_in("submissions", "story", "k7f3q9")
PUBLISHED = path_in("content", "story", "k7f3q9")
