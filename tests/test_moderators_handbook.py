"""docs/moderators.md tells what the desk does: its pictures, keys and numbers are the real ones."""

from __future__ import annotations

import re

import pytest

from scripts.take_desk_screens import HANDBOOK
from tests.running import ROOT
from waymark.approvals import COOLING_OFF, NEEDED
from waymark.checks import Level
from waymark.desk.sessions import IDLE_LASTS, SESSION_LASTS
from waymark.moderation.reading import CLAIM_LASTS

TEXT = (ROOT / "docs" / "moderators.md").read_text(encoding="utf-8")
MOST_BYTES = 150_000


def test_every_picture_is_there_small_and_made_by_the_script():
    named = re.findall(r"!\[[^\]]{20,}\]\(screens/([\w-]+)\.jpg\)", TEXT)

    assert sorted(named) == sorted(HANDBOOK)
    for name in named:
        assert (ROOT / "docs" / "screens" / f"{name}.jpg").stat().st_size < MOST_BYTES


def test_it_can_be_read_in_ten_minutes():
    """At the 200 words a minute that the site reckons with, tables and all; half is left to try."""
    assert len(re.findall(r"\w+", TEXT)) < 200 * 8


def test_every_key_of_the_desk_is_told():
    listed = re.search(r"\(\('j',.*?\)\)", _layout(), re.DOTALL)[0]
    for key in re.findall(r"\('(.)', _\(", listed):
        assert f"`{key}`" in TEXT


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("for half an hour", CLAIM_LASTS.total_seconds() == 1800),
        ("after two hours\nwithout a page", IDLE_LASTS.total_seconds() == 2 * 3600),
        ("after eight hours in any case", SESSION_LASTS.total_seconds() == 8 * 3600),
        ("seven days after sending", COOLING_OFF.days == 7),
        ("**two people**", NEEDED[Level.URGENT] == 2),
    ],
)
def test_its_numbers_are_those_of_the_code(words, holds):
    assert words in TEXT
    assert holds


def _layout() -> str:
    return (ROOT / "theme" / "templates" / "desk" / "layout.html").read_text(encoding="utf-8")
