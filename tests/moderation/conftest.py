"""One text that a moderator may read: a real store, a forge in memory, the bot, and a clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from tests.fakes import FakeForge
from tests.moderation.samples import NOON, PEOPLE, a_new_text
from waymark.bot import Bot
from waymark.checks import Level
from waymark.moderation import Moderator, mark_of
from waymark.privacy import AllowList
from waymark.store import Store, Submission
from waymark.worker import Worker


@dataclass
class House:
    """Take a text in, be somebody, look at it again."""

    store: Store
    forge: FakeForge = field(default_factory=FakeForge)
    now: datetime = NOON

    def take_in(self, level: Level = Level.ROUTINE, **more) -> Submission:
        found = self.store.accept(a_new_text(level, **more), self.now)[0]
        self.work()
        return self.again(found)

    def work(self) -> None:
        handlers = Bot(self.store, self.forge, AllowList()).handlers()
        worker = Worker(self.store, handlers, "w", clock=lambda: self.now)
        while worker.run_once():
            pass

    def again(self, submission: Submission) -> Submission:
        found = self.store.get(submission.id)
        assert found is not None
        return found

    def be(self, name: str) -> Moderator:
        return Moderator(self.store, PEOPLE[name], self.now)

    def approve(self, submission: Submission, name: str):
        seen = self.again(submission)
        return self.be(name).approve(seen, mark_of(seen), {"title": "Rain"})

    def acts(self, submission: Submission) -> list[str]:
        return [f"{act.by} {act.action}" for act in self.store.decisions(submission.id)]


@pytest.fixture
def house(tmp_path):
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield House(store)
    store.close()
