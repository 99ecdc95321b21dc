"""Small stand-ins that keep the same promises as the real things. They are shared by all tests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from waymark.errors import ForgeUnavailable, RevisionMoved, UnknownCommit
from waymark.forge import Forge, Proposal, ProposalState, Status
from waymark.forge.names import (
    branch_of,
    published_paths,
    require_path,
    require_proposal,
    waiting_paths,
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

    @property
    def _files(self) -> dict[str, str]:
        return self.commits[self.main]

    def _commit(self, files: dict[str, str], message: str) -> str:
        commit = _id(self.main, message, *(f"{path}\n{text}" for path, text in files.items()))
        self.commits[commit] = files
        return commit


def _id(*parts: str) -> str:
    return hashlib.sha1("\0".join(parts).encode(), usedforsecurity=False).hexdigest()
