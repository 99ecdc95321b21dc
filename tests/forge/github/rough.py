"""Submissions on a rough way to GitHub: what goes wrong, where and when, is written in a plan.

Time is virtual: nothing waits but a client for an answer that never comes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pygit2

from tests.forge.github.server import Fault, Request, ScriptedGitHub
from tests.forge.github.world import REPOSITORY, TOKEN
from waymark.bot import Bot, proposal_from
from waymark.forge.github import GitHubForge
from waymark.forge.names import branch_of
from waymark.forge.pull_requests import FILE
from waymark.github_settings import GitHubSettings, Secret
from waymark.privacy import AllowList
from waymark.states import State
from waymark.store import Job, JobState, NewJob, NewSubmission, Store, Submission
from waymark.worker import Worker

LEASE = timedelta(seconds=30)
START = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
KILLED_BEFORE, KILLED_AFTER = "killed before", "killed after"
OTHER_WORKER = "another worker does it all meanwhile"
TROUBLES: tuple[str, ...] = (*Fault, KILLED_BEFORE, KILLED_AFTER, OTHER_WORKER)
STEPS: Mapping[str, str] = {
    "repository": rf"GET /repos/{REPOSITORY}",
    "branch": r"POST .*/git/refs",
    "file": r"PUT .*/contents/.*",
    "pull request": r"POST .*/pulls",
    "labels": r"POST .*/labels",
    "checks": r"POST .*/(check-runs|statuses/\w+)",
}
"""The steps of a proposal by the request that is made for each."""

Plan = Callable[[str, str], str | None]
"""Given a submission and a step: what goes wrong this time."""


class Killed(BaseException):
    """Like SIGKILL, nothing catches this."""


class RoughWay:
    """A store, a bot with two workers, and a scripted GitHub."""

    def __init__(self, folder: Path, timeout: int = 1) -> None:
        self.now = START
        self.plan: Plan = lambda _submission, _step: None
        self.server = ScriptedGitHub(folder / "github.git", clock=lambda: self.now).start()
        self.server.faults = self._fault
        self.store = Store.open(f"sqlite:///{folder / 'store.sqlite3'}")
        self.timeout = timeout
        self.current = ""
        self.calls: Counter[str] = Counter()
        self.met: Counter[str] = Counter()
        """How often each trouble really happened."""
        self.forge = self._new_forge()
        self.forge.check()

    def close(self) -> None:
        self.server.stop()
        self.store.close()

    def submit(self, number: int, text: str) -> str:
        new = NewSubmission(
            kind="story", lang="en", fields={"text": text, "consent": True}, to=None,
            receipt_hash=f"receipt-{number}", token_hash=f"token-{number}", proof="proven",
            level="review", score=1.0, findings=(), rules_version="1",
        )  # fmt: skip
        return self.store.accept(new, self.now)[0].id

    def work(self, longest: timedelta = timedelta(days=3)) -> None:
        """Let two workers do every job, moving on to the moment when the next is due."""
        end = self.now + longest
        workers = [self._worker(name) for name in ("one", "two")]
        while self.now < end:
            for index, worker in enumerate(workers):
                try:
                    while worker.run_once():
                        pass
                except Killed:
                    # A new process knows nothing of what the old one knew.
                    self.forge = self._new_forge()
                    workers[index] = self._worker(f"{worker.name}, anew")
            waiting = self.store.open_jobs()
            if not waiting:
                return
            self.now = max(self.now + timedelta(seconds=1), min(job.next_at for job in waiting))
        raise AssertionError(f"still not done: {self.store.open_jobs()}")

    def propose_again(self, submission_id: str) -> None:
        self.store.add_job(NewJob("propose", submission_id), self.now)

    def _worker(self, name: str) -> Worker:
        return Worker(
            self.store, {"propose": self._propose}, name, clock=lambda: self.now, lease=LEASE
        )

    def _propose(self, job: Job, now: datetime) -> None:
        self.current = job.submission_id or ""
        try:
            Bot(self.store, self.forge, AllowList()).propose(job, now)
        finally:
            self.current = ""

    def _new_forge(self) -> GitHubForge:
        settings = GitHubSettings(REPOSITORY, Secret(TOKEN), api=self.server.address)
        forge = GitHubForge(settings, self.store, lambda: self.now, self.timeout)
        send = forge.connection.send

        def send_with_trouble(verb: str, path: str, *args: Any, **kwargs: Any) -> Any:
            address = path if path.startswith("/") else f"/repos/{REPOSITORY}/{path}".rstrip("/")
            step = step_of(verb, address)
            trouble = self.plan(self.current, step) if self.current and step else None
            self._next_fault = Fault(trouble) if trouble in tuple(Fault) else None
            if trouble is not None:
                self.met[f"{step}: {trouble}"] += 1
            if self.current:
                self.calls[step if step in ("labels", "checks") else "to open"] += 1
            if trouble == KILLED_BEFORE:
                raise Killed
            if trouble == OTHER_WORKER:
                self._work_in_between()
            answer = send(verb, path, *args, **kwargs)
            if trouble == KILLED_AFTER:
                raise Killed
            return answer

        forge.connection.send = send_with_trouble  # type: ignore[method-assign]
        self._next_fault: Fault | None = None
        return forge

    def _work_in_between(self) -> None:
        """Somebody else, with a forge of their own, took the same job over and finishes it."""
        mine, plan, fault = self.current, self.plan, self._next_fault
        self.plan = lambda _submission, _step: None
        forge = self._new_forge()
        forge._proposing._pace = lambda _work, _number: None  # its turn has come
        job = Job(0, "propose", mine, {}, JobState.RUNNING, 1, self.now)
        try:
            Bot(self.store, forge, AllowList()).propose(job, self.now)
        finally:
            self.plan, self.current, self._next_fault = plan, mine, fault

    def _fault(self, request: Request) -> Fault | None:
        fault, self._next_fault = self._next_fault, None
        return fault

    def differences(self, ids: list[str]) -> dict[str, int]:
        """Count what is not as it should be, on both sides."""
        world = self.server.world
        seen = [self.store.get(name) for name in ids]
        branches = {
            name.removeprefix("refs/heads/")
            for name in world.git.references
            if name.startswith("refs/heads/submission/")
        }
        of = Counter(pull["branch"] for pull in world.pulls.values())
        return {
            "submissions": len(ids),
            "pull requests": len(world.pulls),
            "duplicates": sum(count - 1 for count in of.values()),
            "orphans": len(branches ^ {pull["branch"] for pull in world.open_pulls()}),
            "lost": sum(not self._is_whole(one) for one in seen),
        }

    def _is_whole(self, submission: Submission | None) -> bool:
        """Say whether store and GitHub hold the same of it, to the letter."""
        if submission is None or submission.state is not State.IN_REVIEW:
            return False
        world, branch = self.server.world, branch_of(submission.id)
        proposal = proposal_from(submission, AllowList())
        pulls = world.open_pulls(branch)
        if len(pulls) != 1 or world.head(branch) is None:
            return False
        (pull,) = pulls
        commit = world.commit_of(branch)
        return (
            submission.revision == pull["sha"] == str(commit.id)
            and world.files(branch).get(proposal.path) == proposal.content
            and len(commit.parent_ids) == 1
            and str(commit.parent_ids[0]) == world.head("main")
            and sorted(world.labels[pull["number"]]) == sorted(proposal.labels)
            and any(status["sha"] == pull["sha"] for status in world.statuses)
            and pull["title"] == proposal.title
            and pull["body"] == proposal.page.replace(FILE, self._place(commit, proposal.path))
        )

    def _place(self, commit: pygit2.Commit, path: str) -> str:
        return f"{self.forge.settings.site}/blob/{commit.id}/{path}?plain=1"


def step_of(verb: str, address: str) -> str:
    """Return the name of a step by its request, or ``""``."""
    line = f"{verb} {address}"
    return next((name for name, form in STEPS.items() if re.fullmatch(form, line)), "")
