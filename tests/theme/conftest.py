"""One theme with its samples for all tests of this folder."""

from __future__ import annotations

import pytest

from tests.theme.samples import Theme


@pytest.fixture(scope="session")
def theme() -> Theme:
    return Theme()
