"""The whole way is walked with the built-in forge and with GitHub: no step of it is different."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forge.github.server import ScriptedGitHub
from tests.forge.github.world import REPOSITORY, TOKEN
from tests.running import RunningWaymark


@pytest.fixture(params=["local", "github"])
def waymark(request, tmp_path: Path) -> Iterator[RunningWaymark]:
    """A whole Waymark on an empty data folder, its proposals in one forge or the other."""
    running = RunningWaymark(tmp_path / "var")
    server = ScriptedGitHub(tmp_path / "github.git").start()
    github = {
        "WAYMARK_FORGE": "github",
        "WAYMARK_GITHUB_REPOSITORY": REPOSITORY,
        "WAYMARK_GITHUB_API": server.address,
        "WAYMARK_GITHUB_TOKEN": TOKEN,
    }
    running.start(**(github if request.param == "github" else {}))
    yield running
    running.kill()
    server.stop()
