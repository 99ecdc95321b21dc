"""ALTCHA: a small sum that the visitor's own device works out, without anybody else's server."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha

ALGORITHM = "PBKDF2/SHA-256"
COST = 5000
VALID_FOR = timedelta(hours=2)
"""Long enough to write in peace; the browser asks for a new one when it sends late."""
LONGEST = 4000


def new_challenge(key: bytes, now: datetime) -> dict[str, Any]:
    """Return a challenge in the shape that the browser's solver reads."""
    challenge = altcha.create_challenge(
        ALGORITHM, COST, expires_at=now + VALID_FOR, hmac_secret=key
    )
    return dict(challenge.to_dict())


def solved(key: bytes, payload: str, now: datetime) -> tuple[str, datetime] | None:
    """Return the hash of the challenge that was solved and when it expires, or ``None``.

    The hash covers what was signed, so that the same solution in another wrapping is the same.
    """
    if not payload or len(payload) > LONGEST or not payload.isascii():
        return None
    try:
        result = altcha.verify_solution(payload, key)
        if not result.verified:
            return None
        parameters = json.loads(base64.b64decode(payload))["challenge"]["parameters"]
        expires_at = datetime.fromtimestamp(parameters["expiresAt"], UTC)
        name = f"{parameters['nonce']}.{parameters['salt']}"
    except Exception:  # noqa: BLE001  (whatever a visitor made up, it is simply no proof)
        return None
    if expires_at < now:
        return None
    return hashlib.sha256(name.encode()).hexdigest(), expires_at
