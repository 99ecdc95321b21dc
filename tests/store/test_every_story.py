"""Whatever happens in whatever order, the store tells the same story as the table of states."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.store.samples import LEASE, NOON, a_story
from waymark.errors import TransitionRefused
from waymark.states import WAYS, State
from waymark.store import Decision, Job, JobState, NewJob, Store

SITE = {"merge", "publish", "withdraw"}


@dataclass
class Told:
    """What we believe of one job."""

    name: tuple[str, str | None]
    state: JobState
    due: datetime
    attempts: int = 0
    lease_until: datetime = NOON
    held: Job | None = None

    def may_start(self, now: datetime) -> bool:
        if self.state is JobState.READY:
            return self.due <= now
        return self.state is JobState.RUNNING and self.lease_until <= now


class Story(RuleBasedStateMachine):
    """Moderators, writers and workers act in any order; a plain model follows along."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.open(f"sqlite:///{Path(self.folder.name) / 'store.sqlite3'}")
        self.now = NOON
        self.states: dict[str, State] = {}
        self.decided: dict[str, list[str]] = {}
        self.tokens: dict[int, str] = {}
        self.jobs: list[Told] = []

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(seconds=st.sampled_from([1, 29, 30, 31, 600]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(number=st.integers(0, 5))
    def a_form_is_sent(self, number: int) -> None:
        submission, is_new = self.store.accept(a_story(number), self.now)
        assert is_new == (number not in self.tokens)
        assert self.tokens.setdefault(number, submission.id) == submission.id
        if is_new:
            self.states[submission.id] = State.RECEIVED
            self.decided[submission.id] = []
            self._expect_job("propose", submission.id, self.now)

    @precondition(lambda self: self.states)
    @rule(data=st.data(), after=st.sampled_from(State), expected=st.sets(st.sampled_from(State)))
    def somebody_decides(self, data: st.DataObject, after: State, expected: set[State]) -> None:
        name = data.draw(st.sampled_from(sorted(self.states)))
        before = self.states[name]
        decision = Decision(name, after, "Robin", self.now)
        job = NewJob("merge", name)
        may = before in expected and (after is before or after in WAYS[before])
        try:
            self.store.change(
                name, expected=expected, after=after, decision=decision, jobs=[job], now=self.now
            )
        except TransitionRefused:
            assert not may
            return
        assert may
        self.states[name] = after
        self.decided[name].append(after)
        self._expect_job("merge", name, self.now)

    @rule(wait=st.sampled_from([0, 10, 60]))
    def publishing_is_asked_for(self, wait: int) -> None:
        due = self.now + timedelta(seconds=wait)
        self.store.add_job(NewJob("publish", not_before=due), self.now)
        self._expect_job("publish", None, due)

    @rule(worker=st.sampled_from(["a", "b"]))
    def a_worker_looks_for_work(self, worker: str) -> None:
        site_busy = any(
            job.name[0] in SITE and job.state is JobState.RUNNING and job.lease_until > self.now
            for job in self.jobs
        )
        waiting = [
            job
            for job in self.jobs
            if job.may_start(self.now) and not (site_busy and job.name[0] in SITE)
        ]
        claimed = self.store.claim(worker, self.now, LEASE)
        if not waiting:
            assert claimed is None
            return
        told = min(waiting, key=lambda job: job.due)
        assert claimed is not None
        assert claimed.next_at == told.due
        told = next(
            job for job in waiting if job.name == (claimed.kind, claimed.submission_id)
            and job.due == claimed.next_at and job.attempts + 1 == claimed.attempts
        )  # fmt: skip
        told.state, told.attempts, told.held = JobState.RUNNING, claimed.attempts, claimed
        told.lease_until = self.now + LEASE

    @precondition(lambda self: any(job.held for job in self.jobs))
    @rule(data=st.data(), end=st.sampled_from(["done", "again", "dead", "renew"]))
    def a_worker_ends_a_job(self, data: st.DataObject, end: str) -> None:
        told = data.draw(st.sampled_from([job for job in self.jobs if job.held]))
        held = told.held
        assert held is not None
        worker = data.draw(st.sampled_from(["a", "b"]))
        retry_at = self.now + timedelta(seconds=5)
        before = self.store.open_jobs()
        if end == "done":
            is_ours = self.store.finish(held, worker, self.now)
        elif end == "renew":
            is_ours = self.store.renew(held, worker, self.now, LEASE)
        else:
            when = retry_at if end == "again" else None
            is_ours = self.store.fail(held, worker, self.now, "No.", when)
        if not is_ours:
            assert self.store.open_jobs() == before
            return
        if end == "renew":
            told.lease_until = self.now + LEASE
            return
        told.held = None
        told.state = {
            "done": JobState.DONE, "again": JobState.READY, "dead": JobState.DEAD
        }[end]  # fmt: skip
        if end == "again":
            told.due = retry_at

    @invariant()
    def submissions_are_where_the_table_says(self) -> None:
        found = {s.id: s.state for s in self.store.in_states(*State)}
        assert found == self.states
        assert sum(self.store.counts().values()) == len(self.states)
        for name, decided in self.decided.items():
            assert [decision.action for decision in self.store.decisions(name)] == decided

    @invariant()
    def no_job_is_lost_or_done_twice(self) -> None:
        expected = [
            (job.name, job.state, job.attempts, job.due)
            for job in self.jobs
            if job.state in (JobState.READY, JobState.RUNNING)
        ]
        found = [
            ((job.kind, job.submission_id), job.state, job.attempts, job.next_at)
            for job in self.store.open_jobs()
        ]
        assert sorted(found, key=repr) == sorted(expected, key=repr)
        dead = [job for job in self.jobs if job.state is JobState.DEAD]
        assert len([job for job in self.store.stuck() if job.state is JobState.DEAD]) == len(dead)

    def _expect_job(self, kind: str, name: str | None, due: datetime) -> None:
        same = [
            job for job in self.jobs if job.name == (kind, name) and job.state is JobState.READY
        ]
        for job in same:
            job.due = min(job.due, due)
        if not same:
            self.jobs.append(Told((kind, name), JobState.READY, due))


TestStory = Story.TestCase
TestStory.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
