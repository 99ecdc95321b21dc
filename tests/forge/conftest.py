"""Every promise of the protocol is tried on each forge there is."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from tests.fakes import FakeForge
from tests.forge.github.server import ScriptedGitHub
from tests.forge.github.world import REPOSITORY, TOKEN
from tests.forge.samples import LATE_IN_NOVEMBER
from waymark.forge import Forge
from waymark.forge.github import GitHubForge
from waymark.forge.local import LocalForge
from waymark.github_settings import GitHubSettings, Secret
from waymark.store import Store


@pytest.fixture
def local(tmp_path) -> LocalForge:
    """The built-in forge, in a folder that is not there yet."""
    return LocalForge(tmp_path / "var" / "forge.git", clock=lambda: LATE_IN_NOVEMBER)


@pytest.fixture
def scripted(tmp_path) -> Iterator[ScriptedGitHub]:
    """A small GitHub of our own on this machine."""
    server = ScriptedGitHub(tmp_path / "github.git", clock=lambda: LATE_IN_NOVEMBER).start()
    yield server
    server.stop()


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def github(scripted, store) -> GitHubForge:
    """The forge on it, signed in with a token; its clock moves on, so that none waits its turn."""
    settings = GitHubSettings(REPOSITORY, Secret(TOKEN), api=scripted.address)
    return GitHubForge(settings, store, clock=ticking())


def ticking(minutes: int = 2) -> Callable[[], datetime]:
    """Return a clock that moves on each time somebody looks at it."""
    looks = itertools.count()
    return lambda: LATE_IN_NOVEMBER + next(looks) * timedelta(minutes=minutes)


@pytest.fixture(params=["local", "github", "fake"])
def forge(request) -> Forge:
    return FakeForge() if request.param == "fake" else request.getfixturevalue(request.param)
