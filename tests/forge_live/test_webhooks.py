"""Real bodies of GitHub's webhooks, and those of an emulator, through our real address."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.forge.conftest import ticking
from tests.forge.samples import a_proposal
from tests.forge_live.contract import FORGE
from tests.forge_live.emulator import Emulator
from tests.running import wait_for
from tests.webhooks.conftest import OURS, SECRET, AHook
from waymark.forge.github import GitHubForge

EXAMPLES = FORGE / "node_modules/@octokit/webhooks-examples/api.github.com/index.json"
EVENTS = {event["name"]: event["examples"] for event in json.loads(EXAMPLES.read_text())}
ABOUT_PROPOSALS = ("pull_request", "pull_request_review", "issue_comment", "check_run", "push")


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_whatever_github_sends_is_answered_and_nothing_of_another_repository_is_done(hook, event):
    """Every kind of event there is, as GitHub publishes them, signed with our secret."""
    for number, body in enumerate(EVENTS[event]):
        assert hook.send(event, body, f"delivery-{number:04}") in (200, 202)

    assert [payload for _, payload in hook.jobs() if "number" in payload] == []


@pytest.mark.parametrize("event", ABOUT_PROPOSALS)
def test_what_github_sends_about_our_repository_is_taken_once(hook, event):
    """A delivery that comes again is not done again."""
    for number, body in enumerate(EVENTS[event]):
        ours = json.loads(json.dumps(body).replace(body["repository"]["full_name"], OURS))
        first = hook.send(event, ours, f"delivery-{number:04}")
        before = hook.jobs()

        assert first in (200, 202)
        assert hook.send(event, ours, f"delivery-{number:04}") == 200
        assert hook.jobs() == before


def test_an_emulators_own_deliveries_are_signed_and_taken(hook, store, tmp_path: Path, key):
    """A proposal, a comment and a review there: our address hears of them by itself."""
    address = f"http://127.0.0.1:{hook.server.effective_port}/webhooks/github"
    emulator = Emulator(tmp_path, key, address, SECRET).start()
    try:
        forge = GitHubForge(emulator.settings, store, clock=ticking())
        forge.propose(a_proposal())
        number = forge.find("k7f3q9").number
        emulator.ask("POST", f"/issues/{number}/comments", {"body": "/help"})
        wait_for(lambda: {"pull_request", "issue_comment"} <= taken(hook), "both", patience=20)
    finally:
        emulator.stop()


def taken(hook: AHook) -> set[str]:
    with hook.store.engine.connect() as connection:
        return set(connection.exec_driver_sql("SELECT event FROM deliveries").scalars())
