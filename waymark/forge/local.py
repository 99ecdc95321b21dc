"""The built-in forge: a bare git repository that any git client can read.

One branch ``submission/<id>`` with one commit for each proposal. Commits carry the first moment
of their month instead of the true time: a log to the second could tell who wrote when.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pygit2

from waymark.errors import ForgeUnavailable, RevisionMoved
from waymark.forge import Proposal, ProposalState, Status
from waymark.forge.names import (
    branch_of,
    published_paths,
    require_path,
    require_proposal,
    waiting_paths,
)
from waymark.forge.opening import MAIN, opened
from waymark.forge.references import branch_in, commit_in, create, delete, main_of, move, until
from waymark.forge.rewriting import Git
from waymark.forge.taking_turns import alone
from waymark.forge.trees import blob_at, differences, files_in, folder_at, text_at, with_files

NAME, ADDRESS = "Waymark", "waymark@localhost"

Blobs = Mapping[str, pygit2.Oid | None]


class LocalForge:
    """Implements `waymark.forge.Forge` with pygit2; opens the repository anew for each call, so
    that threads never share one."""

    def __init__(
        self, folder: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.folder = folder
        self.clock = clock

    def check(self) -> None:
        with self._open() as repository:
            # A new folder for objects: shows a read-only disk, and git sees nothing of it.
            repository.create_blob(b"")

    def propose(self, proposal: Proposal) -> ProposalState:
        require_proposal(proposal.submission_id, proposal.path)
        with self._open() as repository:
            blob = repository.create_blob(proposal.content.encode())
            return until(lambda: self._try_propose(repository, proposal, blob))

    def look(self, submission_id: str) -> ProposalState:
        branch_of(submission_id)
        with self._open() as repository:
            return _look(repository, submission_id)

    def merge(self, submission_id: str, revision: str) -> ProposalState:
        branch_of(submission_id)
        with self._open() as repository:
            return until(lambda: self._try_merge(repository, submission_id, revision))

    def close(self, submission_id: str) -> None:
        branch_of(submission_id)
        with self._open() as repository:

            def is_gone() -> bool | None:
                branch = branch_in(repository, submission_id)
                return True if branch is None or delete(branch) else None

            until(is_gone)

    def head(self) -> str:
        with self._open() as repository:
            return str(main_of(repository).id)

    def read(self, path: str) -> str | None:
        with self._open() as repository:
            blob = blob_at(main_of(repository).tree, path)
            return None if blob is None else text_at(repository, blob, path)

    def list_files(self, folder: str) -> list[str]:
        with self._open() as repository:
            tree = folder_at(main_of(repository).tree, folder)
            return [] if tree is None else sorted(path for path, _ in files_in(tree, f"{folder}/"))

    def changes(self, since: str | None, folder: str) -> Iterator[tuple[str, str | None]]:
        with self._open() as repository:
            empty = repository[repository.TreeBuilder().write()].peel(pygit2.Tree)
            before = empty if since is None else commit_in(repository, since).tree
            found = differences(
                folder_at(before, folder) or empty,
                folder_at(main_of(repository).tree, folder) or empty,
                f"{folder}/",
            )
            for path, blob in sorted(found):
                yield path, None if blob is None else text_at(repository, blob, path)

    def apply(self, changes: Mapping[str, str | None], message: str) -> str:
        for path in changes:
            require_path(path)
        with self._open() as repository:
            blobs = {
                path: None if text is None else repository.create_blob(text.encode())
                for path, text in changes.items()
            }
            return str(until(lambda: self._try_apply(repository, blobs, message)))

    def erase(self, submission_ids: Collection[str]) -> Mapping[str, str]:
        for submission_id in submission_ids:
            self.close(submission_id)
        self.check()
        with alone(self.folder) as lock:
            git = Git(self.folder, lock)
            git.forget_locks()
            paths = [
                path
                for submission_id in submission_ids
                for path in (*waiting_paths(submission_id), *published_paths(submission_id))
            ]
            renamed = git.rewrite_without(paths) if paths else {}
            git.forget_unreachable()
        return renamed

    def _try_propose(
        self, repository: pygit2.Repository, proposal: Proposal, blob: pygit2.Oid
    ) -> ProposalState | None:
        submission_id, path = proposal.submission_id, proposal.path
        branch, base = branch_in(repository, submission_id), main_of(repository)
        if branch is not None and blob_at(branch.peel(pygit2.Tree), path) == blob:
            return _open_at(submission_id, branch.target)
        if blob_at(base.tree, path) == blob:
            # Merged already; an older text's branch must not be merged over it later.
            is_tidy = branch is None or delete(branch)
            return ProposalState(Status.MERGED) if is_tidy else None
        message = f"{proposal.title}\n\n{proposal.body}".strip() + "\n"
        commit = self._commit(repository, base, {path: blob}, message)
        is_ours = (
            create(repository, submission_id, commit) if branch is None else move(branch, commit)
        )
        return _open_at(submission_id, commit) if is_ours else None

    def _try_merge(
        self, repository: pygit2.Repository, submission_id: str, revision: str
    ) -> ProposalState | None:
        branch = branch_in(repository, submission_id)
        if branch is None:
            return _look(repository, submission_id)
        if str(branch.target) != revision:
            raise RevisionMoved(
                "The proposal changed after it was read.", remedy="Read it once more."
            )
        is_merged = self._bring_to_main(repository, branch, submission_id)
        return _look(repository, submission_id) if is_merged and delete(branch) else None

    def _bring_to_main(
        self, repository: pygit2.Repository, branch: pygit2.Reference, submission_id: str
    ) -> bool:
        """Add the proposed file to main unless it is there; ``False`` when main moved."""
        proposed, base = branch.peel(pygit2.Commit), main_of(repository)
        if _first(base.tree, published_paths(submission_id)) is not None:
            return True  # merged by somebody who was killed, and published since
        path = _first(proposed.tree, waiting_paths(submission_id))
        if path is None:
            raise ForgeUnavailable(
                "A proposal does not hold its file.",
                remedy=f"Delete the branch {branch.shorthand}: it is made anew.",
            )
        blob = blob_at(proposed.tree, path)
        if blob_at(base.tree, path) == blob:
            return True
        message = (
            f"Approve {submission_id}\n\n"
            f"Submission: {submission_id}\nReviewed-Revision: {proposed.id}\n"
        )
        return self._advance(repository, base, {path: blob}, message) is not None

    def _try_apply(
        self, repository: pygit2.Repository, blobs: Blobs, message: str
    ) -> pygit2.Oid | None:
        base = main_of(repository)
        if all(blob_at(base.tree, path) == blob for path, blob in blobs.items()):
            return base.id
        return self._advance(repository, base, blobs, message)

    def _advance(
        self, repository: pygit2.Repository, base: pygit2.Commit, blobs: Blobs, message: str
    ) -> pygit2.Oid | None:
        """Put one commit on main if main is still at ``base``; ``None`` when it moved."""
        commit = self._commit(repository, base, blobs, message)
        main = repository.references[MAIN]
        return commit if main.target == base.id and move(main, commit) else None

    def _commit(
        self, repository: pygit2.Repository, base: pygit2.Commit, blobs: Blobs, message: str
    ) -> pygit2.Oid:
        who, tree = self._signature(), with_files(repository, base.tree, blobs)
        return repository.create_commit(None, who, who, message, tree, [base.id])

    def _first_commit(self, repository: pygit2.Repository) -> pygit2.Oid:
        who, empty = self._signature(), repository.TreeBuilder().write()
        return repository.create_commit(None, who, who, "Begin\n", empty, [])

    def _signature(self) -> pygit2.Signature:
        month = self.clock().astimezone(UTC).replace(day=1, hour=0, minute=0, second=0)
        return pygit2.Signature(NAME, ADDRESS, int(month.timestamp()), 0)

    def _open(self) -> AbstractContextManager[pygit2.Repository]:
        return opened(self.folder, self._first_commit)


def _look(repository: pygit2.Repository, submission_id: str) -> ProposalState:
    branch = branch_in(repository, submission_id)
    if branch is not None:
        return _open_at(submission_id, branch.target)
    places = (*waiting_paths(submission_id), *published_paths(submission_id))
    is_on_main = _first(main_of(repository).tree, places) is not None
    return ProposalState(Status.MERGED if is_on_main else Status.ABSENT)


def _open_at(submission_id: str, commit: pygit2.Oid | str) -> ProposalState:
    return ProposalState(Status.OPEN, str(commit), branch_of(submission_id))


def _first(tree: pygit2.Tree, paths: tuple[str, ...]) -> str | None:
    return next((path for path in paths if blob_at(tree, path) is not None), None)
