"""What a moderator would rather not read today: kept for the day, and for nobody else to see.

The list is by content notes. Before anybody wrote those, some categories of findings say as much.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import datetime

from waymark.store import Store, Submission

NOTES_OF = {
    "crisis_language": ("suicidal-thoughts", "suicide-attempt"),
    "method_detail": ("suicide-attempt", "self-harm"),
    "self_harm": ("self-harm",),
    "eating": ("eating-difficulty",),
    "medication": ("alcohol-drugs",),
    "hostile": ("abuse-or-violence",),
}
"""Content notes that a category of findings points to."""


def keep(store: Store, name: str, notes: Sequence[str], now: datetime) -> None:
    """Remember what ``name`` would rather not read until the day is over (UTC)."""
    kept = {"day": now.date().isoformat(), "notes": list(notes)}
    store.note(_key(name), json.dumps(kept))


def kept(store: Store, name: str, now: datetime) -> tuple[str, ...]:
    """Return what ``name`` would rather not read today."""
    found = json.loads(store.read_note(_key(name)) or "{}")
    return tuple(found["notes"]) if found.get("day") == now.date().isoformat() else ()


def touches(submission: Submission, notes: Collection[str]) -> bool:
    """Say whether a submission is about one of these, as far as anybody or a check has said."""
    said = {*(submission.fields.get("notes") or ()), *(submission.details.get("notes") or ())}
    for finding in submission.findings:
        said |= set(NOTES_OF.get(str(finding["category"]), ()))
    return not said.isdisjoint(notes)


def _key(name: str) -> str:
    return f"not-today:{hashlib.sha256(name.encode()).hexdigest()[:32]}"
