"""One-time sign-in links: good for fifteen minutes, once, and only their hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from waymark.settings import Settings
from waymark.store import Store

LINK_LASTS = timedelta(minutes=15)
TOKEN_BYTES = 32


def new_sign_in_link(store: Store, settings: Settings, moderator: str, now: datetime) -> str:
    """Return a link that signs ``moderator`` in: once, within fifteen minutes."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    store.add_sign_in(hash_of(token), moderator, now + LINK_LASTS, now)
    return f"{settings.address}/desk/sign-in/{token}"


def use_link(store: Store, token: str, now: datetime) -> str | None:
    """Use a link up and return whose it is; ``None`` when used, expired or unknown."""
    return store.use_sign_in(hash_of(token), now)


def hash_of(token: str) -> str:
    """Return what the store keeps of a token. With 256 random bits a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
