"""A conversation on a forge where people work by hand: the bot listens, and answers once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.bot.conversation import LEASE, Conversation
from tests.fakes import FakePullRequests
from waymark.bot.attending import Attending
from waymark.bot.polling import Polling
from waymark.bot.reconcile import Reconciling
from waymark.checks import Rules, load_rules, run
from waymark.community import Community, load_community
from waymark.entry import Entry, dump, parse, path_in
from waymark.moderators import Moderators, Person, Role
from waymark.privacy import AllowList
from waymark.settings import ROOT
from waymark.states import State
from waymark.store import NewJob, Store
from waymark.worker import Worker

NOOR = Person("Noor", Role.MODERATOR, 20, github="noor-b")
ADA = Person("Ada", Role.LEAD, 20, github="ada")
QUIET = Person("Quiet", Role.MODERATOR, 20)
"""Comes to the desk and has no account on the forge."""
TITLE = "Rain on the canal"


class OnGitHub(Conversation):
    """Moderators are Noor and Ada; `somebody` may write on the forge and is none."""

    def __init__(self, store: Store, folder: Path) -> None:
        community = _community()
        people = {person.name: person for person in (NOOR, ADA, QUIET)}
        self.community = replace(community, moderators=Moderators(people))
        super().__init__(store, FakePullRequests(), community.vocabulary, folder)
        self.rules = _rules()
        self.attending = Attending(
            store, self.forge, lambda: self.community, self._check, AllowList()
        )

    def proposed(self, level: str = "review", title: str = TITLE, **fields: object) -> str:
        """Something was sent, and its pull request is open; a moderator gave it a title."""
        name = self.submit(**fields)
        if level != "review":
            self.store.change(
                name, expected=State.RECEIVED, after=State.RECEIVED, level=level, now=self.now
            )
        if title:
            self.store.change(
                name, expected=State.RECEIVED, after=State.RECEIVED, details={"title": title},
                now=self.now,
            )  # fmt: skip
        self.work()
        return name

    def pull_of(self, name: str) -> int:
        found = self.forge.find(name)
        assert found is not None
        return found.number

    def comments(self, who: str, name: str, body: str, **more: bool) -> str:
        """Somebody comments, GitHub tells, the bot looks; return what it answers."""
        comment = self.forge.commented_by(who, self.pull_of(name), body, **more)
        self.look(name)
        return self.answer_to(f"comment-{comment.id}", name)

    def reviews(self, who: str, name: str, state: str = "approved", body: str = "") -> str:
        review = self.forge.reviewed_by(who, self.pull_of(name), state, body)
        self.look(name)
        return self.answer_to(f"review-{review.id}", name)

    def answer_to(self, key: str, name: str) -> str:
        return self.forge.said.get((self.pull_of(name), f"answer-{key}"), "")

    def look(self, name: str) -> None:
        """Look at its pull request, as after an event; then do what follows."""
        number = self.pull_of(name)
        self.store.add_job(NewJob("attend", payload={"number": number}, key=str(number)), self.now)
        self.work()

    def file_of(self, name: str) -> Entry:
        """Return the entry as it is on its branch."""
        path = path_in("submissions", self.see(name).kind, name)
        text = self.forge.read_at(self.forge.pulls[self.pull_of(name)].head, path)
        return parse(text or "", path, self.vocabulary)

    def pushes(self, who: str, name: str, message: str, body: str = "", **facts: object) -> str:
        """Somebody changes the file on the branch; return what the bot answers."""
        entry = self.file_of(name)
        given = {"title": entry.title, **facts}
        changed = replace(
            entry, title=str(given.pop("title")), body=body or entry.body,
            facts={**entry.facts, **given},
        )  # fmt: skip
        return self.pushes_text(who, name, message, dump(changed))

    def pushes_text(self, who: str, name: str, message: str, text: str) -> str:
        revision = self.forge.pushed_by(who, self.pull_of(name), text, message)
        self.look(name)
        return self.forge.said.get((self.pull_of(name), f"push-{revision}"), "")

    def actions(self, name: str) -> list[tuple[str, str]]:
        return [(decision.action, decision.by) for decision in self.store.decisions(name)]

    def worker(self) -> Worker:
        usual = super().worker()
        usual.handlers = {
            **usual.handlers,
            **self.attending.handlers(),
            **Polling(self.store, self.forge, LEASE * 20).handlers(),
            **Reconciling(self.store, self.forge, AllowList()).handlers(),
        }
        return usual

    def _check(self, entry: Entry):
        return run(entry.body, entry.kind, entry.lang, self.rules, AllowList())


@cache
def _community() -> Community:
    return load_community(ROOT / "community")


@cache
def _rules() -> Rules:
    return load_rules(ROOT / "community" / "rules")
