"""What many tests share: the browser, and a whole Waymark in a process of its own."""

from __future__ import annotations

import shutil

import hypothesis
import pytest

from tests.running import RunningWaymark

# Slow machines are no failures, and nothing is kept in the checkout between runs.
hypothesis.settings.register_profile("waymark", deadline=None, database=None)
hypothesis.settings.load_profile("waymark")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks for elsewhere fails, so that nothing third-party can slip by.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the browser that is on this machine; `scripts/ensure_browser.sh` puts one there."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found, "Install a browser first: scripts/ensure_browser.sh"
    return {**browser_type_launch_args, "executable_path": found, "headless": True, "args": FLAGS}


@pytest.fixture
def waymark(tmp_path):
    """Start a whole Waymark on an empty data folder; end it afterwards."""
    running = RunningWaymark(tmp_path / "var")
    running.start()
    yield running
    running.kill()
