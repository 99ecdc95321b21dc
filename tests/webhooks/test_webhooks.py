"""What GitHub says is taken at once and once; what anybody else says is refused."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from tests.webhooks.conftest import OURS, signed

CLOSED = {
    "action": "closed",
    "repository": {"full_name": OURS},
    "sender": {"login": "noor", "type": "User"},
    "pull_request": {"number": 7, "body": "The kettle was the first thing."},
}
LOOK = [("attend", {"number": 7})]
_MINUTE = timedelta(minutes=1)


def test_what_is_signed_is_taken_and_left_to_the_worker(hook):
    assert hook.send("pull_request", CLOSED) == 202
    assert hook.jobs() == LOOK


def test_a_delivery_that_comes_again_is_known(hook):
    """GitHub delivers again when asked to; somebody who saw a delivery may replay it."""
    hook.send("pull_request", CLOSED)
    job = hook.store.claim("w", hook.store.open_jobs()[0].next_at, lease=_MINUTE)
    hook.store.finish(job, "w", job.next_at)

    assert hook.send("pull_request", CLOSED) == 200
    assert hook.jobs() == []


def test_many_events_about_one_pull_request_are_one_look(hook):
    for number in range(5):
        assert hook.send("pull_request", CLOSED, f"d-0001-{number:04}") == 202
    assert hook.jobs() == LOOK


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        "é",
        signed(b"another body"),
        signed(b"{}", "another secret"),
        signed(b"{}", algorithm="sha1"),
        signed(b"{}").removeprefix("sha256="),
        signed(b"{}").upper(),
    ],
)
def test_what_is_not_signed_by_github_is_refused(hook, signature):
    assert hook.send("pull_request", b"{}", X_Hub_Signature_256=signature) == 401
    assert hook.jobs() == []


def test_a_signature_with_sha_1_alone_does_not_count(hook):
    raw = b'{"action": "closed"}'
    headers = {"X_Hub_Signature_256": None, "X_Hub_Signature": signed(raw, algorithm="sha1")}

    assert hook.send("pull_request", raw, **headers) == 401


def test_refused_it_is_not_remembered(hook):
    """A wrong signature must not use up the number of the delivery that is to come."""
    hook.send("pull_request", CLOSED, X_Hub_Signature_256="sha256=" + "0" * 64)

    assert hook.send("pull_request", CLOSED) == 202


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"not json", {}, 400),
        (b"", {}, 400),
        (b"\xff\xfe", {}, 400),
        (b"[" * 100_000, {}, 400),
        (b"[]", {}, 400),
        (b"7", {}, 400),
        (b"null", {}, 400),
        (CLOSED, {"X_GitHub_Delivery": None}, 400),
        (CLOSED, {"X_GitHub_Delivery": "x"}, 400),
        (CLOSED, {"X_GitHub_Delivery": "d" * 500}, 400),
        (CLOSED, {"X_GitHub_Delivery": "../../etc/passwd"}, 400),
        (CLOSED, {"X_GitHub_Event": None}, 400),
        (CLOSED, {"X_GitHub_Event": "pull request"}, 400),
        (b"payload=%7B%7D", {"Content_Type": "application/x-www-form-urlencoded"}, 415),
        (CLOSED, {"Content_Type": "text/plain"}, 415),
    ],
)
def test_what_is_signed_but_no_delivery_is_named_so(hook, body, headers, status):
    assert hook.send("pull_request", body, **headers) == status
    assert hook.jobs() == []


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ("ping", {"zen": "Design for failure.", "hook_id": 1}),
        ("star", {**CLOSED, "action": "created"}),
        ("projects_v2_item", {**CLOSED, "action": "edited"}),
        ("an_event_of_next_year", CLOSED),
        ("pull_request", {**CLOSED, "repository": {"full_name": "somebody/else"}}),
        ("pull_request", {**CLOSED, "action": "labeled"}),
        ("issue_comment", {**CLOSED, "action": "created"}),
        ("pull_request", {}),
    ],
)
def test_what_does_not_concern_us_is_ignored_kindly(hook, event, body):
    """GitHub shows other answers than 2xx as a failing webhook."""
    assert hook.send(event, body) == 200
    assert hook.jobs() == []


@pytest.mark.parametrize("mebibytes", [5, 30])
def test_a_huge_body_is_refused(hook, mebibytes):
    raw = b" " * (mebibytes * 1024 * 1024)

    assert hook.send("pull_request", raw, X_Hub_Signature_256="sha256=0") == 413
    assert hook.jobs() == []
    assert hook.send("pull_request", CLOSED) == 202


def test_no_word_of_a_body_is_logged_or_kept(hook, caplog):
    caplog.set_level(logging.DEBUG)
    hook.send("pull_request", CLOSED)
    hook.send("pull_request", b'"The kettle', "d-0002-aaaa")
    hook.send("The kettle", CLOSED, "d-0003-aaaa")
    hook.send("pull_request", CLOSED, "The kettle was")

    assert "webhook pull_request: 202" in caplog.text
    assert "kettle" not in caplog.text
    assert "kettle" not in str(hook.store.open_jobs())


def test_without_a_secret_there_is_no_such_address(door):
    answer = door.client.post("/webhooks/github", json=CLOSED)

    assert answer.status_code == 405
