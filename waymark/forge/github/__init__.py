"""Proposals as pull requests in a private repository on GitHub.

What people wrote leaves only after GitHub said that the repository is private; every change is
safe to repeat; and no more is sent than GitHub asks for: `waymark.store.pacing`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property, partial

from waymark.errors import ForgeUnavailable, NotYet
from waymark.forge import Proposal, ProposalState, Remark, Status
from waymark.forge.github.check_runs import CheckRuns
from waymark.forge.github.connection import Connection
from waymark.forge.github.examining import Seen, examine
from waymark.forge.github.main_branch import MainBranch
from waymark.forge.github.merging import Merging
from waymark.forge.github.proposing import Proposing
from waymark.forge.github.pulls import Pulls
from waymark.forge.github.repository import Repository
from waymark.forge.github.signing_in import TIMEOUT_SECONDS, new_app_client, new_client
from waymark.forge.github.talking import Deliveries, Talking
from waymark.forge.names import branch_of, published_paths, require_path, waiting_paths
from waymark.forge.pull_requests import Comment, Delivery, PullRequest, Push, Review
from waymark.github_settings import App, GitHubSettings
from waymark.store import Store
from waymark.store.pacing import TROUBLE

CLOSING_WRITES, ONE_WRITE = 2, 1
ERASED = "This submission was erased."


class GitHubForge:
    """Implements `waymark.forge.pull_requests.PullRequests`; may be used from several threads."""

    def __init__(
        self,
        settings: GitHubSettings,
        store: Store,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        timeout: int = TIMEOUT_SECONDS,
    ) -> None:
        self.settings = settings
        self.store = store
        self.clock = clock
        self._is_well = False
        self.connection = Connection(settings, store, clock, partial(new_client, timeout=timeout))
        self.repository = Repository(self.connection, settings.branch)
        self.main = MainBranch(self.connection, settings.branch, self._may_write)
        self.pulls = Pulls(self.connection, settings.branch)
        self.checks = CheckRuns(self.connection)
        self._talking = Talking(self.connection, self._may_write)
        work = (self.connection, store, self.main, self.pulls)
        self._proposing = Proposing(*work, self.checks, self._may_write)
        self._merging = Merging(*work, self._may_write)

    def check(self) -> None:
        self._guard()
        self.main.head()

    def propose(self, proposal: Proposal) -> ProposalState:
        return self._proposing.propose(proposal)

    def look(self, submission_id: str) -> ProposalState:
        branch_of(submission_id)
        found = self.pulls.find(submission_id)
        if found is not None and found.is_open:
            return ProposalState(Status.OPEN, found.head, found.branch)
        places = {*waiting_paths(submission_id), *published_paths(submission_id)}
        if places & self.main.files().keys():
            return ProposalState(Status.MERGED)
        if found is not None and not found.is_merged and self.pulls.branch_head(submission_id):
            return ProposalState(Status.CLOSED, found.head, found.branch)
        return ProposalState(Status.ABSENT)

    def merge(self, submission_id: str, revision: str) -> ProposalState:
        branch_of(submission_id)
        self._merging.merge(submission_id, revision)
        return self.look(submission_id)

    def close(self, submission_id: str) -> None:
        branch_of(submission_id)
        found = self.pulls.find(submission_id)
        if (found and found.is_open) or self.pulls.branch_head(submission_id):
            self._may_write(f"close {submission_id}", CLOSING_WRITES)
            self.pulls.close(submission_id)
        self.store.forget_steps(submission_id)

    def head(self) -> str:
        return self.main.head()

    def read(self, path: str) -> str | None:
        return self.main.read(path)

    def list_files(self, folder: str) -> list[str]:
        return sorted(path for path in self.main.files() if path.startswith(f"{folder}/"))

    def changes(self, since: str | None, folder: str) -> Iterator[tuple[str, str | None]]:
        return self.main.changes(since, folder)

    def apply(self, changes: Mapping[str, str | None], message: str) -> str:
        for path in changes:
            require_path(path)
        return self.main.apply(changes, message)

    def erase(self, submission_ids: Collection[str]) -> Mapping[str, str]:
        """Close what is open and empty its page; GitHub keeps the history of a repository.

        docs/operators/github.md says what an operator can do about the rest.
        """
        for submission_id in submission_ids:
            self.close(submission_id)
            found = self.pulls.find(submission_id)
            if found is not None and not self.pulls.has_page(found.number, ERASED):
                self._may_write(f"erase {submission_id}", ONE_WRITE)
                self.pulls.describe(found.number, found.title, ERASED)
        return {}

    def examine(self) -> Iterator[Seen]:
        """Yield what `waymark doctor` says of the set-up on GitHub; changes nothing."""
        return examine(self.connection, self._app)

    def pull_request(self, number: int) -> PullRequest | None:
        return self.pulls.pull_request(number)

    def find(self, submission_id: str) -> PullRequest | None:
        return self.pulls.find(submission_id)

    def updated_since(self, since: datetime | None) -> list[PullRequest]:
        return self.pulls.updated_since(since)

    def branch_heads(self) -> dict[str, str]:
        return self.pulls.branch_heads()

    def paths(self, number: int) -> tuple[str, ...]:
        return self.pulls.paths(number)

    def push_of(self, submission_id: str, revision: str) -> Push | None:
        return self.pulls.push_of(submission_id, revision)

    def read_at(self, revision: str, path: str) -> str | None:
        return self.pulls.read_at(revision, path)

    def comments(self, number: int) -> list[Comment]:
        return self._talking.comments(number)

    def comments_since(self, since: datetime) -> list[Comment]:
        return self._talking.comments_since(since)

    def reviews(self, number: int) -> list[Review]:
        return self._talking.reviews(number)

    def say(self, number: int, kind: str, text: str) -> None:
        self._talking.say(number, kind, text)

    def set_labels(self, number: int, labels: Sequence[str]) -> None:
        self._may_write(f"label {number}", ONE_WRITE)
        self.pulls.set_labels(number, labels)

    def reopen(self, number: int) -> None:
        self._may_write(f"reopen {number}", ONE_WRITE)
        self.pulls.reopen(number)

    def delete_branch(self, submission_id: str) -> None:
        self._may_write(f"branch {submission_id}", ONE_WRITE)
        self.pulls.delete_branch(submission_id)

    def report_checks(self, submission_id: str, revision: str, remarks: Sequence[Remark]) -> None:
        self._may_write(f"checks {submission_id}", ONE_WRITE)
        path = self._path_of(submission_id, revision)
        self.checks.report(submission_id, revision, path, remarks, is_new=False)

    def deliveries(self, since: datetime) -> list[Delivery]:
        if self._app is None or self.settings.webhook_secret is None:
            return []  # nothing was delivered, or only the repository's own webhook knows
        return Deliveries(self._app).since(since)

    def deliver_again(self, delivery_id: int) -> None:
        if self._app:
            Deliveries(self._app).again(delivery_id)

    @cached_property
    def _app(self) -> Connection | None:
        """A connection that speaks for the App itself."""
        app = self.settings.who
        if not isinstance(app, App):
            return None
        return Connection(
            self.settings, self.store, self.clock, lambda settings: new_app_client(settings, app)
        )

    def _path_of(self, submission_id: str, revision: str) -> str:
        """Return where a submission's file is at a commit; the first place if it is nowhere."""
        places = waiting_paths(submission_id)
        there = (path for path in places if self.pulls.blob_at(revision, path) is not None)
        return next(there, places[0])

    def _may_write(self, work: str, number: int) -> None:
        """Take a turn in the bucket that all workers share, and look that all is still private.

        Raises ``NotYet`` when others are before us.
        """
        now, pace = self.clock(), self.settings.pace
        later = self.store.book_writes(work, number, now, pace.per_minute, pace.per_hour)
        if later is not None:
            raise NotYet("Others are to be sent to GitHub first.", until=later)
        try:
            self._guard()
        except ForgeUnavailable:
            self.store.give_back_writes(number)
            raise

    def _guard(self) -> None:
        """Look that the repository is ours and private; the desk shows why when it is not."""
        try:
            self.repository.guard()
        except NotYet:
            raise
        except ForgeUnavailable as problem:
            self.store.note(TROUBLE, str(problem))
            self._is_well = False
            raise
        if not self._is_well:
            self.store.forget_note(TROUBLE)
            self._is_well = True
