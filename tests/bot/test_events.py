"""An event says at most which pull request to look at; anything odd asks nothing of us."""

from __future__ import annotations

from typing import Any

import pytest

from waymark.bot.events import Event, read_event
from waymark.store import NewJob

OURS = "peers/review"
OUR_REPOSITORY = {"full_name": OURS}
SENDER = {"login": "noor", "type": "User"}


def a_body(**parts: Any) -> dict[str, Any]:
    """A body with the fields that GitHub documents and we read."""
    return {"repository": OUR_REPOSITORY, "sender": SENDER, **parts}


PULL = {"pull_request": {"number": 7}}
COMMENT = {"issue": {"number": 7, "pull_request": {"url": "https://example.org"}}}


@pytest.mark.parametrize(
    ("name", "action", "parts"),
    [
        ("pull_request", "closed", PULL),
        ("pull_request", "reopened", PULL),
        ("pull_request", "synchronize", PULL),
        ("pull_request_review", "submitted", PULL),
        ("pull_request_review", "dismissed", PULL),
        ("issue_comment", "created", COMMENT),
    ],
)
def test_what_may_ask_something_of_us_is_looked_at(name, action, parts):
    event = read_event(name, a_body(action=action, **parts), OURS)

    assert event == Event(name, action, 7)
    assert event.job() == NewJob("attend", payload={"number": 7}, key="7")


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("repository", "publicized"),
        ("repository", "archived"),
        ("repository", "edited"),
        ("repository", "renamed"),
        ("installation", "suspend"),
        ("installation_repositories", "removed"),
    ],
)
def test_a_change_of_the_repository_or_the_app_has_everything_compared(name, action):
    event = read_event(name, a_body(action=action), OURS)

    assert event == Event(name, action)
    assert event.job() == NewJob("reconcile")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("ping", a_body(zen="Keep it logically awesome.")),
        ("star", a_body(action="created")),
        ("no_such_event", a_body(action="created", **PULL)),
        ("pull_request", a_body(action="labeled", **PULL)),
        ("pull_request", a_body(action="opened", **PULL)),
        ("issue_comment", a_body(action="edited", **COMMENT)),
        ("issue_comment", a_body(action="deleted", **COMMENT)),
        ("issue_comment", a_body(action="created", issue={"number": 7})),
        ("issue_comment", a_body(action="created", **COMMENT) | {"sender": {"type": "Bot"}}),
        ("pull_request_review", a_body(action="submitted", **PULL) | {"sender": {"type": "Bot"}}),
        ("pull_request", a_body(action="closed", **PULL) | {"repository": {"full_name": "a/b"}}),
        ("repository", a_body(action="publicized") | {"repository": {"full_name": "a/b"}}),
    ],
)
def test_what_asks_nothing_of_us_is_left_alone(name, body):
    assert read_event(name, body, OURS) is None


@pytest.mark.parametrize("odd", [None, 7, "7", [], [7], {}, {"number": None}, {"number": "7"},
                                 {"number": -7}, {"number": True}, {"number": 7.5}])  # fmt: skip
@pytest.mark.parametrize("name", ["pull_request", "issue_comment", "pull_request_review"])
def test_a_body_of_another_shape_is_left_alone(name, odd):
    """The shapes are GitHub's to change; nothing here may break on them."""
    for key in ("pull_request", "issue", "repository", "sender"):
        for action in ("created", "closed", "submitted", odd):
            body = a_body(action=action, pull_request=odd, issue=odd) | {key: odd}
            assert read_event(name, body, OURS) is None


def test_the_name_of_the_repository_is_read_as_github_reads_it():
    body = a_body(action="closed", **PULL) | {"repository": {"full_name": "Peers/Review"}}

    assert read_event("pull_request", body, OURS) == Event("pull_request", "closed", 7)
