"""Compares the store with the forge, every night and on demand; mends what can be mended safely."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from waymark.bot.differences import Difference, Forgeside, Storeside, find_differences
from waymark.bot.events import RECONCILE
from waymark.bot.proposals import proposal_from
from waymark.forge.pull_requests import PullRequests
from waymark.privacy import AllowList
from waymark.states import State
from waymark.store import Job, NewJob, Store

RECONCILED = "last-reconcile"
"""The note of when both sides were compared last, and what was left for a person."""
AT_HOUR = 3
"""When it is night, in UTC."""
DELIVERIES_KEPT, JOBS_KEPT = timedelta(days=30), timedelta(days=7)
log = logging.getLogger("waymark.bot")


class Reconciling:
    """Handles `reconcile` jobs: each adds the one of the next night."""

    def __init__(self, store: Store, forge: PullRequests, allow: AllowList) -> None:
        self.store = store
        self.forge = forge
        self.allow = allow

    def handlers(self) -> Mapping[str, Callable[[Job, datetime], None]]:
        return {RECONCILE: self.nightly}

    def begin(self, now: datetime) -> None:
        """Have the next night's comparison wait; one that waits already stays."""
        self.store.add_job(NewJob(RECONCILE, not_before=next_night(now)), now)

    def nightly(self, job: Job, now: datetime) -> None:
        self.reconcile(now)
        self.store.forget_deliveries(now - DELIVERIES_KEPT)
        self.store.forget_done_jobs(now - JOBS_KEPT)  # looking every minute leaves many
        self.begin(now)

    def reconcile(self, now: datetime) -> list[Difference]:
        """Mend what can be mended; note and return every difference."""
        found = self.compare()
        for difference in found:
            if difference.labels is not None:
                self.forge.set_labels(difference.number, difference.labels)
            if difference.job is not None:
                self.store.add_job(difference.job, now)
            log.info("%s: %s %d", difference.kind, difference.submission_id, difference.number)
        left = [as_values(difference) for difference in found if not difference.can_be_mended]
        self.store.note(RECONCILED, json.dumps({"at": now.isoformat(), "left": left}))
        return found

    def compare(self) -> list[Difference]:
        """Return every difference and change nothing.

        The forge is read first: whatever is on it by then, the store knew before.
        """
        forge = Forgeside(
            pulls=self.forge.updated_since(None),
            branches=self.forge.branch_heads(),
            waiting=frozenset(self.forge.list_files("submissions")),
            published=frozenset(self.forge.list_files("content")),
        )
        submissions = {s.id: s for s in self.store.in_states(*State)}
        store = Storeside(
            submissions=submissions,
            jobs=frozenset((job.kind, job.submission_id) for job in self.store.open_jobs()),
            labels={
                name: proposal_from(submission, self.allow).labels
                for name, submission in submissions.items()
                if submission.state.is_open
            },
        )
        return list(find_differences(store, forge))


def as_values(difference: Difference) -> dict[str, object]:
    """Return a difference as plain values, for JSON."""
    return {
        "kind": difference.kind,
        "submission": difference.submission_id,
        "number": difference.number,
        "what": difference.what,
        "can_be_mended": difference.can_be_mended,
    }


def next_night(now: datetime) -> datetime:
    tonight = now.replace(hour=AT_HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight > now else tonight + timedelta(days=1)
