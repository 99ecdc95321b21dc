"""How long words are kept is the community's to say, and is said for every way a text can end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.a_community import REAL
from waymark import strict_yaml
from waymark.community import load_community
from waymark.errors import BadCommunity
from waymark.keeping import Ending, read_keeping

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
GOOD = "days:\n  published: 30\n  declined: 60\n  escalated: 14\n  withdrawn: 0\n  reports: 30\n"


def keeping(text: str = GOOD):
    return read_keeping(strict_yaml.load(text, "keeping.yaml", BadCommunity))


@pytest.mark.parametrize(
    ("ending", "days", "is_due"),
    [
        (Ending.PUBLISHED, 29.9, False),
        (Ending.PUBLISHED, 30, True),
        (Ending.DECLINED, 30, False),
        (Ending.ESCALATED, 14, True),
        (Ending.WITHDRAWN, 0, True),
    ],
)
def test_words_are_due_when_their_days_are_over(ending, days, is_due):
    assert keeping().is_due(ending, NOON - timedelta(days=days), NOON) is is_due


def test_what_somebody_in_danger_wrote_goes_no_later_than_what_was_declined():
    """In the folder that comes with Waymark; taken back means at once."""
    spans = load_community(REAL).keeping.spans
    assert spans[Ending.ESCALATED] <= spans[Ending.DECLINED]
    assert spans[Ending.WITHDRAWN] == timedelta()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "`days` is missing"),
        ("day: {}", 1, "does not know"),
        (GOOD.replace("  declined: 60\n", ""), 1, "no `declined`"),
        (GOOD.replace("60", "-1"), 3, "from 0 to"),
        (GOOD.replace("60", "99999"), 3, "from 0 to"),
        (GOOD.replace("60", "soon"), 3, "whole number"),
        (GOOD.replace("60", "true"), 3, "whole number"),
        (GOOD + "  forever: 1\n", 7, "does not know"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line_and_what_to_do(text, line, says):
    with pytest.raises(BadCommunity, match=says) as problem:
        keeping(text)
    assert problem.value.where == f"keeping.yaml:{line}"
    assert problem.value.remedy
