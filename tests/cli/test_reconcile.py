"""`waymark reconcile` says what is different, mends what it may, and its exit code tells."""

from __future__ import annotations

import json

import pytest

from tests.forge.github.server import ScriptedGitHub
from tests.forge.github.world import REPOSITORY, TOKEN
from waymark.store import Store

STRAY = "bcdfghjkmn"


@pytest.fixture
def github(tmp_path):
    server = ScriptedGitHub(tmp_path / "github.git").start()
    yield server
    server.stop()


@pytest.fixture
def on_github(run, github):
    def on_github(*arguments: str):
        return run(
            *arguments, WAYMARK_FORGE="github", WAYMARK_GITHUB_REPOSITORY=REPOSITORY,
            WAYMARK_GITHUB_TOKEN=TOKEN, WAYMARK_GITHUB_API=github.address,
        )  # fmt: skip

    return on_github


@pytest.fixture
def reconcile(on_github):
    return lambda *options: on_github("reconcile", *options)


def test_what_is_alike_is_said_so(reconcile):
    answer = reconcile()

    assert answer.exit_code == 0
    assert answer.output == "The store and GitHub say the same.\n"


def test_what_needs_a_person_is_named_and_the_exit_code_says_so(reconcile, github):
    github.world.push(f"submission/{STRAY}", {f"submissions/stories/bc/{STRAY}.md": "x"})

    answer = reconcile()

    assert answer.exit_code == 1
    assert "LOOK AT IT" in answer.output
    assert f"unknown-branch  {STRAY}" in answer.output
    assert github.world.head(f"submission/{STRAY}"), "nothing is thrown away"


def test_as_json_it_is_one_object(reconcile, github):
    github.world.push(f"submission/{STRAY}", {f"submissions/stories/bc/{STRAY}.md": "x"})

    answer = reconcile("--json", "--dry-run")

    assert answer.exit_code == 1
    found = json.loads(answer.output)
    assert found["dry_run"] is True
    assert [(d["kind"], d["submission"]) for d in found["differences"]] == [
        ("unknown-branch", STRAY)
    ]


def test_a_dry_run_changes_nothing(reconcile, github, tmp_path):
    reconcile("--dry-run")

    assert [request for request in github.calls() if request.is_write] == []
    store = Store.open(f"sqlite:///{tmp_path / 'home' / 'waymark.sqlite3'}")
    assert store.open_jobs() == []
    store.close()


def test_with_the_built_in_forge_there_is_nothing_to_compare(run):
    answer = run("reconcile")

    assert answer.exit_code == 0
    assert "built-in forge" in answer.output


def test_when_github_is_not_to_be_reached_one_line_says_so(reconcile, github):
    github.world.is_gone = True

    answer = reconcile()

    assert answer.exit_code == 1
    assert answer.output.startswith("waymark: ")
    assert "Traceback" not in answer.output


def test_the_worker_looks_at_github_and_compares_by_night(on_github, github, tmp_path):
    assert on_github("worker", "--once").exit_code == 0

    assert github.calls("GET", r"/pulls$"), "it looked"
    store = Store.open(f"sqlite:///{tmp_path / 'home' / 'waymark.sqlite3'}")
    assert {"poll", "reconcile"} <= {job.kind for job in store.open_jobs()}
    store.close()
