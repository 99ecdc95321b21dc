"""What the desk works with, as the community's folder is right now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from waymark.community import Community
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
        return self.house.last_good.community

    @property
    def forms(self) -> Mapping[str, Form]:
        return self.house.last_good.forms
