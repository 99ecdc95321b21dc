"""Form tokens: when a form was opened, and a number that makes sending it twice harmless.

A token is signed, not secret: ``<seconds, hex>.<128 random bits, hex>.<signature>``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

TOO_QUICK = timedelta(seconds=3)
EXPIRES_AFTER = timedelta(days=7)
"""A form may lie open for days; an older token still counts, but no longer as proof."""
_SHAPE = re.compile(r"([0-9a-f]{1,12})\.([0-9a-f]{32})\.([0-9a-f]{64})")


@dataclass(frozen=True)
class FormToken:
    """What a token says. ``is_signed`` is false when it is missing or not ours."""

    nonce: str
    issued_at: datetime | None
    is_signed: bool

    def is_too_quick(self, now: datetime) -> bool:
        return self.issued_at is not None and now - self.issued_at < TOO_QUICK

    def is_expired(self, now: datetime) -> bool:
        return self.issued_at is not None and now - self.issued_at > EXPIRES_AFTER


def issue_token(key: bytes, now: datetime) -> str:
    """Return a new token for a form that is opened now."""
    body = f"{int(now.timestamp()):x}.{secrets.token_hex(16)}"
    return f"{body}.{_sign(key, body)}"


def read_token(key: bytes, token: str) -> FormToken:
    """Return what a token says; one that is not ours gets a random number of its own.

    Its own text is not used then: two people who send the same made-up token and the same words
    must never share a receipt.
    """
    found = _SHAPE.fullmatch(token)
    if found is None or not hmac.compare_digest(_sign(key, f"{found[1]}.{found[2]}"), found[3]):
        return FormToken(secrets.token_hex(16), None, is_signed=False)
    issued_at = datetime.fromtimestamp(int(found[1], 16), UTC)
    return FormToken(found[2], issued_at, is_signed=True)


def key_of(key: bytes, nonce: str, kind: str, to: str | None, values: Mapping[str, Any]) -> str:
    """Return the same text for the same form with the same answers, sent however often."""
    canonical = json.dumps([nonce, kind, to, values], sort_keys=True, ensure_ascii=True)
    return hmac.new(key, b"submission\x00" + canonical.encode(), hashlib.sha256).hexdigest()


def _sign(key: bytes, body: str) -> str:
    return hmac.new(key, b"form token\x00" + body.encode(), hashlib.sha256).hexdigest()
