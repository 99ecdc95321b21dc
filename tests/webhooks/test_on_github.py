"""From GitHub's event to GitHub's answer, each part the real one: only GitHub itself is small."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.a_door import ADoor
from tests.forge.github import shapes
from tests.forge.github.server import ScriptedGitHub
from tests.forge.github.world import REPOSITORY, TOKEN
from tests.webhooks.conftest import SECRET, AHook
from waymark.bot import Bot
from waymark.cli.on_github import OnGitHub
from waymark.entry import path_in
from waymark.forge.github import GitHubForge
from waymark.github_settings import GitHubSettings, Secret
from waymark.privacy import allow_list
from waymark.states import State
from waymark.store import NewSubmission
from waymark.worker import Worker

TEXT = "The kettle was the first thing. I filled it every morning and that was enough."
WAIT = timedelta(minutes=2)


class House:
    """A whole Waymark beside a small GitHub, told of what happens there by webhook."""

    def __init__(self, door: ADoor, github: ScriptedGitHub) -> None:
        moderators = door.community / "moderators.yaml"
        text = moderators.read_text()
        moderators.write_text(text.replace("role: lead", "role: lead\n    github: noor-b"))
        settings = GitHubSettings(
            REPOSITORY, Secret(TOKEN), api=github.address, webhook_secret=Secret(SECRET)
        )
        door.settings = dataclasses.replace(door.settings, github=settings)
        self.door, self.store, self.world = door, door.store, github.world
        self.github = github
        self.hook = AHook(door)
        forge = GitHubForge(settings, door.store, clock=lambda: door.now)
        allow = allow_list(door.services.house.last_good.community)
        self.on_github = OnGitHub(door.settings, door.store, forge, allow)
        self.on_github.polling.every = timedelta(days=1)  # time goes fast here
        handlers = {**Bot(door.store, forge, allow).handlers(), **self.on_github.handlers()}
        self.worker = Worker(door.store, handlers, clock=lambda: door.now)
        self.told = 0

    def work(self) -> None:
        """Do what is to be done now; writes wait for their turn, so time passes."""
        for _ in range(60):
            if self.worker.run_once():
                continue
            kinds = {job.kind for job in self.store.open_jobs()} - {"publish", "poll", "reconcile"}
            if not kinds:
                return
            self.door.now += WAIT
        raise AssertionError(f"still not done: {self.store.open_jobs()}")

    def submit(self) -> str:
        new = NewSubmission(
            kind="story", lang="en", fields={"text": TEXT, "consent": True, "title": "The kettle"},
            to=None, receipt_hash="r", token_hash="t", proof="proven", level="routine", score=0.0,
            findings=(), rules_version="1",
        )  # fmt: skip
        name = self.store.accept(new, self.door.now)[0].id
        self.work()
        return name

    def tell(self, event: str, action: str, number: int, **parts: Any) -> int:
        """GitHub tells of something by webhook."""
        self.told += 1
        body = {
            "action": action, "repository": {"full_name": REPOSITORY},
            "sender": {"login": "noor-b", "type": "User"}, "pull_request": {"number": number},
            "issue": {"number": number, "pull_request": {"url": "x"}}, **parts,
        }  # fmt: skip
        return self.hook.send(event, body, f"delivery-{self.told:04}")

    def reviews(self, login: str, number: int, body: str = "") -> None:
        head = self.world.pull(number)["sha"]
        known = self.world.reviews.setdefault(number, [])
        known.append(shapes.review(len(known) + 1, login, "APPROVED", body, head, self.world.now()))
        self.tell("pull_request_review", "submitted", number)
        self.work()

    def comments(self, login: str, number: int, body: str) -> None:
        self.world.comment(number, login, body)
        self.tell("issue_comment", "created", number)
        self.work()

    def answers(self) -> list[str]:
        """Our own comments, first to last."""
        ours = "waymark-service"
        return [c["body"] for c in self.world.comments if c["user"]["login"] == ours]


@pytest.fixture
def house(door, tmp_path) -> Iterator[House]:
    github = ScriptedGitHub(tmp_path / "github.git", clock=lambda: door.now).start()
    made = House(door, github)
    yield made
    made.hook.close()
    github.stop()


def test_what_is_approved_on_github_is_merged_there(house):
    name = house.submit()
    house.reviews("noor-b", 1)
    house.comments("noor-b", 1, "Thank you.\n\n/publish")

    assert house.store.get(name).state is State.APPROVED
    assert any("Done, `/publish`: approved." in answer for answer in house.answers())
    assert house.world.pull(1)["merged_at"]
    assert house.world.head(f"submission/{name}") is None
    assert TEXT in house.world.files("main")[path_in("submissions", "story", name)]
    assert "publish" in {job.kind for job in house.store.open_jobs()}
    assert house.on_github.reconciling.compare() == []


def test_an_event_that_comes_five_times_is_answered_once(house):
    house.submit()
    house.comments("noor-b", 1, "/ask Which kettle?")
    for _ in range(5):
        house.tell("issue_comment", "created", 1)
        house.work()

    assert len([answer for answer in house.answers() if "`/ask`" in answer]) == 1


def test_an_event_that_was_lost_is_found_by_looking(house):
    name = house.submit()
    house.on_github.begin(house.door.now)
    house.work()
    house.door.now += WAIT
    house.world.comment(1, "noor-b", "/decline L2")
    house.world.pull(1)["updated_at"] = house.world.now()

    house.door.now += timedelta(days=1)
    house.work()

    assert house.store.get(name).state is State.DECLINED
    assert house.world.pull(1)["state"] == "closed"
    assert house.world.head(f"submission/{name}") is None


def test_a_plain_close_is_opened_again_on_github(house):
    name = house.submit()
    house.world.pull(1)["state"] = "closed"
    house.tell("pull_request", "closed", 1)
    house.work()

    assert house.world.pull(1)["state"] == "open"
    assert any("Closing alone decides nothing" in answer for answer in house.answers())
    assert house.store.get(name).state is State.IN_REVIEW


def test_an_edit_on_github_is_taken_over(house):
    name = house.submit()
    path = path_in("submissions", "story", name)
    text = house.world.files(f"submission/{name}")[path]
    changed = text.replace("every morning", "every day")
    house.world.push(f"submission/{name}", {path: changed}, "P2: less exact", "noor-b")
    house.tell("pull_request", "synchronize", 1)
    house.work()

    seen = house.store.get(name)
    assert [(edit["words"], edit["rule"]) for edit in seen.edits] == [("day", "P2")]
    assert any("taken over" in answer for answer in house.answers())
    assert "every day" in house.world.files(f"submission/{name}")[path]


def test_somebody_who_is_no_moderator_is_not_heard(house):
    name = house.submit()
    before = house.answers()
    house.reviews("somebody", 1, "/publish")
    house.comments("somebody", 1, "/decline L2")

    assert house.answers() == before
    assert house.store.get(name).state is State.IN_REVIEW
