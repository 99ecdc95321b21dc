"""Erase what is due: words leave the store, the branches and the history of the forge.

Every step may be repeated and a kill may come anywhere: a submission counts as erased only when
everything else is done, and until then the next run begins again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from waymark.community import PolicyRule
from waymark.entry import path_in
from waymark.errors import NotYet, TransitionRefused
from waymark.forge import Forge
from waymark.keeping import Ending, Keeping
from waymark.states import State, may_move
from waymark.store import Decision, Job, NewJob, Store, Submission

SWEEP = timedelta(days=1)
SOON = timedelta(seconds=5)
UNFINISHED = "erasing-unfinished"
"""Note in the store: words were taken out, but old pages of its file may still hold them."""
ENDINGS = {
    State.PUBLISHED: Ending.PUBLISHED,
    State.DECLINED: Ending.DECLINED,
    State.WITHDRAWN: Ending.WITHDRAWN,
}
ROOTS = ("submissions", "content")
IN_BETWEEN = {"withdraw", "publish"}
"""Jobs that still have to take a page down before its words count as erased."""


class Eraser:
    """Does `erase` jobs: one with a submission erases that one, one without all that are due."""

    def __init__(
        self, store: Store, forge: Forge, keeping: Keeping, policy: Mapping[str, PolicyRule]
    ) -> None:
        self.store = store
        self.forge = forge
        self.keeping = keeping
        self.policy = policy

    def handle(self, job: Job, now: datetime) -> None:
        wanted = [s for s in self._ended() if s.id == job.submission_id or self._is_due(s, now)]
        blocked = self._still_on_the_site(wanted)
        self._erase([s for s in wanted if s not in blocked], now)
        if blocked:
            raise NotYet("A page has to be taken down first.", until=now + SOON)
        self._erase_reports(now)
        if job.submission_id is None:
            self.store.add_job(NewJob("erase", not_before=now + SWEEP), now)

    def _erase(self, due: Sequence[Submission], now: datetime) -> None:
        if due:
            withdrawn = [s.id for s in due if s.state is State.WITHDRAWN]
            self.store.rename_revisions(self.forge.erase(withdrawn))
            self.store.note(UNFINISHED, now.isoformat())
            for submission in due:
                self.store.erase(submission.id, "waymark", now)
        if self.store.read_note(UNFINISHED) is not None:
            self.store.clear_traces()
            self.store.forget_note(UNFINISHED)

    def _erase_reports(self, now: datetime) -> None:
        if self.store.erase_reports(now - self.keeping.spans[Ending.REPORTS]):
            self.store.clear_traces()

    def _ended(self) -> Iterator[Submission]:
        yield from self.store.with_words(*ENDINGS)

    def _is_due(self, submission: Submission, now: datetime) -> bool:
        ending = ENDINGS[submission.state]
        if ending is Ending.WITHDRAWN and self._was_taken_down(submission):
            # By a moderator, by a rule: its writer may want to know and to ask.
            ending = Ending.DECLINED
        if ending is Ending.DECLINED and self._is_escalated(submission):
            ending = Ending.ESCALATED
        return self.keeping.is_due(ending, submission.changed_at, now)

    def _was_taken_down(self, submission: Submission) -> bool:
        acts = {decision.action for decision in self.store.decisions(submission.id)}
        return "take-down" in acts and not acts & {"withdraw", "forget"}

    def _is_escalated(self, submission: Submission) -> bool:
        cited = [rule for d in self.store.decisions(submission.id) for rule in d.rules]
        return any("ESCALATE" in self.policy[rule].verbs for rule in cited if rule in self.policy)

    def _still_on_the_site(self, wanted: Sequence[Submission]) -> list[Submission]:
        """Return those whose page may still be there: what takes it down is not done yet."""
        withdrawn = [s for s in wanted if s.state is State.WITHDRAWN]
        open_jobs = self.store.open_jobs() if withdrawn else []
        waiting = {job.submission_id for job in open_jobs if job.kind in IN_BETWEEN}
        return [s for s in withdrawn if waiting & {s.id, None} or self._is_on_main(s)]

    def _is_on_main(self, submission: Submission) -> bool:
        places = [path_in(root, submission.kind, submission.id) for root in ROOTS]
        return any(self.forge.read(place) is not None for place in places)


def begin_sweeping(store: Store, now: datetime) -> None:
    """Have a worker look for what is due now, and every day from then on."""
    store.add_job(NewJob("erase"), now)


def forget(store: Store, submission_id: str, by: str, now: datetime) -> None:
    """Have everything of a submission removed, wherever it is; doing so twice is fine.

    Raises ``TransitionRefused`` when there is none with this id.
    """
    submission = store.get(submission_id)
    if submission is None:
        raise TransitionRefused(
            "There is no submission with this id.",
            remedy="An editor's page is a file in content/: remove that.",
        )
    if may_move(submission.state, State.WITHDRAWN):
        store.change(
            submission_id,
            expected=submission.state,
            after=State.WITHDRAWN,
            decision=Decision(submission_id, "forget", by, now),
            jobs=[NewJob("withdraw", submission_id), NewJob("erase", submission_id)],
            question=None,
            now=now,
        )
    elif submission.erased_at is None:
        store.add_job(NewJob("erase", submission_id), now)
