"""What happens next with a submission: it becomes a proposal, is merged, or goes away.

Every handler may be repeated and may be killed at any point: it looks where things are, does what
is missing, and says so in the store last.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from waymark.bot.proposals import entry_from, proposal_from
from waymark.bot.removal import removal_of
from waymark.errors import ForgeUnavailable, RevisionMoved, TransitionRefused
from waymark.forge import Forge, Status
from waymark.privacy import AllowList
from waymark.states import State
from waymark.store import Decision, Job, NewJob, Store, Submission

__all__ = ["Bot", "entry_from", "proposal_from"]

log = logging.getLogger("waymark.bot")


class Bot:
    """Carries submissions between the store and a forge."""

    def __init__(self, store: Store, forge: Forge, allow: AllowList) -> None:
        self.store = store
        self.forge = forge
        self.allow = allow

    def handlers(self) -> Mapping[str, Callable[[Job, datetime], None]]:
        """Return the handler of each kind of job, for the worker."""
        return {
            "propose": self.propose,
            "revise": self.propose,
            "merge": self.merge,
            "close": self.close,
            "withdraw": self.withdraw,
        }

    def propose(self, job: Job, now: datetime) -> None:
        """Open a submission's proposal, or bring it up to date."""
        submission = self._submission(job)
        if submission is None or not submission.state.is_open:
            return
        proposed = self.forge.propose(proposal_from(submission, self.allow))
        after = State.IN_REVIEW if submission.state is State.RECEIVED else submission.state
        try:
            self.store.change(
                submission.id,
                expected=submission.state,
                after=after,
                revision=proposed.revision,
                reference=proposed.reference,
                now=now,
            )
        except TransitionRefused:
            # Withdrawn or decided while we worked: leave no branch behind. If it was only asked
            # or answered meanwhile, the proposal is right and the next look records it.
            current = self.store.get(submission.id)
            if current is None or not current.state.is_open:
                self.forge.close(submission.id)
                return
            raise

    def merge(self, job: Job, now: datetime) -> None:
        """Merge what a moderator approved; then have the site published.

        ``job.payload["revision"]`` is the commit they read. With ``revise`` true they filled in
        details in the same step: text and details are in the store, so the proposal is brought
        to exactly that first. Otherwise a proposal that moved goes back to review.
        """
        submission = self._submission(job)
        if submission is None or submission.state is not State.APPROVED:
            return
        before = self.forge.look(submission.id)
        if before.status is not Status.MERGED:
            revision = str(job.payload["revision"])
            if job.payload.get("revise") or before.status is Status.ABSENT:
                proposed = self.forge.propose(proposal_from(submission, self.allow))
                revision = proposed.revision or revision
            try:
                merged = self.forge.merge(submission.id, revision)
            except RevisionMoved:
                self._back_to_review(submission, now)
                return
            if merged.status is not Status.MERGED:
                raise ForgeUnavailable("The proposal went away.", remedy="It is opened again.")
        self.store.add_job(NewJob("publish"), now)

    def close(self, job: Job, now: datetime) -> None:
        """Take the proposal of a declined submission away."""
        submission = self._submission(job)
        if submission is not None and submission.state in (State.DECLINED, State.WITHDRAWN):
            self.forge.close(submission.id)

    def withdraw(self, job: Job, now: datetime) -> None:
        """Take a withdrawn submission out of everything; a published one leaves a notice."""
        submission = self._submission(job)
        if submission is None or submission.state is not State.WITHDRAWN:
            return
        self.forge.close(submission.id)
        changes = removal_of(submission, self.forge.read, now)
        if changes:
            self.forge.apply(changes, f"Withdraw {submission.id}\n")
            self.store.add_job(NewJob("publish"), now)

    def _back_to_review(self, submission: Submission, now: datetime) -> None:
        log.info("the proposal of %s moved after approval", submission.id)
        look = self.forge.look(submission.id)
        self.store.change(
            submission.id,
            expected=State.APPROVED,
            after=State.IN_REVIEW,
            revision=look.revision,
            decision=Decision(
                submission.id,
                "back-to-review",
                "waymark",
                now,
                message="The proposal changed after it was approved. Please read it once more.",
            ),
            now=now,
        )

    def _submission(self, job: Job) -> Submission | None:
        return None if job.submission_id is None else self.store.get(job.submission_id)
