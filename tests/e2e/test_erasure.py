"""Taken back means gone: a canary is looked for in every file and every object that there is."""

from __future__ import annotations

import gzip
import json
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.test_whole_way import approve_the_only_one, get, sign_in
from tests.git import is_sound, objects_with
from tests.running import RunningWaymark, wait_for
from waymark.states import State
from waymark.store import Store, Submission

TAKEN_BACK, FORGOTTEN, DECLINED, STAYS = "quorfeather", "brimlofter", "dwalmhazel", "vantrissel"
PLACES = {"site", "search index", "feeds", "store", "git", "copy for Pelican"}


def story(canary: str) -> dict[str, object]:
    """Return a form with the canary in all its answers; long, so that it fills pages of a file."""
    line = f"Every morning that winter I counted to ten, and {canary} was what I counted."
    return {
        "text": "\n\n".join([line] * 40),
        "title": f"Counting {canary}",
        "gist": f"I counted {canary}.",
        "what_helped": f"{canary} in the morning",
        "pen_name": f"Counter of {canary}",
        "consent": True,
    }


def post(waymark: RunningWaymark, path: str, body: dict[str, object]) -> dict[str, object]:
    request = urllib.request.Request(
        f"{waymark.address}{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, object] = json.load(answer)
    return found


def in_store(waymark: RunningWaymark, submission_id: str) -> Submission:
    store = Store.open(f"sqlite:///{waymark.home / 'waymark.sqlite3'}")
    try:
        found = store.get(submission_id)
        assert found is not None
        return found
    finally:
        store.close()


def publish(page: Page, waymark: RunningWaymark, canary: str) -> tuple[str, str]:
    """Send a story, approve it, wait for its page; return its id and receipt."""
    receipt = str(post(waymark, "/share/story/", story(canary))["receipt"])
    story_id = approve_the_only_one(page, waymark)
    address = f"{waymark.address}/stories/{story_id}/"
    wait_for(lambda: get(address)[0] == 200, "the page to appear")
    wait_for(lambda: in_store(waymark, story_id).state is State.PUBLISHED, "it to be settled")
    return story_id, receipt


def places_with(waymark: RunningWaymark, canary: str) -> set[str]:
    """Return the kinds of places that hold the canary, in any of the ways they may be packed."""
    found = {
        _kind_of(path.relative_to(waymark.home))
        for path in waymark.home.rglob("*")
        if path.is_file() and any(canary.encode() in data.lower() for data in _readings(path))
    }
    if canary.encode() in waymark.log.read_bytes():
        found.add("log")
    if objects_with(waymark.home / "forge.git", canary):
        found.add("git")
    return found


def _readings(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    yield data
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    try:
        yield zlib.decompress(data)
    except zlib.error:
        return


def _kind_of(path: Path) -> str:
    match path.parts:
        case ("sites", _, "pagefind", *_):
            return "search index"
        case ("sites", _, "feeds", *_):
            return "feeds"
        case ("sites", *_):
            return "site"
        case ("forge.git", *_):
            return "git"
        case ("published", *_):
            return "copy for Pelican"
        case (name,) if name.startswith("waymark.sqlite3"):
            return "store"
    return path.as_posix()


# GitHub keeps the history of a repository: docs/privacy.md says so, and what to do about it.
on_our_forge = pytest.mark.parametrize("waymark", ["local"], indirect=True)


@on_our_forge
@pytest.mark.browser
def test_what_was_taken_back_or_forgotten_is_nowhere(waymark, page):
    """Published, taken back and forgotten: 0 hits. What stays is untouched, in all its places."""
    sign_in(page, waymark)
    taken_id, receipt = publish(page, waymark, TAKEN_BACK)
    forgotten_id, _ = publish(page, waymark, FORGOTTEN)
    stays_id, _ = publish(page, waymark, STAYS)
    for canary in (TAKEN_BACK, FORGOTTEN, STAYS):
        assert places_with(waymark, canary) == PLACES, "the search finds what is there"

    answer = post(waymark, "/receipt/withdraw", {"receipt": receipt, "confirm": "yes"})
    assert answer["state"] == "withdrawn"
    wait_for(lambda: in_store(waymark, taken_id).erased_at is not None, "it to be erased")
    assert places_with(waymark, TAKEN_BACK) == set()

    for name in (forgotten_id, forgotten_id, taken_id):
        done = waymark.run("forget", name)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert "It is removed." in done.stdout
    assert places_with(waymark, FORGOTTEN) == set()

    assert places_with(waymark, STAYS) == PLACES
    assert get(f"{waymark.address}/stories/{stays_id}/")[1].count(STAYS) >= 40
    assert is_sound(waymark.home / "forge.git")
    for name in (taken_id, forgotten_id):
        status, notice = get(f"{waymark.address}/stories/{name}/")
        assert status == 200
        assert "taken back" in notice
    assert post(waymark, "/receipt/", {"receipt": receipt})["state"] == "withdrawn"
    assert waymark.stop() == 0
    assert places_with(waymark, TAKEN_BACK) | places_with(waymark, FORGOTTEN) == set()


@on_our_forge
def test_a_text_that_was_never_published_is_forgotten_too(waymark):
    """Also while it waits for a reader, with the service running or not."""
    post(waymark, "/share/story/", story(DECLINED))
    wait_for(lambda: "git" in places_with(waymark, DECLINED), "it to be proposed")
    store = Store.open(f"sqlite:///{waymark.home / 'waymark.sqlite3'}")
    (waiting,) = store.in_states(State.IN_REVIEW)
    store.close()
    assert waymark.stop() == 0

    done = waymark.run("forget", waiting.id)
    assert done.returncode == 0, done.stderr
    assert places_with(waymark, DECLINED) == set()


@pytest.mark.parametrize("name", ["nosuch", "../../etc", "x" * 200, ""])
def test_an_id_that_nobody_has_is_told_in_one_line(tmp_path, name):
    done = RunningWaymark(tmp_path / "var").run("forget", name)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no submission with this id" in done.stderr
