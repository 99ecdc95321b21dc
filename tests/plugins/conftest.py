"""Two built sites: the demonstration, and one made up by chance with many heavy entries."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from tests.plugins.built_site import BuiltSite
from tests.publish.graphs import made_up_entries
from tests.running import ROOT
from waymark.community import load_community
from waymark.entry import dump
from waymark.entry_fields import FOLDERS
from waymark.publish.building import build
from waymark.settings import Settings

ENTRIES, SEED = 90, 21


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demonstration")
    yield _built(folder, {})
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made-up")
    vocabulary = load_community(ROOT / "community").vocabulary
    content = folder / "content"
    for entry in made_up_entries(vocabulary, ENTRIES, SEED):
        facts = {**entry.facts, "example": entry.sequence % 2 == 0, "gist": f"Gist {entry.id}."}
        facts |= {"consent": {"version": 1}, "reviewed_on": "2026-11", "pen_name": "A reader"}
        path = content / FOLDERS[entry.kind] / f"{entry.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump(replace(entry, title=f"Title {entry.id}", facts=facts)), "utf-8")
    shutil.copytree(ROOT / "content" / "pages", content / "pages")
    yield _built(folder, {"WAYMARK_CONTENT": str(content)})
    shutil.rmtree(folder)


@pytest.fixture(params=["demonstration", "made_up"])
def site(request):
    """Each of the two, one after the other."""
    return request.getfixturevalue(request.param)


def _built(folder, settings):
    settings = Settings.from_environment({"WAYMARK_HOME": str(folder / "var"), **settings})
    build(settings, folder / "site", settings.conf)
    return BuiltSite(folder / "site", settings)
