"""When the repository is not what it should be, work stops safely and goes on when it is mended."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.forge.github.rough import START, RoughWay
from tests.forge.github.server import Fault
from tests.forge.github.world import REPOSITORY, TOKEN
from waymark.errors import ForgeUnavailable, NotYet
from waymark.forge.github.repository import problem_of
from waymark.forge.github.signing_in import RIGHTS
from waymark.states import State

WORDS = "quillwort by the canal"


def become(way: RoughWay, **facts) -> None:
    way.server.world.facts.update(facts)


TROUBLES = {
    "becomes public": (
        lambda way: become(way, private=False, visibility="public"),
        lambda way: become(way, private=True, visibility="private"),
        "not private",
    ),
    "is open to a whole enterprise": (
        lambda way: become(way, visibility="internal"),
        lambda way: become(way, visibility="private"),
        "not private",
    ),
    "is renamed": (
        lambda way: setattr(way.server.world, "repository", "peers/other"),
        lambda way: setattr(way.server.world, "repository", REPOSITORY),
        "renamed",
    ),
    "is archived": (
        lambda way: become(way, archived=True),
        lambda way: become(way, archived=False),
        "archived",
    ),
    "is deleted": (
        lambda way: setattr(way.server.world, "is_gone", True),
        lambda way: setattr(way.server.world, "is_gone", False),
        "not there",
    ),
    "has another default branch": (
        lambda way: become(way, default_branch="trunk"),
        lambda way: become(way, default_branch="main"),
        "default branch",
    ),
    "does not know us any more": (
        lambda way: way.server.world.tokens.clear(),
        lambda way: way.server.world.tokens.update({TOKEN: "waymark-service"}),
        "does not accept",
    ),
    "takes rights away": (
        lambda way: way.server.world.forbidden.add(("POST", "/git/refs")),
        lambda way: way.server.world.forbidden.clear(),
        "does not let us",
    ),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_a_repository_that(way: RoughWay, name: str):
    """The reason is plain, nothing is lost, no text leaves, and it goes on by itself."""
    breaks, mends, reason = TROUBLES[name]
    breaks(way)
    submission_id = way.submit(1, WORDS)
    with pytest.raises(AssertionError, match="still not done"):
        way.work(timedelta(hours=2))

    (job,) = way.store.open_jobs()
    assert reason in (job.last_error or "")
    assert way.store.get(submission_id).state is State.RECEIVED
    assert way.server.calls("PUT") == []
    assert way.server.calls("POST", "/pulls") == []

    mends(way)
    way.work()

    assert way.differences([submission_id])["lost"] == 0
    assert way.store.outgoing(way.now).trouble == ""


def test_the_desk_says_at_once_why_nothing_goes(way: RoughWay):
    """And what to do; it says nothing any more when it is mended."""
    become(way, private=False)
    way.submit(1, WORDS)
    with pytest.raises(AssertionError):
        way.work(timedelta(minutes=1))

    assert "Make it private" in way.store.outgoing(way.now).trouble


def test_privacy_is_asked_again_for_each_proposal(way: RoughWay):
    """The second text stays here although the first one went."""
    first = way.submit(1, "It rained.")
    way.work()
    become(way, private=False)
    way.submit(2, WORDS)
    with pytest.raises(AssertionError):
        way.work(timedelta(hours=1))

    assert [pull["branch"] for pull in way.server.world.pulls.values()] == [f"submission/{first}"]
    assert WORDS not in str(way.server.log)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, "not there"),
        ({}, "renamed"),
        ({"full_name": "o/n"}, "not private"),
        ({"full_name": "o/n", "private": "true"}, "not private"),
        ({"full_name": "o/n", "private": True, "default_branch": "main"}, ""),
        ({"full_name": "O/N", "private": True, "default_branch": "main"}, ""),
        ({"full_name": "o/n", "private": True, "visibility": "internal"}, "not private"),
        ({"full_name": "o/n", "private": True, "disabled": True}, "archived"),
        ({"full_name": "o/n", "private": True, "default_branch": "x"}, "default branch"),
    ],
)
def test_only_what_github_calls_private_is_private(found, words):
    """Anything that is not said in so many words counts against it."""
    problem = problem_of(found, "o/n", "main")

    assert (words in str(problem)) if words else problem is None


def test_protection_that_the_bot_cannot_satisfy_is_said(way: RoughWay):
    """Nothing is forced; when it is mended the merge goes on."""
    name = way.submit(1, WORDS)
    way.work()
    way.server.world.protection = "At least 1 approving review is required by reviewers."
    revision = way.store.get(name).revision
    way.now += timedelta(minutes=5)

    with pytest.raises(ForgeUnavailable, match="let the App bypass it"):
        way.forge.merge(name, revision)

    way.server.world.protection = ""
    way.now += timedelta(minutes=5)
    assert way.forge.merge(name, revision).status == "merged"


def test_files_that_somebody_else_put_on_the_branch_are_not_merged(way: RoughWay):
    """A proposal holds just its own file; whoever pushed more is told so."""
    name = way.submit(1, WORDS)
    way.work()
    pushed = way.server.world.push(f"submission/{name}", {".github/workflows/x.yml": "on: push"})
    way.now += timedelta(minutes=5)

    with pytest.raises(ForgeUnavailable, match="just its own file"):
        way.forge.merge(name, pushed)
    assert way.server.world.files("main") == {}


def test_a_moderators_own_edit_of_the_file_can_be_merged(way: RoughWay):
    """It is merged as it was read there."""
    name = way.submit(1, WORDS)
    way.work()
    (path,) = way.server.world.files(f"submission/{name}")
    pushed = way.server.world.push(f"submission/{name}", {path: "edited\n"})
    way.now += timedelta(minutes=5)

    assert way.forge.merge(name, pushed).status == "merged"
    assert way.server.world.files("main") == {path: "edited\n"}


def test_an_older_version_on_main_gives_way_to_what_was_read(way: RoughWay):
    """Both added the file: what the moderator read is merged, once, in its place."""
    name = way.submit(1, WORDS)
    way.work()
    (path,) = way.server.world.files(f"submission/{name}")
    text = way.server.world.files(f"submission/{name}")[path]
    way.server.world.push("main", {path: "older\n"})
    way.now += timedelta(minutes=5)

    assert way.forge.merge(name, way.store.get(name).revision).status == "merged"
    assert way.server.world.files("main") == {path: text}


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (Fault.SECONDARY_403_WAIT, 30),
        (Fault.SECONDARY_429_WAIT, 45),
        (Fault.UNAVAILABLE_WAIT, 20),
        (Fault.PRIMARY, 91),
        (Fault.SECONDARY_403, 60),
        (Fault.SECONDARY_429, 60),
    ],
)
def test_github_is_left_alone_as_long_as_it_asks(way: RoughWay, fault, seconds):
    """By seconds, by a time, or a minute when it names none; nobody else asks meanwhile."""
    way.plan = lambda _submission, step: fault if step == "branch" else None
    way.submit(1, WORDS)
    with pytest.raises(AssertionError):
        way.work(timedelta(seconds=3))

    pause = way.store.pause()
    assert pause is not None
    assert pause.until == START + timedelta(seconds=seconds)
    way.now = START
    count = len(way.server.log)
    with pytest.raises(NotYet):
        way.forge.look("k7f3q9")
    assert len(way.server.log) == count

    way.plan = lambda _submission, _step: None
    way.work()
    assert way.store.pause() is None
    assert way.store.stuck() == []


def test_each_time_github_asks_again_the_wait_is_longer_up_to_an_hour(way: RoughWay):
    """Without a time to wait: a minute at first, twice as long each time, not to the second."""
    way.plan = lambda _submission, _step: Fault.SECONDARY_429
    way.submit(1, WORDS)
    with pytest.raises(AssertionError):
        way.work(timedelta(hours=12))

    times = [request for request, _ in way.server.log]
    assert 14 <= len(times) <= 30
    pause = way.store.pause()
    assert pause.count > 8
    assert pause.until - way.now <= timedelta(hours=1)


def test_neither_words_nor_keys_are_in_logs_errors_or_reprs(way: RoughWay, caplog):
    """Whatever goes wrong, at the loudest level."""
    caplog.set_level(logging.DEBUG)
    seen = []
    faults = (Fault.BAD_GATEWAY_AFTER, Fault.RESET_AFTER, Fault.CUT_SHORT, Fault.SECONDARY_429)
    for number, fault in enumerate(faults):
        way.plan = lambda _submission, step, f=fault: f if step == "file" else None
        way.submit(number, WORDS)
        with suppress(AssertionError):
            way.work(timedelta(seconds=30))
        way.now += timedelta(minutes=3)
        seen += [job.last_error for job in way.store.open_jobs()]
    way.server.world.tokens.clear()
    try:
        way.forge.look("k7f3q9")
    except ForgeUnavailable as problem:
        seen.append(f"{problem!r} {problem.__context__!r} {problem.__cause__!r}")

    told = f"{caplog.text} {seen} {way.forge.settings!r} {way.forge.__dict__!r}"
    assert "quillwort" not in told
    assert TOKEN not in told
    assert seen
    assert caplog.text.count("again later") >= 3
    assert set(RIGHTS.values()) == {"write"}
