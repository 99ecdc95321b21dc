"""What moderators do: each decision is one transaction that says what it expects to find.

Two people at once, a form sent again, a text that changed or was taken back meanwhile: the store
refuses with ``TransitionRefused``, and nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.checks.findings import Level
from waymark.errors import ChangedMeanwhile, TransitionRefused
from waymark.moderation.flags import key_of, level_without, without
from waymark.moderation.marks import mark_of
from waymark.moderators import Person
from waymark.states import State
from waymark.store import Decision, NewJob, Store, Submission

OPEN = tuple(state for state in State if state.is_open)
TRIES = 5


@dataclass(frozen=True)
class Moderator:
    """Somebody who decides, at one moment, with one submission before them."""

    store: Store
    person: Person
    now: datetime

    @property
    def name(self) -> str:
        return self.person.name

    def approve(self, seen: Submission, mark: str, details: Mapping[str, Any]) -> None:
        """Approve exactly what was read, with the details filled in; merging comes after.

        ``mark`` is that of the page the moderator read. The same transaction makes sure that the
        text is still the one of ``seen``; the merge then brings the proposal to exactly that.
        """
        self._require_mark(seen, mark)
        if Level(seen.level) is Level.CRISIS:
            raise TransitionRefused("A text at level crisis is not published.")
        if not seen.revision:
            raise TransitionRefused("Its proposal is not ready yet.")
        self.store.change(
            seen.id,
            expected=State.IN_REVIEW,
            after=State.APPROVED,
            details=dict(details),
            decision=self._decision(seen, "approve"),
            jobs=[NewJob("merge", seen.id, {"revision": seen.revision, "revise": True})],
            only_if={**_content(seen), "level": seen.level},
            now=self.now,
        )

    def save_details(self, seen: Submission, mark: str, details: Mapping[str, Any]) -> bool:
        """Keep the details and have the proposal show them; ``False`` when nothing is new."""
        self._require_mark(seen, mark)
        if seen.details == details:
            return False
        self.store.change(
            seen.id,
            expected=OPEN,
            after=seen.state,
            details=dict(details),
            decision=self._decision(seen, "details"),
            jobs=[NewJob("revise", seen.id)],
            only_if={**_content(seen), "state": seen.state},
            now=self.now,
        )
        return True

    def decline(self, seen: Submission, mark: str, rule: str, message: str) -> None:
        """Decline what was read, citing a rule of the house; the proposal goes away."""
        self._require_mark(seen, mark)
        self.store.change(
            seen.id,
            expected=OPEN,
            after=State.DECLINED,
            decision=self._decision(seen, "decline", (rule,), message),
            jobs=[NewJob("close", seen.id)],
            only_if=_content(seen),
            now=self.now,
        )

    def ask(self, seen: Submission, question: str) -> None:
        """Ask the writer something; their receipt shows it."""
        self.store.change(
            seen.id,
            expected=State.IN_REVIEW,
            after=State.ASKED,
            question=question,
            decision=self._decision(seen, "ask", message=question),
            now=self.now,
        )

    def take_question_back(self, seen: Submission) -> None:
        """Go on without an answer."""
        self.store.change(
            seen.id,
            expected=State.ASKED,
            after=State.IN_REVIEW,
            question=None,
            decision=self._decision(seen, "take-question-back"),
            now=self.now,
        )

    def withdraw_finding(self, seen: Submission, key: str) -> None:
        """Mark a finding as wrong: it is hidden, and the level is that of what is left."""
        gone = [finding for finding in seen.findings if key_of(finding) == key]
        if not gone:
            raise TransitionRefused("This finding is not there any more.")
        left = without(seen.findings, key)
        before = Level(seen.level)
        level = level_without(before, seen.findings, left)
        self.store.change(
            seen.id,
            expected=OPEN,
            after=seen.state,
            findings=left,
            level=level.value,
            score=seen.score if level is before else float(level.rank),
            decision=self._decision(seen, "wrong-finding", (str(gone[0]["rule"]),)),
            jobs=[NewJob("revise", seen.id)],
            only_if={"findings": seen.findings, "state": seen.state},
            now=self.now,
        )

    def note(self, seen: Submission, message: str) -> bool:
        """Leave a note for other moderators; ``False`` when the same form came again."""
        for _ in range(TRIES):
            last = self.store.decisions(seen.id)[-1:]
            if last and (last[0].action, last[0].by, last[0].message) == (
                "note", self.name, message,
            ):  # fmt: skip
                return False
            try:
                self._add_note(seen, message)
            except TransitionRefused:
                seen = self.store.get(seen.id) or seen
            else:
                return True
        raise TransitionRefused("Many things happened at once.", remedy="Please try again.")

    def _add_note(self, seen: Submission, message: str) -> None:
        self.store.change(
            seen.id,
            expected=seen.state,
            after=seen.state,
            decision=self._decision(seen, "note", message=message),
            only_if={"changed_at": seen.changed_at},
            now=self.now,
        )

    def _require_mark(self, seen: Submission, mark: str) -> None:
        if mark != mark_of(seen):
            raise ChangedMeanwhile(
                "This submission changed meanwhile.", remedy="Read it again, then decide."
            )

    def _decision(
        self, seen: Submission, action: str, rules: Sequence[str] = (), message: str = ""
    ) -> Decision:
        return Decision(seen.id, action, self.name, self.now, tuple(rules), message)


def _content(seen: Submission) -> dict[str, Any]:
    """Return what must still be the same when a decision about it is written down."""
    return {"fields": seen.fields, "details": seen.details}
