"""A real store, a forge and the bot, spoken to as a writer and a moderator would speak to them.

The site is a plain copy of the forge's ``content/``: what is in it is what readers see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from waymark.bot import Bot
from waymark.forge import Forge
from waymark.moderation import mark_of
from waymark.privacy import AllowList
from waymark.publish.promoting import promote, settle, sync
from waymark.states import State
from waymark.store import Decision, Job, NewJob, NewSubmission, Store, Submission
from waymark.vocabulary import Vocabulary
from waymark.worker import Worker

LEASE = timedelta(seconds=30)
TEXT = "It rained on the canal. I went out all the same."
FINDING = {
    "rule": "links", "category": "contact", "level": "review", "start": 0, "end": 4,
    "explanation": "A link: readers cannot be sure where it goes.", "context": [], "suggest": None,
}  # fmt: skip


class Conversation:
    """``work()`` lets the worker do everything that is due; time passes only between jobs."""

    def __init__(self, store: Store, forge: Forge, vocabulary: Vocabulary, folder: Path) -> None:
        self.store = store
        self.forge = forge
        self.vocabulary = vocabulary
        self.site_folder = folder
        self.now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
        self.number = 0

    def submit(self, kind: str = "story", lang: str = "en", **fields: Any) -> str:
        """The door took a form; return the submission's id."""
        self.number += 1
        new = NewSubmission(
            kind=kind,
            lang=lang,
            fields={"text": TEXT, "consent": True, **fields},
            to="morning-light" if kind == "response" else None,
            receipt_hash=f"receipt-{self.number}",
            token_hash=f"token-{self.number}",
            proof="proven",
            level="review",
            score=1.0,
            findings=(FINDING,),
            rules_version="1",
        )
        return self.store.accept(new, self.now)[0].id

    def approve(self, name: str, *, revise: bool = True, **details: Any) -> None:
        """A moderator approves what they see, with a title that they filled in."""
        seen = self.see(name)
        job = NewJob("merge", name, {"revision": seen.revision, "revise": revise})
        given = {"title": "Rain", "topics": ["mornings"], **details} if revise else {}
        whole = replace(seen, details=given)
        self._change(
            name, State.IN_REVIEW, State.APPROVED, "approve", job, mark=mark_of(whole),
            details=given,
        )  # fmt: skip

    def decline(self, name: str) -> None:
        self._change(name, _OPEN, State.DECLINED, "decline", NewJob("close", name))

    def ask(self, name: str) -> None:
        self._change(name, State.IN_REVIEW, State.ASKED, "ask", question="Which canal?")

    def answer(self, name: str, text: str) -> None:
        """The writer answers, and changes the text."""
        fields = {**self.see(name).fields, "text": text}
        self._change(
            name, State.ASKED, State.IN_REVIEW, "answer", NewJob("revise", name), fields=fields
        )

    def withdraw(self, name: str) -> None:
        anywhere = [state for state in State if not state.is_final]
        self._change(name, anywhere, State.WITHDRAWN, "withdraw", NewJob("withdraw", name))

    def publish(self, job: Job, now: datetime) -> None:
        """What `waymark.publish` does around the build, without building."""
        promote(self.store, self.forge, self.vocabulary, AllowList(), 0, now)
        sync(self.forge, self.site_folder)
        settle(self.store, self.forge, now)

    def work(self) -> None:
        """Do every job, waiting for retries and for the leases of workers that died."""
        worker = self.worker()
        for _ in range(60):
            while worker.run_once():
                pass
            if not self.store.open_jobs():
                return
            self.now += LEASE * 2
        raise AssertionError(f"still not done: {self.store.open_jobs()}")

    def worker(self) -> Worker:
        bot = Bot(self.store, self.forge, AllowList())
        handlers = {**bot.handlers(), "publish": self.publish}
        return Worker(self.store, handlers, clock=lambda: self.now, lease=LEASE)

    def see(self, name: str) -> Submission:
        """What the desk shows."""
        found = self.store.get(name)
        assert found is not None
        return found

    def state(self, name: str) -> State:
        return self.see(name).state

    @property
    def site(self) -> Mapping[str, str]:
        """What readers see: path below content/ and text."""
        return {
            path.relative_to(self.site_folder).as_posix(): path.read_text(encoding="utf-8")
            for path in self.site_folder.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }

    def _change(
        self,
        name: str,
        before: Any,
        after: State,
        action: str,
        *jobs: NewJob,
        mark: str = "",
        **columns: Any,
    ) -> None:
        self.store.change(
            name,
            expected=before,
            after=after,
            decision=Decision(name, action, "somebody", self.now, mark=mark),
            jobs=jobs,
            now=self.now,
            **columns,
        )


_OPEN = [state for state in State if state.is_open]
