"""Whatever happens in whatever order, nothing is published without the approvals it needs.

Moderators, a writer, the bot and somebody who merges by hand act on a real store with a forge; a
plain model remembers only who read what. It knows nothing of `waymark.approvals`.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.fakes import FakeForge
from tests.moderation.samples import NOON, PEOPLE, POLICY, VOCABULARY, a_new_text, finding
from waymark.bot import Bot, entry_from
from waymark.checks import Level
from waymark.entry import dump, path_in
from waymark.errors import TransitionRefused
from waymark.moderation import Moderator, mark_of
from waymark.moderation.flags import key_of
from waymark.moderation.writing import appeal, say_yes
from waymark.privacy import AllowList
from waymark.publish.promoting import promote, settle
from waymark.states import State
from waymark.store import Decision, Store, Submission
from waymark.worker import Worker

names = st.sampled_from(sorted(PEOPLE))
ACTS = (
    "withdraw a finding", "escalate", "escalate a crisis", "redact", "edit", "take an edit back",
    "ask", "wait", "stop waiting", "hand over", "second opinion", "decline",
)  # fmt: skip
WEEK = timedelta(days=7)


class Machine(RuleBasedStateMachine):
    """One submission, three moderators (one a lead), its writer, and everybody's haste."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.open(f"sqlite:///{Path(self.folder.name) / 'store.sqlite3'}")
        self.forge = FakeForge()
        self.now = NOON
        self.worker = Worker(
            self.store, Bot(self.store, self.forge, AllowList()).handlers(), "w",
            clock=lambda: self.now,
        )  # fmt: skip
        # What the model believes: who approved which words, who said yes to them and when, and
        # who had a hand in them that somebody else has to look over.
        self.approved: dict[str, set[str]] = {}
        self.yes: dict[str, datetime] = {}
        self.lowered: set[str] = set()
        self.edited_last = ""
        self.declined_by: set[str] = set()
        self.levels: list[str] = []
        self.kept_pages: list[str] = []

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @initialize(
        level=st.sampled_from([Level.URGENT, Level.URGENT, *Level]),
        permission=st.sampled_from(["", "propose-and-wait"]),
        is_prompt=st.sampled_from([True, True, True, False]),
    )
    def a_text_is_sent(self, level: Level, permission: str = "", is_prompt: bool = False) -> None:
        new = a_new_text(level, edit_permission=permission)
        self.id = self.store.accept(new, self.now)[0].id
        self.seen = self.submission
        self.is_prompt = is_prompt

    @property
    def submission(self) -> Submission:
        found = self.store.get(self.id)
        assert found is not None
        return found

    def moderator(self, name: str) -> Moderator:
        return Moderator(self.store, PEOPLE[name], self.now)

    # What happens around it

    @rule(hours=st.sampled_from([24 * 8, 24 * 6, 1]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_worker_works(self) -> None:
        for _ in range(20):
            if not self.worker.run_once():
                break

    @invariant()
    def a_prompt_worker_never_lags(self) -> None:
        if self.is_prompt:
            self.the_worker_works()

    @rule()
    def publishing_runs(self) -> None:
        before = self.submission
        promote(self.store, self.forge, VOCABULARY, AllowList(), 0, self.now)
        if settle(self.store, self.forge, self.now):
            self._require_that_it_might(before)

    @rule(words=st.sampled_from(["as it is", "other words"]))
    def somebody_merges_by_hand(self, words: str) -> None:
        """With rights on the forge anybody can put a file on main; it must not help."""
        entry = entry_from(self.submission, AllowList())
        if words == "other words":
            entry = replace(entry, body="Quite other words.")
        path = path_in("submissions", "story", self.id)
        self.forge.apply({path: dump(entry)}, "By hand\n")

    # What moderators do; a page is opened at one time and its form sent at another

    @rule()
    def a_page_is_opened(self) -> None:
        self.seen = self.submission

    @rule(
        name=names,
        title=st.sampled_from(["Rain", "Rain", "Rain", "Another rain"]),
        is_fresh=st.sampled_from([True, True, False]),
    )
    def approves(self, name: str, title: str = "Rain", is_fresh: bool = True) -> None:
        seen = self.submission if is_fresh else self.seen
        details = {"title": title}
        try:
            self.moderator(name).approve(self.submission, mark_of(seen), details)
        except TransitionRefused:
            return
        mark = mark_of(replace(self.submission, details=details))
        self.approved.setdefault(mark, set()).add(name)

    @rule(name=names)
    def approves_what_is_there(self, name: str) -> None:
        self.approves(name)

    @rule(name=names, what=st.sampled_from(["edit", "withdraw a finding"]))
    def approves_their_own_doing(self, name: str, what: str) -> None:
        self.does_something_else(name, what, is_sure=True)
        self.approves(name)

    @rule(name=names, what=st.sampled_from(ACTS), is_sure=st.booleans())
    def does_something_else(self, name: str, what: str, is_sure: bool) -> None:
        if not is_sure:  # so that there is time for what leads to a page
            return
        seen, somebody = self.submission, self.moderator(name)
        match what:
            case "withdraw a finding":
                self._withdraw_a_finding(name)
            case "escalate" | "escalate a crisis":
                rule = POLICY["C1" if what.endswith("crisis") else "S1"]
                self._try(lambda: somebody.escalate(seen, rule))
            case "redact":
                for found in seen.findings:
                    self._try(lambda f=found: somebody.redact(seen, key_of(f), POLICY["P2"]))
            case "edit":
                text = seen.fields["text"].replace("rain", f"rain {len(seen.edits)}", 1)
                if self._try(lambda: somebody.edit(seen, mark_of(seen), text, POLICY["P2"])):
                    self.edited_last = name
            case "take an edit back":
                self._try(lambda: somebody.restore_words(seen, 1))
            case "ask":
                self._try(lambda: somebody.ask(seen, "Which rain?"))
            case "wait":
                until = self.now + timedelta(days=3)
                self._try(lambda: somebody.wait(seen, until, ("S10",)))
            case "stop waiting":
                self._try(lambda: somebody.stop_waiting(seen))
            case "hand over":
                self._try(lambda: somebody.hand_over(seen, "Sam"))
            case "second opinion":
                self._try(lambda: somebody.second_opinion(seen))
            case "decline":
                if self._try(lambda: somebody.decline(seen, mark_of(seen), "H1", "No.")):
                    assert name not in self.declined_by, "an appeal is decided by somebody else"
                    assert seen.level != "crisis" or PEOPLE[name].is_lead
                    self.declined_by.add(name)

    def _withdraw_a_finding(self, name: str) -> None:
        before = self.submission
        if not before.findings:
            return
        key = key_of(before.findings[0])
        self._try(lambda: self.moderator(name).withdraw_finding(before, key))
        if Level(self.submission.level).rank < Level(before.level).rank:
            self.lowered.add(name)
            assert before.level != "crisis" or PEOPLE[name].is_lead

    # What its writer does

    @precondition(lambda self: self.submission.state is State.WAITING)
    @rule(is_fresh=st.sampled_from([True, True, False]))
    def the_writer_says_yes(self, is_fresh: bool) -> None:
        mark = mark_of(self.submission if is_fresh else self.seen)
        if self._try(lambda: say_yes(self.store, self.submission, mark, self.now)):
            self.yes[mark] = self.now

    @precondition(lambda self: self.submission.state is State.WAITING)
    @rule()
    def a_week_later_the_writer_says_yes(self) -> None:
        self.now += WEEK
        self.the_writer_says_yes(is_fresh=True)

    @precondition(lambda self: self.submission.state is State.ASKED)
    @rule(text=st.sampled_from(["It rained. Then rain again.", "Rain, Anna, and rain."]))
    def the_writer_changes_the_text(self, text: str) -> None:
        self.store.change(
            self.id, expected=State.ASKED, after=State.IN_REVIEW, question=None,
            fields={**self.submission.fields, "text": text}, edits=[], kept=[],
            decision=Decision(self.id, "answer", "writer", self.now), now=self.now,
        )  # fmt: skip

    @precondition(lambda self: self.submission.state is State.DECLINED)
    @rule()
    def the_writer_appeals(self) -> None:
        before = [act.action for act in self.store.decisions(self.id)].count("appeal")
        if self._try(lambda: appeal(self.store, self.submission, "Please look again.", self.now)):
            assert before == 0, "only once"

    # What must be true all the time

    @invariant()
    def the_log_only_grew(self) -> None:
        pages = [f"{act.number} {act.action} {act.by}" for act in self.store.decisions(self.id)]
        assert pages[: len(self.kept_pages)] == self.kept_pages
        self.kept_pages = pages

    @invariant()
    def what_is_approved_might_be(self) -> None:
        if self.submission.state is State.APPROVED:
            self._require_that_it_might(self.submission)

    @invariant()
    def what_is_on_the_site_was_approved(self) -> None:
        on_site = [path for path in self.forge.list_files("content") if self.id in path]
        assert not on_site or self.submission.state in (State.APPROVED, State.PUBLISHED)

    def _require_that_it_might(self, seen: Submission) -> None:
        mark = mark_of(seen)
        able = self.approved.get(mark, set()) - self.lowered - {self.edited_last}
        assert seen.level != "crisis"
        assert able, "somebody approved exactly this, and it was not their own doing"
        if seen.level == "urgent":
            assert len(able) >= 2, "two different people"
        asks_first = seen.fields.get("edit_permission") == "propose-and-wait" and seen.edits
        if seen.level == "urgent" or seen.wait_until or asks_first:
            assert mark in self.yes, "its writer said yes to exactly this"
        if seen.level == "urgent":
            assert self.yes[mark] >= seen.received_at + WEEK
        if seen.wait_until:
            assert self.yes[mark] >= seen.wait_until

    def _try(self, act) -> bool:
        """Do it; say whether it was done. What the rules refuse is fine here."""
        try:
            act()
        except TransitionRefused:
            return False
        return True


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


def test_the_machine_can_publish_every_level_but_crisis():
    """The invariants are not true for want of trying: the whole way is open, with two people."""
    for level in (Level.ROUTINE, Level.REVIEW, Level.URGENT):
        machine = Machine()
        machine.a_text_is_sent(level)
        machine.the_worker_works()
        machine.approves("Noor")
        machine.approves("Sam")
        machine.time_passes(24 * 8)
        machine.the_writer_says_yes(is_fresh=True)
        machine.the_worker_works()
        machine.publishing_runs()
        assert machine.submission.state is State.PUBLISHED, level
        machine.teardown()


def test_the_machine_reaches_no_page_at_level_crisis():
    """The same steps, and nothing is published; a finding is there to be lowered by a lead."""
    machine = Machine()
    machine.a_text_is_sent(Level.CRISIS)
    assert machine.submission.findings == (finding(Level.CRISIS).as_dict(),)
    machine.the_worker_works()
    machine.approves("Noor")
    machine.approves("Sam")
    machine.somebody_merges_by_hand("as it is")
    machine.publishing_runs()
    assert machine.submission.state is State.IN_REVIEW
    machine.teardown()
