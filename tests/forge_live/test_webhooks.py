"""Real bodies of GitHub's webhooks, and those of an emulator, through our real address."""

from __future__ import annotations

import json
from pathlib import Path

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


def test_whatever_github_sends_is_answered_and_nothing_of_another_repository_is_done(hook):
    """Every kind of event there is, as GitHub publishes them, signed with our secret."""
    for event, examples in EVENTS.items():
        for number, body in enumerate(examples):
            delivery = f"{event.replace('_', '-')}-{number:04}"
            assert hook.send(event, body, delivery) in (200, 202), delivery

    assert len(EVENTS) > 50
    assert [payload for _, payload in hook.jobs() if "number" in payload] == []


def test_what_github_sends_about_our_repository_is_taken_once(hook):
    """A delivery that comes again is not done again."""
    for event in ABOUT_PROPOSALS:
        for number, body in enumerate(EVENTS[event]):
            ours = json.loads(json.dumps(body).replace(body["repository"]["full_name"], OURS))
            delivery = f"{event.replace('_', '-')}-{number:04}"
            assert hook.send(event, ours, delivery) in (200, 202), delivery
            before = hook.jobs()
            assert hook.send(event, ours, delivery) == 200
            assert hook.jobs() == before

    assert any("number" in payload for _, payload in hook.jobs())


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
