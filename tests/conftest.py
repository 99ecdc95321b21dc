"""What many tests share: the browser, and a whole Waymark in a process of its own."""

from __future__ import annotations

import hypothesis
import pytest

from scripts.chromium import FLAGS, chromium
from tests.running import RunningWaymark

# Slow machines are no failures, and nothing is kept in the checkout between runs.
hypothesis.settings.register_profile("waymark", deadline=None, database=None)
hypothesis.settings.load_profile("waymark")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the browser that is on this machine; `scripts/ensure_browser.sh` puts one there."""
    return {
        **browser_type_launch_args, "executable_path": chromium(), "headless": True, "args": FLAGS,
    }  # fmt: skip


@pytest.fixture
def waymark(tmp_path):
    """Start a whole Waymark on an empty data folder; end it afterwards."""
    running = RunningWaymark(tmp_path / "var")
    running.start()
    yield running
    running.kill()
