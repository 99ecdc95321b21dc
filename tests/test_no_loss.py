"""The serving process is killed at every step of the way; every accepted text arrives once."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest

from tests.dying_serve import STEPS
from tests.running import ROOT, RunningWaymark, wait_for
from waymark.forge.local import LocalForge
from waymark.moderation import Moderator, mark_of
from waymark.moderators import Person, Role
from waymark.states import State
from waymark.store import Store, Submission

TEXT = "The heron on the canal did not mind me. " * 30


class Walk:
    """One text on its way through a Waymark that may die at any time and is started again."""

    def __init__(self, running: RunningWaymark) -> None:
        self.running = running

    def keep_alive(self) -> None:
        assert self.running.process is not None
        if self.running.process.poll() is not None:
            self.running.kill()
            self.running.start(WAYMARK_LEASE_SECONDS="2")

    def send(self) -> None:
        """Send the same form until somebody says it was received, as a browser's retry would."""
        token = self._json("/form-token")["token"]
        body = {"text": TEXT, "consent": True, "token": token}

        def received() -> bool:
            self.keep_alive()
            try:
                return self._json("/share/story/", body)["state"] == "received"
            except (urllib.error.URLError, ConnectionError, OSError):
                return False

        wait_for(received, "an answer to the form")

    def until(self, state: State) -> Submission:
        store = Store.open(f"sqlite:///{self.running.home / 'waymark.sqlite3'}")
        try:

            def there() -> bool:
                self.keep_alive()
                return bool(store.in_states(state))

            wait_for(there, f"the state {state}")
            (only,) = store.in_states(*State)
            return only
        finally:
            store.close()

    def approve(self, submission: Submission) -> None:
        store = Store.open(f"sqlite:///{self.running.home / 'waymark.sqlite3'}")
        moderator = Moderator(store, Person("moderator", Role.LEAD, 20), datetime.now(UTC))
        moderator.approve(submission, mark_of(submission), {"title": "The heron"})
        store.close()

    def _json(self, path: str, body: dict[str, object] | None = None) -> dict[str, str]:
        request = urllib.request.Request(
            f"{self.running.address}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return dict(json.load(answer))


@pytest.mark.parametrize("step", STEPS)
def test_a_text_arrives_once_although_the_process_was_killed_after(step, tmp_path):
    """Killed with SIGKILL right after the step, started again: published exactly once."""
    running = RunningWaymark(
        tmp_path / "var", [sys.executable, str(ROOT / "tests" / "dying_serve.py")]
    )
    walk = Walk(running)
    try:
        running.start(KILL_AFTER=step, WAYMARK_LEASE_SECONDS="2", PYTHONPATH=str(ROOT))
        walk.send()
        walk.approve(walk.until(State.IN_REVIEW))
        published = walk.until(State.PUBLISHED)
        page = f"{running.address}/stories/{published.id}/"
        with urllib.request.urlopen(page, timeout=10) as answer:
            assert "The heron on the canal" in answer.read().decode()
    finally:
        running.kill()

    assert (tmp_path / "died").exists(), "the step was never reached"
    forge = LocalForge(running.home / "forge.git")
    assert forge.list_files("submissions") == []
    assert forge.list_files("content") == [published.published_path]
    assert _git(running, "branch", "--format=%(refname:short)") == "main"
    assert _git(running, "log", "--format=%s", "main").count(f"Approve {published.id}") == 1
    _git(running, "fsck", "--strict")


def _git(running: RunningWaymark, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(running.home / "forge.git"), *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
