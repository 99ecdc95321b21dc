"""Who is signed in: a record in the store for each session, so that signing out really ends it.

The cookie carries a random key only; the store keeps the hash of it.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta

from waymark.desk.sign_in import hash_of
from waymark.store import Store

SESSION_LASTS = timedelta(hours=8)
KEY_BYTES = 32


def begin(store: Store, moderator: str, now: datetime) -> str:
    """Begin a session and return the key for the cookie."""
    key = secrets.token_urlsafe(KEY_BYTES)
    record = {"moderator": moderator, "until": (now + SESSION_LASTS).isoformat()}
    store.note(_name(key), json.dumps(record))
    return key


def moderator_of(store: Store, key: str, now: datetime) -> str | None:
    """Return who has this session; ``None`` when it ended, expired or never was."""
    found = store.read_note(_name(key))
    if found is None:
        return None
    record = json.loads(found)
    if now >= datetime.fromisoformat(record["until"]):
        return None
    return str(record["moderator"])


def end(store: Store, key: str) -> None:
    """End a session: a copy of its cookie is worth nothing from now on."""
    store.forget_note(_name(key))


def _name(key: str) -> str:
    return f"desk-session:{hash_of(key)}"
