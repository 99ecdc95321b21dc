"""`waymark build` of a service whose content is on GitHub builds what is on the main branch."""

from __future__ import annotations

import pytest

from tests.forge.github.server import ScriptedGitHub
from tests.forge.github.world import REPOSITORY, TOKEN
from waymark.settings import ROOT


@pytest.fixture
def github(tmp_path):
    server = ScriptedGitHub(tmp_path / "github.git").start()
    yield server
    server.stop()


@pytest.fixture
def build(run, github, tmp_path):
    return lambda: run(
        "build", "--output", tmp_path / "site", WAYMARK_FORGE="github",
        WAYMARK_GITHUB_REPOSITORY=REPOSITORY, WAYMARK_GITHUB_TOKEN=TOKEN,
        WAYMARK_GITHUB_API=github.address, WAYMARK_CONTENT=str(tmp_path / "home" / "published"),
    )  # fmt: skip


def test_what_is_on_the_main_branch_is_built(build, github, tmp_path):
    files = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in (ROOT / "content").rglob("*.md")
    }
    github.world.push("main", files)

    answer = build()

    assert answer.exit_code == 0, answer.output
    assert (tmp_path / "site" / "about" / "index.html").is_file()
    assert (tmp_path / "site" / "stories" / "index.html").is_file()


def test_without_github_one_line_says_so_and_nothing_is_built(build, github, tmp_path):
    github.world.is_gone = True

    answer = build()

    assert answer.exit_code == 1
    assert answer.output.splitlines()[-1].startswith("waymark: ")
    assert not (tmp_path / "site").exists()
