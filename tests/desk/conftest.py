"""A whole desk for tests: the real application, store, bot and local forge, and a slow clock."""

from __future__ import annotations

import pytest

from tests.desk.a_desk import ADesk


@pytest.fixture
def desk(tmp_path):
    """Give a desk with nothing on it; `desk.client` is a moderator who is signed in."""
    at_hand = ADesk(tmp_path)
    at_hand.sign_in()
    yield at_hand
    at_hand.close()
