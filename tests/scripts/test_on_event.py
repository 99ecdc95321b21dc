"""GitHub Actions hands an event over in a file; the same is done as for a webhook."""

from __future__ import annotations

import json

import pytest

from scripts import on_event
from tests.forge.github.server import ScriptedGitHub
from tests.forge.github.world import REPOSITORY, TOKEN
from waymark.settings import ROOT
from waymark.store import Store

CLOSED = {
    "action": "closed",
    "repository": {"full_name": REPOSITORY},
    "sender": {"login": "noor", "type": "User"},
    "pull_request": {"number": 7, "title": "The kettle was the first thing."},
}


@pytest.fixture
def github(tmp_path, monkeypatch):
    server = ScriptedGitHub(tmp_path / "github.git").start()
    for name, value in {
        "WAYMARK_HOME": str(tmp_path / "var"),
        "WAYMARK_COMMUNITY": str(ROOT / "community"),
        "WAYMARK_FORGE": "github",
        "WAYMARK_GITHUB_REPOSITORY": REPOSITORY,
        "WAYMARK_GITHUB_TOKEN": TOKEN,
        "WAYMARK_GITHUB_API": server.address,
    }.items():
        monkeypatch.setenv(name, value)
    yield server
    server.stop()


def run(tmp_path, name: str, body: object) -> int:
    file = tmp_path / "event.json"
    file.write_bytes(body if isinstance(body, bytes) else json.dumps(body).encode())
    return on_event.main([name, str(file)])


def test_the_pull_request_of_an_event_is_looked_at_at_once(tmp_path, github, capsys):
    assert run(tmp_path, "pull_request", CLOSED) == 0

    assert capsys.readouterr().out == "Taken.\n"
    assert [request.path for request in github.calls("GET", r"/pulls/7$")]
    store = Store.open(f"sqlite:///{tmp_path / 'var' / 'waymark.sqlite3'}")
    assert store.open_jobs() == []
    store.close()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("push", CLOSED),
        ("pull_request", {**CLOSED, "repository": {"full_name": "somebody/else"}}),
        ("pull_request", {}),
    ],
)
def test_what_asks_for_nothing_is_fine(tmp_path, github, capsys, name, body):
    assert run(tmp_path, name, body) == 0
    assert capsys.readouterr().out == "The event asks for nothing.\n"
    assert github.log == []


@pytest.mark.parametrize("body", [b"", b"The kettle", b"[1]", b"\xff", b"[" * 100_000])
def test_a_file_that_is_no_event_is_told_in_one_line(tmp_path, github, capsys, body):
    assert run(tmp_path, "pull_request", body) == 2

    said = capsys.readouterr().err
    assert said.startswith("on_event: The event file")
    assert said.count("\n") == 1
    assert "kettle" not in said


def test_a_file_that_is_not_there_is_told(tmp_path, capsys):
    assert on_event.main(["pull_request", str(tmp_path / "none.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_with_the_built_in_forge_there_is_nothing_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WAYMARK_FORGE", "local")

    assert run(tmp_path, "pull_request", CLOSED) == 0
    assert "built-in forge" in capsys.readouterr().out


def test_what_has_to_be_mended_is_one_line(tmp_path, github, monkeypatch, capsys):
    monkeypatch.setenv("WAYMARK_GITHUB_REPOSITORY", "not a name")

    assert run(tmp_path, "pull_request", CLOSED) == 1
    assert "WAYMARK_GITHUB_REPOSITORY" in capsys.readouterr().err
