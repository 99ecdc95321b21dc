"""Decisions: approve, decline, ask, escalate, wait, hand over, ask for a second opinion, note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from waymark import approvals
from waymark.approvals import Verdict
from waymark.checks.findings import Finding, Level
from waymark.community import PolicyRule
from waymark.errors import ChangedMeanwhile, NotAllowed, TransitionRefused
from waymark.moderation.acting import OPEN, Acting, content_of, reopened
from waymark.moderation.cases import case_of, require
from waymark.states import State
from waymark.store import NewJob, Submission

TRIES = 5
LEAD = "lead"
"""Whom an escalated text is for: any lead."""
LONGEST_WAIT = timedelta(days=400)


class Deciding(Acting):
    """The part of a moderator that decides; see `waymark.moderation.Moderator`."""

    def approve(self, seen: Submission, mark: str, details: Mapping[str, Any]) -> Verdict:
        """Approve exactly what was read, with the details filled in.

        ``mark`` is that of the page that was read. When nothing is missing any more the
        proposal is brought to exactly that and merged; else the verdict says what is missing.
        """
        self.require_mark(seen, mark)
        self.require_free(seen)
        self._require_ready(replace(seen, details=dict(details)))
        for _ in range(TRIES):
            try:
                return self._approve(seen, replace(seen, details=dict(details)))
            except ChangedMeanwhile:
                # Somebody else may have approved the same text in the same moment.
                seen = self.store.get(seen.id) or seen
                self.require_mark(seen, mark)
        raise TransitionRefused("Many things happened at once.", remedy="Please try again.")

    def _approve(self, seen: Submission, whole: Submission) -> Verdict:
        acts = self.store.decisions(seen.id)
        require(approvals.may_approve(self.name, case_of(whole, acts)))
        decision = self.decision(whole, "approve", [edit["rule"] for edit in whole.edits])
        verdict = approvals.verdict(case_of(whole, [*acts, decision]), self.now)
        after = seen.state
        jobs = [NewJob("revise", seen.id)] if seen.details != whole.details else []
        if verdict.is_complete:
            after = State.APPROVED
            jobs = [NewJob("merge", seen.id, {"revision": seen.revision, "revise": True})]
        elif verdict.is_for_the_writer:
            after = State.WAITING
        self.store.change(
            seen.id,
            expected=(State.IN_REVIEW, State.WAITING),
            after=after,
            details=dict(whole.details),
            for_whom=None,
            decision=decision,
            jobs=jobs,
            only_if={**content_of(seen), "level": seen.level, "state": seen.state},
            last=acts[-1].number if acts else 0,
            now=self.now,
        )
        return verdict

    def decline(self, seen: Submission, mark: str, rule: str, message: str) -> None:
        """Decline what was read, citing a rule of the house; the proposal goes away."""
        self.require_mark(seen, mark)
        self.require_free(seen)
        case = case_of(seen, self.store.decisions(seen.id))
        require(approvals.may_decline(self.name, self.person.is_lead, case))
        self.store.change(
            seen.id,
            expected=OPEN,
            after=State.DECLINED,
            for_whom=None,
            question=None,
            decision=self.decision(seen, "decline", (rule,), message),
            jobs=[NewJob("close", seen.id)],
            only_if={**content_of(seen), "level": seen.level},
            now=self.now,
        )

    def ask(self, seen: Submission, question: str, rules: Sequence[str] = ()) -> None:
        """Ask the writer something; their receipt shows it."""
        self.require_free(seen)
        self.store.change(
            seen.id,
            expected=(State.IN_REVIEW, State.WAITING),
            after=State.ASKED,
            question=question,
            decision=self.decision(seen, "ask", rules, message=question),
            now=self.now,
        )

    def take_question_back(self, seen: Submission) -> None:
        """Go on without an answer."""
        self.store.change(
            seen.id,
            expected=State.ASKED,
            after=State.IN_REVIEW,
            question=None,
            decision=self.decision(seen, "take-question-back"),
            now=self.now,
        )

    def escalate(self, seen: Submission, rule: PolicyRule) -> None:
        """Raise it to a lead by a rule that asks for that; what was approved is read anew.

        A rule that no edit can meet stands for danger now, and raises it to level crisis.
        """
        if "ESCALATE" not in rule.verbs:
            raise NotAllowed("This rule is none to escalate by.", remedy="Choose another one.")
        level = Level.URGENT if "EDIT" in rule.verbs else Level.CRISIS
        found = Finding(
            rule=f"person.{rule.id}", category="crisis_language", level=level, start=0, end=0,
            explanation=f"A moderator escalated it: {rule.title}.",
        )  # fmt: skip
        raised = max((Level(seen.level), level), key=lambda one: one.rank)
        left = [finding for finding in seen.findings if finding["rule"] != found.rule]
        self.store.change(
            seen.id,
            expected=OPEN,
            after=seen.state if seen.state is State.RECEIVED else State.IN_REVIEW,
            question=None,
            level=raised.value,
            score=max(seen.score, float(raised.rank)),
            findings=[*left, found.as_dict()],
            for_whom=LEAD,
            decision=self.decision(seen, "escalate", (rule.id,)),
            jobs=[NewJob("revise", seen.id)],
            only_if={"findings": seen.findings, "state": seen.state, "level": seen.level},
            now=self.now,
        )
        self.store.let_go(seen.id, self.name)

    def wait(
        self, seen: Submission, until: datetime, rules: Sequence[str] = (), message: str = ""
    ) -> None:
        """Let it cool off until a day; after that its writer says yes, or it stays unpublished."""
        self.require_free(seen)
        if not self.now < until <= self.now + LONGEST_WAIT:
            raise NotAllowed(
                "The day should lie ahead, within a year or so.", remedy="Choose another day."
            )
        self.store.change(
            seen.id,
            expected=(State.IN_REVIEW, State.WAITING),
            after=State.WAITING,
            wait_until=until,
            decision=self.decision(seen, "wait", rules, message),
            now=self.now,
        )

    def stop_waiting(self, seen: Submission) -> None:
        """Take a cooling-off back that somebody chose; that of a heavy text stays."""
        self.require_free(seen)
        self.store.change(
            seen.id,
            expected=(State.WAITING, State.IN_REVIEW),
            after=State.IN_REVIEW,
            wait_until=None,
            decision=self.decision(seen, "stop-waiting"),
            now=self.now,
        )

    def hand_over(self, seen: Submission, to: str) -> None:
        """Leave it to somebody by name, or to a ``lead``; it is free for them at once."""
        if to == self.name:
            raise NotAllowed("It would be yours again.", remedy="Choose somebody else.")
        self.store.change(
            seen.id,
            expected=OPEN,
            after=seen.state,
            for_whom=to,
            decision=self.decision(seen, "hand-over"),
            only_if={"state": seen.state},
            now=self.now,
        )
        self.store.let_go(seen.id, self.name)

    def second_opinion(self, seen: Submission) -> None:
        """Have a second person approve too, whatever its level; it is free for them at once."""
        self.store.change(
            seen.id,
            expected=OPEN,
            after=reopened(seen),
            decision=self.decision(seen, "second-opinion"),
            only_if={"state": seen.state},
            now=self.now,
        )
        self.store.let_go(seen.id, self.name)

    def note(self, seen: Submission, message: str) -> bool:
        """Leave a note for other moderators; ``False`` when the same form came again."""
        for _ in range(TRIES):
            acts = self.store.decisions(seen.id)
            last = acts[-1:]
            if last and (last[0].action, last[0].by, last[0].message) == (
                "note", self.name, message,
            ):  # fmt: skip
                return False
            try:
                self.store.change(
                    seen.id,
                    expected=seen.state,
                    after=seen.state,
                    decision=self.decision(seen, "note", message=message),
                    last=acts[-1].number if acts else 0,
                    now=self.now,
                )
            except TransitionRefused:
                seen = self.store.get(seen.id) or seen
            else:
                return True
        raise TransitionRefused("Many things happened at once.", remedy="Please try again.")

    def _require_ready(self, whole: Submission) -> None:
        if not (whole.details.get("title") or whole.fields.get("title")):
            raise NotAllowed("It has no title yet.", remedy="Write one, so that readers find it.")
        if Level(whole.level) is not Level.CRISIS and not whole.revision:
            raise TransitionRefused("Its proposal is not ready yet.")
