"""Entries and notices for tests of publishing, whole in every field that the gate asks for."""

from __future__ import annotations

from typing import Any

from waymark.entry import Entry
from waymark.notices import Notice

CONSENT = {
    "version": 1, "scope": ("site",), "edit_permission": "safety-only",
    "license": "permission-to-publish",
}  # fmt: skip
FACTS: dict[str, Any] = {
    "published": "2026-11", "sequence": 7, "reviewed_on": "2026-11", "consent": CONSENT,
}  # fmt: skip


def an_entry(entry_id: str = "k7f3q9", title: str = "Rain", **facts: Any) -> Entry:
    """Return a member's story that may be published; ``None`` takes a fact away."""
    given = {name: value for name, value in {**FACTS, **facts}.items() if value is not None}
    return Entry(
        kind="story", id=entry_id, lang="en", title=title, body="It rained.", facts=given,
        source=f"content/stories/{entry_id}.md",
    )  # fmt: skip


def a_notice(entry_id: str = "k7f3q9") -> Notice:
    return Notice(id=entry_id, was="story", lang="en", withdrawn="2026-11")
