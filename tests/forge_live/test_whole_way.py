"""The whole way in a real browser, its proposals in a GitHub that others wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.test_whole_way import *  # noqa: F403  (each test as it is, with the forge below)
from tests.forge_live.emulator import APP, INSTALLATION, NAME, OWNER, Emulator
from tests.running import RunningWaymark
from waymark.github_settings import Secret


@pytest.fixture
def waymark(tmp_path: Path, key: Secret) -> Iterator[RunningWaymark]:
    """A whole Waymark on an empty data folder, signed in there as the App."""
    file = tmp_path / "key.pem"
    file.write_text(key.reveal())
    emulator = Emulator(tmp_path, key).start()
    running = RunningWaymark(tmp_path / "var")
    try:
        yield running.start(
            WAYMARK_FORGE="github",
            WAYMARK_GITHUB_REPOSITORY=f"{OWNER}/{NAME}",
            WAYMARK_GITHUB_API=emulator.address,
            WAYMARK_GITHUB_APP_ID=str(APP),
            WAYMARK_GITHUB_INSTALLATION_ID=str(INSTALLATION),
            WAYMARK_GITHUB_KEY_FILE=str(file),
        )
    finally:
        running.kill()
        emulator.stop()
