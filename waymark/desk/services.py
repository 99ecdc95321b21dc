"""What the desk works with: everything from outside, in one place, passed in once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from waymark.community import Community
from waymark.forms import Form, load_problems
from waymark.privacy import AllowList, allow_list
from waymark.settings import Settings
from waymark.store import Store
from waymark.words import Words


class Services(Protocol):
    """What `waymark.serving` hands over; community and forms may change between requests."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def community(self) -> Community: ...
    @property
    def forms(self) -> Mapping[str, Form]: ...


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """The desk's own view of its services, with a clock that tests can set."""

    services: Services
    clock: Callable[[], datetime] = utc_now

    @property
    def settings(self) -> Settings:
        return self.services.settings

    @property
    def store(self) -> Store:
        return self.services.store

    @property
    def community(self) -> Community:
        return self.services.community

    @property
    def forms(self) -> Mapping[str, Form]:
        return self.services.forms

    @property
    def allow(self) -> AllowList:
        return allow_list(self.community)

    @property
    def problems(self) -> Mapping[str, Words]:
        return load_problems(self.settings.community / "forms")
