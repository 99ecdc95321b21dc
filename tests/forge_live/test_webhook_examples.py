"""Real bodies of GitHub's webhooks, signed, through the real address: all taken, few ask anything.

They come from the package @octokit/webhooks-examples, which `make test-forge` installs by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from tests.a_door import ADoor
from tests.webhooks.conftest import OURS, AHook
from waymark.bot.events import ABOUT_ALL, ABOUT_ONE
from waymark.settings import ROOT

FILE = ROOT / ".forge/node_modules/@octokit/webhooks-examples/api.github.com/index.json"


@cache
def examples() -> tuple[tuple[str, dict[str, Any]], ...]:
    groups = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple((group["name"], body) for group in groups for body in group["examples"])


def of_ours(body: dict[str, Any]) -> dict[str, Any]:
    """Return the same body as if it came from our repository."""
    if "repository" not in body:
        return body
    return {**body, "repository": {**body["repository"], "full_name": OURS}}


@pytest.fixture(scope="module")
def hook(tmp_path_factory) -> Iterator[AHook]:
    door = ADoor(tmp_path_factory.mktemp("hook"))
    made = AHook(door)
    yield made
    made.close()
    door.store.close()


def take_jobs(hook: AHook) -> list[tuple[str, Any]]:
    """Return the jobs that were added, and take them away."""
    found = hook.jobs()
    for job in hook.store.open_jobs():
        claimed = hook.store.claim("w", job.next_at, timedelta(minutes=1), [job.kind])
        hook.store.finish(claimed, "w", job.next_at)
    return found


def test_the_examples_are_many_and_hold_every_event_we_watch():
    names = {name for name, _ in examples()}

    assert len(examples()) > 200
    assert {*ABOUT_ONE, *ABOUT_ALL} <= names


def test_every_example_is_taken_or_left_and_never_refused(hook):
    """Signed by GitHub, no event of any kind is an error, also those of next to no meaning here."""
    for number, (name, body) in enumerate(examples()):
        for repository, given in (("their", body), ("our", of_ours(body))):
            status = hook.send(name, given, f"{repository}-{number:08}")
            assert status in (200, 202), (name, body.get("action"), status)
    take_jobs(hook)


def test_only_what_may_ask_something_of_us_becomes_work_and_that_once(hook):
    for number, (name, body) in enumerate(examples()):
        action = body.get("action")
        is_one = name in ABOUT_ONE and action in ABOUT_ONE[name] and "pull_request" in body
        is_all = name in ABOUT_ALL and action in ABOUT_ALL[name]

        status = hook.send(name, of_ours(body), f"ours-{number:08}")

        assert (status == 202) is (is_one or is_all), (name, action)
        number_of = body["pull_request"]["number"] if is_one else None
        look = [("attend", {"number": number_of})] if is_one else []
        assert take_jobs(hook) == (look or ([("reconcile", {})] if is_all else []))

        assert hook.send(name, of_ours(body), f"ours-{number:08}") == 200, "it came before"
        assert take_jobs(hook) == []


def test_a_comment_on_a_pull_request_is_looked_at_and_one_on_an_issue_is_not(hook):
    comments = [
        body for name, body in examples() if name == "issue_comment" and body["action"] == "created"
    ]
    assert comments
    for number, body in enumerate(comments):
        assert hook.send("issue_comment", of_ours(body), f"issue-{number:08}") == 200
        on_pull = {**of_ours(body), "issue": {**body["issue"], "pull_request": {"url": "x"}}}
        assert hook.send("issue_comment", on_pull, f"pull-{number:08}") == 202
        assert take_jobs(hook) == [("attend", {"number": body["issue"]["number"]})]


def test_an_example_of_another_repository_is_left_alone(hook):
    for number, (name, body) in enumerate(examples()):
        if name in ABOUT_ONE:
            assert hook.send(name, body, f"other-{number:08}") == 200
    assert take_jobs(hook) == []
