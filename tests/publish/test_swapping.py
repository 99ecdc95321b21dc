"""One site at a time is served; the next takes its place in one step, and nothing old lives on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from waymark.errors import BuildFailed
from waymark.publish.swapping import fresh_folder, only_one, swap, tidy
from waymark.settings import Settings


@pytest.fixture
def settings(tmp_path) -> Settings:
    return replace(Settings.from_environment({}), home=tmp_path / "home")


def built(settings: Settings, words: str) -> Path:
    part = fresh_folder(settings)
    part.mkdir()
    (part / "index.html").write_text(words)
    return part


def test_the_new_site_is_served_and_the_old_one_is_gone(settings):
    """What was withdrawn must not be found in an older folder either."""
    swap(settings, built(settings, "first"))
    swap(settings, built(settings, "second"))

    assert (settings.current_site / "index.html").read_text() == "second"
    assert len(list(settings.sites.iterdir())) == 1


def test_the_data_folder_may_move(settings, tmp_path):
    """The link to the current site is relative: a restored backup serves at once."""
    swap(settings, built(settings, "first"))
    settings.home.rename(tmp_path / "moved")

    assert (tmp_path / "moved" / "site" / "index.html").read_text() == "first"


def test_what_a_killed_build_left_is_tidied_away_and_the_served_site_is_not(settings):
    swap(settings, built(settings, "served"))
    built(settings, "half")

    tidy(settings)

    assert (settings.current_site / "index.html").read_text() == "served"
    assert len(list(settings.sites.iterdir())) == 1


def test_two_builds_never_run_at_once(settings):
    """The second waits as long as it is told to, then says why it gave up."""
    with only_one(settings), pytest.raises(BuildFailed, match="Another build"):  # noqa: SIM117
        with only_one(settings, patience=0):
            pass
