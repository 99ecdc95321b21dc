"""What is left of a level when a finding was wrong."""

from __future__ import annotations

import pytest

from tests.desk.a_desk import finding
from waymark.checks import Level
from waymark.moderation.flags import key_of, level_without, without


@pytest.mark.parametrize(
    ("level", "findings", "gone", "left"),
    [
        ("crisis", ["crisis"], 0, "routine"),
        ("crisis", ["crisis", "review"], 0, "review"),
        ("crisis", ["crisis", "review"], 1, "crisis"),
        ("crisis", ["crisis", "crisis"], 0, "crisis"),
        ("urgent", ["review"], 0, "urgent"),
        ("review", ["review", "routine"], 0, "routine"),
    ],
)
def test_the_level_is_that_of_what_is_left(level, findings, gone, left):
    """Never higher than before, and a level set by something else stays."""
    before = [finding(n, n + 1, level=Level(name)).as_dict() for n, name in enumerate(findings)]

    rest = without(before, key_of(before[gone]))

    assert len(rest) == len(before) - 1
    assert level_without(Level(level), before, rest) is Level(left)
