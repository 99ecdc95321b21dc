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

TRIES = 5
MOVED = "The proposal changed after it was approved. Please read it once more."
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
        for _ in range(TRIES):
            submission = self._submission(job)
            if submission is None:
                return
            if not submission.state.is_open:
                self._leave_no_branch(submission)
                return
            if self._propose_as_it_is(submission, now):
                return
        raise TransitionRefused("This submission keeps changing.", remedy="It is tried again.")

    def merge(self, job: Job, now: datetime) -> None:
        """Merge what a moderator approved; then have the site published.

        ``job.payload["revision"]`` is the commit they read. With ``revise`` true they filled in
        details in the same step: text and details are in the store, so the proposal is brought
        to exactly that first. Otherwise a proposal that moved goes back to review.
        """
        submission = self._submission(job)
        if submission is None:
            return
        if submission.state is State.WITHDRAWN:
            self._take_away(submission, now)
        elif submission.state is State.PUBLISHED:
            self.forge.close(submission.id)
        elif submission.state is State.APPROVED:
            self._merge_approved(submission, job, now)

    def close(self, job: Job, now: datetime) -> None:
        """Take the proposal of a declined submission away."""
        submission = self._submission(job)
        if submission is not None and submission.state in (State.DECLINED, State.WITHDRAWN):
            self.forge.close(submission.id)

    def withdraw(self, job: Job, now: datetime) -> None:
        """Take a withdrawn submission out of everything; a published one leaves a notice."""
        submission = self._submission(job)
        if submission is not None and submission.state is State.WITHDRAWN:
            self._take_away(submission, now)

    def _propose_as_it_is(self, submission: Submission, now: datetime) -> bool:
        """Propose and record it; ``False`` when the submission changed meanwhile.

        The check matters: an older text that is proposed late must not stay.
        """
        proposed = self.forge.propose(proposal_from(submission, self.allow))
        is_new = submission.state is State.RECEIVED
        try:
            self.store.change(
                submission.id,
                expected=submission.state,
                after=State.IN_REVIEW if is_new else submission.state,
                revision=proposed.revision,
                reference=proposed.reference,
                only_if={
                    "fields": submission.fields,
                    "details": submission.details,
                    "edits": list(submission.edits),
                    "findings": list(submission.findings),
                    "level": submission.level,
                },
                now=now,
            )
        except TransitionRefused:
            return False
        return True

    def _leave_no_branch(self, submission: Submission) -> None:
        """Tidy up after a proposal that came too late.

        A merge that is still to come needs the branch, and removes it itself.
        """
        to_come = [job.kind for job in self.store.open_jobs(submission.id)]
        if submission.state is not State.APPROVED or "merge" not in to_come:
            self.forge.close(submission.id)

    def _merge_approved(self, submission: Submission, job: Job, now: datetime) -> None:
        revision = str(job.payload["revision"])
        is_from_store = bool(job.payload.get("revise"))
        before = self.forge.look(submission.id)
        if before.status is not Status.MERGED:
            if is_from_store or before.status is Status.ABSENT:
                proposed = self.forge.propose(proposal_from(submission, self.allow))
                if is_from_store:
                    revision = proposed.revision or revision
            try:
                after = self.forge.merge(submission.id, revision)
            except RevisionMoved:
                if is_from_store:
                    raise  # an older text came in between; the next try brings ours again
                self._back_to_review(submission, now)
                return
            if after.status is not Status.MERGED:
                raise ForgeUnavailable("The proposal went away.", remedy="It is opened again.")
        elif is_from_store:
            self._bring_to_what_was_approved(submission)
        self.store.add_job(NewJob("publish"), now)

    def _bring_to_what_was_approved(self, submission: Submission) -> None:
        """Somebody merged by hand, before it was approved or in another form: mend the file."""
        proposal = proposal_from(submission, self.allow)
        there = self.forge.read(proposal.path)
        if there is not None and there != proposal.content:
            self.forge.apply({proposal.path: proposal.content}, f"Approve {submission.id}\n")

    def _back_to_review(self, submission: Submission, now: datetime) -> None:
        log.info("the proposal of %s moved after approval", submission.id)
        found = self.forge.look(submission.id)
        self.store.change(
            submission.id,
            expected=State.APPROVED,
            after=State.IN_REVIEW,
            revision=found.revision,
            reference=found.reference,
            decision=Decision(submission.id, "back-to-review", "waymark", now, message=MOVED),
            now=now,
        )

    def _take_away(self, submission: Submission, now: datetime) -> None:
        self.forge.close(submission.id)
        changes = removal_of(submission, self.forge.read, now)
        if changes:
            self.forge.apply(changes, f"Withdraw {submission.id}\n")
        # A number means that its page may stand on the site. Killed right after the commit, a
        # repeat finds nothing to remove, and the page must go all the same.
        if changes or submission.sequence is not None:
            self.store.add_job(NewJob("publish"), now)

    def _submission(self, job: Job) -> Submission | None:
        return None if job.submission_id is None else self.store.get(job.submission_id)
