"""A door for each test."""

from __future__ import annotations

import pytest

from tests.a_door import ADoor


@pytest.fixture
def door(tmp_path):
    """Return a whole door in a folder of its own."""
    made = ADoor(tmp_path)
    yield made
    made.store.close()
