"""Who is signed in: a row in the store for each session, so that signing out really ends it.

The cookie carries a random key only; the store keeps the hash of it.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from waymark.desk.sign_in import hash_of
from waymark.store import Store

SESSION_LASTS = timedelta(hours=8)
"""A session ends at the latest after this."""
IDLE_LASTS = timedelta(hours=2)
"""A session ends when nobody asked for a page for so long: time to read one text, not a day."""
SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is kept when somebody was last there."""
KEY_BYTES = 32


def begin(store: Store, moderator: str, now: datetime) -> str:
    """Begin a session and return the key for the cookie."""
    key = secrets.token_urlsafe(KEY_BYTES)
    store.begin_session(hash_of(key), moderator, now, SESSION_LASTS)
    return key


def moderator_of(store: Store, key: str, now: datetime) -> str | None:
    """Return who has this session; ``None`` when it ended, expired or never was."""
    found = store.session(hash_of(key))
    if found is None:
        return None
    moderator, begun_at, seen_at = found
    if now >= begun_at + SESSION_LASTS or now >= seen_at + IDLE_LASTS:
        store.end_session(hash_of(key))
        return None
    if now >= seen_at + SEEN_EVERY:
        store.see_session(hash_of(key), now)
    return moderator


def end(store: Store, key: str) -> None:
    """End a session: a copy of its cookie is worth nothing from now on."""
    store.end_session(hash_of(key))
