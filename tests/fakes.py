"""Small stand-ins that keep the same promises as the real things. They are shared by all tests."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from waymark.errors import ForgeUnavailable, RevisionMoved, UnknownCommit
from waymark.forge import Forge, Proposal, ProposalState, Remark, Status
from waymark.forge.names import (
    BRANCH,
    branch_of,
    published_paths,
    require_path,
    require_proposal,
    waiting_paths,
)
from waymark.forge.pull_requests import (
    PREFIXES,
    Comment,
    Delivery,
    PullRequest,
    PullRequests,
    Push,
    Review,
)


@dataclass
class FakeForge(Forge):
    """A forge in memory: commits are whole copies of main, a branch is one file.

    ``is_down`` makes every call fail, as an unreachable forge would. ``log`` holds the messages
    of main's commits, newest first.
    """

    is_down: bool = False
    log: list[str] = field(default_factory=lambda: ["Begin\n"])
    branches: dict[str, tuple[str, Proposal]] = field(default_factory=dict)
    commits: dict[str, dict[str, str]] = field(default_factory=dict)
    main: str = ""

    def __post_init__(self) -> None:
        self.main = self._commit({}, "Begin\n")

    def check(self) -> None:
        if self.is_down:
            raise ForgeUnavailable("The forge is down.", remedy="Wait a while.")

    def propose(self, proposal: Proposal) -> ProposalState:
        self.check()
        require_proposal(proposal.submission_id, proposal.path)
        branch = branch_of(proposal.submission_id)
        known = self.branches.get(branch)
        is_same = known is not None and known[1].content == proposal.content
        if not is_same and self._files.get(proposal.path) == proposal.content:
            self.branches.pop(branch, None)
        elif not is_same:
            revision = _id(self.main, proposal.path, proposal.content)
            self.branches[branch] = (revision, proposal)
        return self.look(proposal.submission_id)

    def look(self, submission_id: str) -> ProposalState:
        self.check()
        branch = branch_of(submission_id)
        if branch in self.branches:
            return ProposalState(Status.OPEN, self.branches[branch][0], branch)
        places = {*waiting_paths(submission_id), *published_paths(submission_id)}
        return ProposalState(Status.MERGED if places & self._files.keys() else Status.ABSENT)

    def merge(self, submission_id: str, revision: str) -> ProposalState:
        self.check()
        if known := self.branches.get(branch_of(submission_id)):
            if known[0] != revision:
                raise RevisionMoved("It moved.", remedy="Read it once more.")
            if not set(published_paths(submission_id)) & self._files.keys():
                message = f"Submission: {submission_id}\nReviewed-Revision: {revision}\n"
                title = f"Approve {submission_id}"
                self.apply({known[1].path: known[1].content}, f"{title}\n\n{message}")
            del self.branches[branch_of(submission_id)]
        return self.look(submission_id)

    def close(self, submission_id: str) -> None:
        self.check()
        self.branches.pop(branch_of(submission_id), None)

    def head(self) -> str:
        self.check()
        return self.main

    def read(self, path: str) -> str | None:
        self.check()
        return self._files.get(path)

    def list_files(self, folder: str) -> list[str]:
        self.check()
        return sorted(path for path in self._files if path.startswith(f"{folder}/"))

    def changes(self, since: str | None, folder: str) -> Iterator[tuple[str, str | None]]:
        self.check()
        if since is not None and since not in self.commits:
            raise UnknownCommit("The forge does not know this commit.")
        before = {} if since is None else self.commits[since]
        for path in sorted({*before, *self._files}):
            if path.startswith(f"{folder}/") and before.get(path) != self._files.get(path):
                yield path, self._files.get(path)

    def apply(self, changes: Mapping[str, str | None], message: str) -> str:
        self.check()
        for path in changes:
            require_path(path)
        after = {
            path: text for path, text in {**self._files, **changes}.items() if text is not None
        }
        if after != self._files:
            self.main = self._commit(after, message)
            self.log.insert(0, message)
        return self.main

    def erase(self, submission_ids: Collection[str]) -> Mapping[str, str]:
        self.check()
        gone = {p for i in submission_ids for p in (*waiting_paths(i), *published_paths(i))}
        for submission_id in submission_ids:
            self.close(submission_id)
        held = [commit for commit, files in self.commits.items() if gone & files.keys()]
        renamed = {commit: _id(commit, *sorted(gone)) for commit in held}
        self.commits = {
            renamed.get(commit, commit): {p: t for p, t in files.items() if p not in gone}
            for commit, files in self.commits.items()
        }
        self.main = renamed.get(self.main, self.main)
        return renamed

    @property
    def _files(self) -> dict[str, str]:
        return self.commits[self.main]

    def _commit(self, files: dict[str, str], message: str) -> str:
        commit = _id(self.main, message, *(f"{path}\n{text}" for path, text in files.items()))
        self.commits[commit] = files
        return commit


def _id(*parts: str) -> str:
    return hashlib.sha1("\0".join(parts).encode(), usedforsecurity=False).hexdigest()


@dataclass
class FakePullRequests(FakeForge, PullRequests):
    """A forge in memory on which people work by hand, as they do on GitHub.

    Methods that end in ``_by`` are what people do there. ``said`` holds our own comments by
    number and kind; ``checks`` holds the remarks by commit. Every event moves ``now`` on.
    """

    now: datetime = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    pulls: dict[int, PullRequest] = field(default_factory=dict)
    said: dict[tuple[int, str], str] = field(default_factory=dict)
    checks: dict[str, tuple[Remark, ...]] = field(default_factory=dict)
    missed: list[Delivery] = field(default_factory=list)
    asked_again: list[int] = field(default_factory=list)
    _comments: list[Comment] = field(default_factory=list)
    _reviews: dict[int, list[Review]] = field(default_factory=dict)
    _pushes: dict[str, Push] = field(default_factory=dict)

    def propose(self, proposal: Proposal) -> ProposalState:
        super().propose(proposal)
        branch = branch_of(proposal.submission_id)
        if branch in self.branches:
            known, revision = self.find(proposal.submission_id), self.branches[branch][0]
            number = known.number if known and known.is_open else len(self.pulls) + 1
            self.pulls[number] = PullRequest(
                number=number, submission_id=proposal.submission_id, branch=branch,
                head=revision, base="main", title=proposal.title, author="waymark[bot]",
                labels=proposal.labels, is_open=True, is_merged=False, updated_at=self._tick(),
            )  # fmt: skip
            self.checks[revision] = proposal.remarks
        return self.look(proposal.submission_id)

    def merge(self, submission_id: str, revision: str) -> ProposalState:
        state = super().merge(submission_id, revision)
        found = self.find(submission_id)
        if found and found.is_open and state.status is Status.MERGED:
            self._change(found.number, is_open=False, is_merged=True,
                         merge_commit=self.main, merged_by="waymark[bot]")  # fmt: skip
        return state

    def close(self, submission_id: str) -> None:
        super().close(submission_id)
        found = self.find(submission_id)
        if found and found.is_open:
            self._change(found.number, is_open=False)

    def look(self, submission_id: str) -> ProposalState:
        state = super().look(submission_id)
        found = self.find(submission_id)
        is_hidden = state.status is Status.OPEN and found is not None and not found.is_open
        return ProposalState(Status.CLOSED) if is_hidden else state

    def pull_request(self, number: int) -> PullRequest | None:
        self.check()
        return self.pulls.get(number)

    def find(self, submission_id: str) -> PullRequest | None:
        self.check()
        of_it = [p for p in self.pulls.values() if p.submission_id == submission_id]
        return max(of_it, key=lambda p: (p.is_open, p.number), default=None)

    def updated_since(self, since: datetime | None) -> list[PullRequest]:
        self.check()
        wanted = (p for p in self.pulls.values() if (p.updated_at >= since if since else p.is_open))
        return sorted(wanted, key=lambda p: p.updated_at)

    def branch_heads(self) -> dict[str, str]:
        self.check()
        return {name.removeprefix(BRANCH): known[0] for name, known in self.branches.items()}

    def paths(self, number: int) -> tuple[str, ...]:
        self.check()
        known = self.branches.get(self.pulls[number].branch)
        return (known[1].path,) if known else ()

    def push_of(self, submission_id: str, revision: str) -> Push | None:
        self.check()
        return self._pushes.get(revision, Push("waymark[bot]", True, "A proposal"))

    def read_at(self, revision: str, path: str) -> str | None:
        self.check()
        for known in self.branches.values():
            if known[0] == revision and known[1].path == path:
                return known[1].content
        return self.commits.get(revision, {}).get(path)

    def comments(self, number: int) -> list[Comment]:
        self.check()
        return [comment for comment in self._comments if comment.number == number]

    def comments_since(self, since: datetime) -> list[Comment]:
        self.check()
        return [comment for comment in self._comments if comment.updated_at >= since]

    def reviews(self, number: int) -> list[Review]:
        self.check()
        return list(self._reviews.get(number, []))

    def say(self, number: int, kind: str, text: str) -> None:
        self.check()
        self.said[number, kind] = text

    def set_labels(self, number: int, labels: Sequence[str]) -> None:
        self.check()
        foreign = [name for name in self.pulls[number].labels if not name.startswith(PREFIXES)]
        self._change(number, labels=(*foreign, *labels))

    def reopen(self, number: int) -> None:
        self.check()
        self._change(number, is_open=True)

    def delete_branch(self, submission_id: str) -> None:
        self.check()
        self.branches.pop(branch_of(submission_id), None)

    def report_checks(self, submission_id: str, revision: str, remarks: Sequence[Remark]) -> None:
        self.check()
        self.checks[revision] = tuple(remarks)

    def deliveries(self, since: datetime) -> list[Delivery]:
        self.check()
        return [delivery for delivery in self.missed if delivery.delivered_at >= since]

    def deliver_again(self, delivery_id: int) -> None:
        self.check()
        self.asked_again.append(delivery_id)

    def commented_by(self, author: str, number: int, body: str, *, is_bot: bool = False) -> Comment:
        at = self._tick()
        self._comments.append(
            Comment(len(self._comments) + 1, number, author, is_bot, body, at, at)
        )
        self._change(number)
        return self._comments[-1]

    def reviewed_by(self, author: str, number: int, state: str, body: str = "") -> Review:
        head = self.pulls[number].head
        review = Review(self._tick().second, author, False, state, head, body, self.now)
        self._reviews.setdefault(number, []).append(review)
        self._change(number)
        return review

    def pushed_by(self, author: str, number: int, content: str, message: str = "") -> str:
        """Somebody edits the file on the branch; return the new commit."""
        branch = self.pulls[number].branch
        proposal = replace(self.branches[branch][1], content=content)
        revision = _id(self.main, proposal.path, content, author)
        self._pushes[revision] = Push(author, False, message)
        self.branches[branch] = (revision, proposal)
        self._change(number, head=revision)
        return revision

    def closed_by(self, author: str, number: int) -> None:
        self._change(number, is_open=False)

    def merged_by(self, author: str, number: int) -> None:
        pull = self.pulls[number]
        path, content = self.paths(number)[0], self.branches[pull.branch][1].content
        self.apply({path: content}, f"Merge #{number}\n")
        del self.branches[pull.branch]
        self._change(
            number, is_open=False, is_merged=True, merged_by=author, merge_commit=self.main
        )

    def _change(self, number: int, **changes: Any) -> None:
        self.pulls[number] = replace(self.pulls[number], updated_at=self._tick(), **changes)

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now
