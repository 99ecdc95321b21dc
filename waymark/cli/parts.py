"""Put the parts together: store, forge, bot, publisher and worker of one data folder."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from waymark.bot import Bot
from waymark.cli.on_github import OnGitHub
from waymark.community import Community, load_community
from waymark.erasing import Eraser
from waymark.errors import ForgeUnavailable
from waymark.forge import Forge
from waymark.forge.github import GitHubForge
from waymark.forge.local import LocalForge
from waymark.hiding import Hider
from waymark.privacy import allow_list
from waymark.publish import Publisher
from waymark.settings import Settings
from waymark.store import Store
from waymark.worker import Handler, Worker

log = logging.getLogger("waymark")


@dataclass(frozen=True)
class Parts:
    """Everything behind the faces."""

    settings: Settings
    community: Community
    store: Store
    forge: Forge
    publisher: Publisher
    worker: Worker
    on_github: OnGitHub | None = None
    """What answers to people on GitHub, when proposals live there."""


def open_parts(settings: Settings) -> Parts:
    """Open the store and the forge, making them at first use, and connect what works on them."""
    community = load_community(settings.community)
    store = Store.open(settings.database_url)
    allow = allow_list(community)
    forge = open_forge(settings, store)
    publisher = Publisher(settings, store, forge, community)
    eraser = Eraser(store, forge, community.keeping, community.policy)
    handlers: dict[str, Handler] = {
        **Bot(store, forge, allow).handlers(),
        "publish": publisher.handle,
        "erase": eraser.handle,
        "hide": Hider(store, forge).handle,
    }
    on_github = None
    if isinstance(forge, GitHubForge):
        on_github = OnGitHub(settings, store, forge, allow)
        handlers |= on_github.handlers()
    worker = Worker(store, handlers, lease=timedelta(seconds=settings.lease_seconds))
    return Parts(settings, community, store, forge, publisher, worker, on_github)


def open_forge(settings: Settings, store: Store) -> Forge:
    """Open the forge that the settings name.

    When GitHub cannot be used just now the form still works and submissions wait: the desk says
    why, and everything goes on by itself when it is mended.
    """
    if settings.github is None:
        local = LocalForge(settings.forge_folder)
        local.check()
        return local
    github = GitHubForge(settings.github, store)
    try:
        github.check()
    except ForgeUnavailable as problem:
        log.warning("proposals wait: %s", problem)
    return github
