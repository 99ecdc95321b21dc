"""A rough way to GitHub for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.forge.github.rough import RoughWay


@pytest.fixture
def way(tmp_path) -> Iterator[RoughWay]:
    made = RoughWay(tmp_path)
    yield made
    made.close()
