"""How often one sender may knock, without keeping anybody's address.

A sender is an HMAC of the address under a salt that lives in memory and changes every day.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import threading
from collections.abc import Mapping
from datetime import date, datetime

from flask import Request
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Limits:
    """Counts tries in a moving hour, for each sender and each kind of try."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._lock = threading.Lock()
        self._day: date | None = None
        self._salt = b""

    def sender(self, address: str, now: datetime) -> str:
        """Return who knocks, in a form that says nothing once the day is over."""
        with self._lock:
            if self._day != now.date():
                self._day, self._salt = now.date(), secrets.token_bytes(32)
            return hmac.new(self._salt, _network(address), hashlib.sha256).hexdigest()

    def take(self, numbers: Mapping[str, int], name: str, sender: str) -> bool:
        """Count one try of this kind; false when there were too many in the last hour."""
        return self._window.hit(RateLimitItemPerHour(numbers[name]), name, sender)

    def may(self, numbers: Mapping[str, int], name: str, sender: str) -> bool:
        """Say whether one more try is allowed, without counting it."""
        return self._window.test(RateLimitItemPerHour(numbers[name]), name, sender)


def address_of(request: Request, proxy_depth: int) -> str:
    """Return the visitor's address: the peer's, or the one our own proxies saw.

    ``X-Forwarded-For`` is believed only as far as there are proxies of ours: each adds one at the
    end, and whatever stands before those a visitor can make up.
    """
    peer = request.remote_addr or ""
    if proxy_depth == 0:
        return peer
    header = ",".join(request.headers.getlist("X-Forwarded-For"))
    hops = [hop.strip() for hop in header.split(",")]
    return hops[-proxy_depth] if len(hops) >= proxy_depth and hops[-proxy_depth] else peer


def _network(address: str) -> bytes:
    """Return what counts as one sender: an IPv4 address, or the /64 that one home has in IPv6."""
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return b"unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return found.ipv4_mapped.packed
        return found.packed[:8]
    return found.packed
