"""What the desk works with: everything from outside, in one place, passed in once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from waymark.checks import Rules
from waymark.community import Community
from waymark.form_reading import Limits
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
    @property
    def rules(self) -> Rules: ...
    @property
    def community_problem(self) -> str: ...
    @property
    def rules_problem(self) -> str: ...


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
    def rules(self) -> Rules:
        return self.services.rules

    @property
    def community_problem(self) -> str:
        """Why the last good community folder is in use, or ``""``."""
        return self.services.community_problem

    @property
    def rules_problem(self) -> str:
        """Why the last good rules of the checks are in use, or ``""``."""
        return self.services.rules_problem

    @property
    def allow(self) -> AllowList:
        return allow_list(self.community)

    @property
    def limits(self) -> Limits:
        """How long a visitor's text may be, and so an edited one."""
        numbers = self.community.site.limits
        return Limits(text_bytes=numbers["text_bytes"], text_lines=numbers["text_lines"])

    @property
    def problems(self) -> Mapping[str, Words]:
        return load_problems(self.settings.community / "forms")
