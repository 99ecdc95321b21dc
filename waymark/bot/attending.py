"""Looks at one pull request and answers to whatever people did there.

An event, a poll or the nightly comparison only say where to look. Everything is read anew from
the forge, so that it does not matter which of them came, how often, or in which order.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from waymark.bot.events import ATTEND, look_at
from waymark.bot.hearing import Hearing
from waymark.bot.pushes import Check, Pushes
from waymark.bot.replies import MERGED_BY_HAND, REOPENED, STAYS_CLOSED
from waymark.community import Community
from waymark.errors import TransitionRefused
from waymark.forge.pull_requests import PullRequest, PullRequests
from waymark.privacy import AllowList
from waymark.states import State
from waymark.store import Decision, Job, NewJob, Store, Submission

OPENED_AGAIN, CLOSED, MERGED = "opened-again", "closed-without-reason", "merged-by-hand"
"""Actions in the log of decisions: what somebody did on the forge that decides nothing."""
log = logging.getLogger("waymark.bot")


class Attending:
    """Handles `attend` jobs; ``community`` gives the moderators as they are right now."""

    def __init__(
        self,
        store: Store,
        forge: PullRequests,
        community: Callable[[], Community],
        check: Check,
        allow: AllowList,
    ) -> None:
        self.store = store
        self.forge = forge
        self.community = community
        self.hearing = Hearing(store, forge, allow)
        self.pushes = Pushes(store, forge, check, allow)

    def handlers(self) -> Mapping[str, Callable[[Job, datetime], None]]:
        return {ATTEND: self.attend}

    def attend(self, job: Job, now: datetime) -> None:
        """Look at the pull request ``job.payload["number"]``."""
        number = int(job.payload["number"])
        pull = self.forge.pull_request(number)
        submission = self.store.get(pull.submission_id) if pull and pull.submission_id else None
        if pull is None or submission is None:
            log.info("pull request %d carries no submission that is known here", number)
            return
        if submission.state is State.WITHDRAWN:
            self.store.add_job(NewJob("withdraw", submission.id), now)
            return
        community = self.community()
        if pull.is_open and submission.state.is_open:
            self.pushes.take(pull, submission, community, now)
        self.hearing.hear(pull, community, now)
        submission = self.store.get(submission.id) or submission
        if not submission.state.is_open:
            return
        if pull.is_merged:
            self._merged(pull, submission, now)
        elif not pull.is_open:
            self._closed(pull, submission, now)
        elif self._last(submission) == CLOSED:
            self._log(submission, pull.number, OPENED_AGAIN, now)

    def _merged(self, pull: PullRequest, submission: Submission, now: datetime) -> None:
        """Notice a merge that nobody approved here; publishing holds its file at the gate."""
        if self._last(submission) != MERGED:
            log.warning("pull request %d was merged before it was approved", pull.number)
            self.forge.say(pull.number, "merged", MERGED_BY_HAND)
            self._log(submission, pull.number, MERGED, now)

    def _closed(self, pull: PullRequest, submission: Submission, now: datetime) -> None:
        """Open it again, the first time; from then on it waits on the desk."""
        newest = self.forge.find(submission.id)
        if newest is not None and newest.number != pull.number:
            return  # an older one of the same submission
        last = self._last(submission)
        if last:
            self.forge.say(pull.number, "closed", STAYS_CLOSED)
            if last != CLOSED:
                self._log(submission, pull.number, CLOSED, now)
            return
        self.forge.say(pull.number, "closed", REOPENED)
        if submission.id in self.forge.branch_heads():
            self.forge.reopen(pull.number)
        else:
            self.store.add_job(NewJob("revise", submission.id), now)
        self._log(submission, pull.number, OPENED_AGAIN, now)

    def _last(self, submission: Submission) -> str:
        """Return what was noted last of what people did there by hand, or ``""``."""
        noted = (OPENED_AGAIN, CLOSED, MERGED)
        acts = (d.action for d in reversed(self.store.decisions(submission.id)))
        return next((action for action in acts if action in noted), "")

    def _log(self, submission: Submission, number: int, action: str, now: datetime) -> None:
        decision = Decision(submission.id, action, "waymark", now, level=submission.level)
        try:
            self.store.change(
                submission.id,
                expected=submission.state,
                after=submission.state,
                decision=decision,
                only_if={"changed_at": submission.changed_at},
                now=now,
            )
        except TransitionRefused:
            # Somebody decided in this moment; if it still lies there so, the next look notes it.
            self.store.add_job(look_at(number), now)
