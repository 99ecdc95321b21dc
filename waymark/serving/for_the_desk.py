"""What the desk works with, as the community's folder is right now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from waymark.checks import Rules
from waymark.community import Community
from waymark.errors import BadCommunity
from waymark.forms import Form
from waymark.intake import LiveHouse
from waymark.settings import Settings
from waymark.store import Store


@dataclass(frozen=True)
class DeskServices:
    """See `waymark.desk.services.Services`."""

    settings: Settings
    store: Store
    house: LiveHouse

    @property
    def community(self) -> Community:
        """Return the folder as it is now: who was taken out of it is out at once."""
        try:
            return self.house.current().community
        except BadCommunity:
            return self.house.last_good.community

    @property
    def community_problem(self) -> str:
        """What is broken in the folder, so that the last good one is in use; or ``""``."""
        try:
            self.house.current()
        except BadCommunity as problem:
            return str(problem)
        return ""

    @property
    def rules_problem(self) -> str:
        """What is broken in the rules of the checks, so that the last good ones are in use."""
        _ = self.community  # Looks at the folder again when it changed.
        problem = self.house.rules_problem
        return str(problem) if problem else ""

    @property
    def rules(self) -> Rules:
        return self.house.last_good.rules

    @property
    def forms(self) -> Mapping[str, Form]:
        return self.house.last_good.forms
