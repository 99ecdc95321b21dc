"""What the door works with: everything from outside, in one place, passed in once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import Request

from waymark.entry import Entry
from waymark.intake.house import LiveHouse
from waymark.intake.limits import Limits, address_of
from waymark.intake.secret import key_for
from waymark.store import Store

LOCKS = 64


@dataclass
class Services:
    """The store, the community, the secret, the clock and the limits of one running door."""

    store: Store
    house: LiveHouse
    secret: bytes
    proxy_depth: int
    can_answer: Callable[[str], bool]
    """Whether there is a published entry with this id that takes responses."""
    entry_of: Callable[[str], Entry | None] = lambda _id: None
    """That entry, to show what is being answered; ``None`` when it cannot be read."""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    limits: Limits = field(default_factory=Limits)
    _locks: tuple[threading.Lock, ...] = field(
        default_factory=lambda: tuple(threading.Lock() for _ in range(LOCKS))
    )

    def key(self, purpose: str) -> bytes:
        return key_for(self.secret, purpose)

    def lock_for(self, key: str) -> threading.Lock:
        """Return a lock so that the same form, sent twice at once, is handled once at a time."""
        return self._locks[hash(key) % LOCKS]

    def sender_of(self, request: Request) -> str:
        return self.limits.sender(address_of(request, self.proxy_depth), self.clock())

    def may_take(self, name: str, sender: str) -> bool:
        """Count one try; false when the community's number for an hour is reached."""
        return self.limits.take(self._numbers(), name, sender)

    def may_try(self, name: str, sender: str) -> bool:
        """Say whether one more try is allowed, without counting it."""
        return self.limits.may(self._numbers(), name, sender)

    def _numbers(self) -> Mapping[str, int]:
        return self.house.last_good.community.site.limits
