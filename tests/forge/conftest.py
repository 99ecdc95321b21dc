"""Every promise of the protocol is tried on each forge there is."""

from __future__ import annotations

import pytest

from tests.fakes import FakeForge
from tests.forge.samples import LATE_IN_NOVEMBER
from waymark.forge import Forge
from waymark.forge.local import LocalForge


@pytest.fixture
def local(tmp_path) -> LocalForge:
    """The built-in forge, in a folder that is not there yet."""
    return LocalForge(tmp_path / "var" / "forge.git", clock=lambda: LATE_IN_NOVEMBER)


@pytest.fixture(params=["local", "fake"])
def forge(request) -> Forge:
    return request.getfixturevalue("local") if request.param == "local" else FakeForge()
