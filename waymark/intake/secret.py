"""The server's own secret: made once, readable by its owner only."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from waymark.errors import BadSettings

BYTES = 32


def load_secret(path: Path) -> bytes:
    """Return the secret, making it when it is not there; two processes end up with the same."""
    try:
        if not path.exists():
            _make(path)
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as problem:
        raise BadSettings(
            f"The secret in the data folder cannot be used ({type(problem).__name__}).",
            remedy="Make the data folder writable. A new secret makes forms that are open "
            "just now count as unproven; receipts stay good.",
            where=path.name,
        ) from None
    if len(secret) < BYTES:
        raise BadSettings(
            "The secret in the data folder is too short.",
            remedy="Move it away: a new one is made.",
            where=path.name,
        )
    return secret


def key_for(secret: bytes, purpose: str) -> bytes:
    """Return a key for one purpose, so that no two uses of the secret can be played together."""
    return hmac.new(secret, b"key\x00" + purpose.encode(), hashlib.sha256).digest()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(part, path)  # Whole or not at all, and never over one that is there.
    finally:
        part.unlink()
