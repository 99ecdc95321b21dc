"""The built-in forge: a bare git repository that any git client can read.

One branch ``submission/<id>`` with one commit for each proposal. Commits carry the first moment
of their month instead of the true time: a log to the second could tell who wrote when.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pygit2
from pygit2.enums import DeltaStatus, FileMode

from waymark.errors import ForgeUnavailable, RevisionMoved
from waymark.forge import BRANCH, Proposal, ProposalState, Status

MAIN = "refs/heads/main"
TRIES = 40
PATH = re.compile(r"(content|submissions)(/[a-z0-9][a-z0-9-]*)+\.(md|yaml)")
NAME, ADDRESS = "Waymark", "waymark@localhost"


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
            if repository.references.get(MAIN) is None:
                raise ForgeUnavailable("The forge has no main branch.", remedy="Restore a backup.")

    def propose(self, proposal: Proposal) -> ProposalState:
        _require_safe(proposal.path)
        name = _branch(proposal.submission_id)
        with self._open() as repository:
            blob = repository.create_blob(proposal.content.encode())
            if blob in (_blob_at(repository, where, proposal.path) for where in (MAIN, name)):
                return self.look(proposal.submission_id)
            base = _commit_of(repository, MAIN)
            tree = _with_files(repository, repository[base].peel(pygit2.Tree).id,
                               {proposal.path: blob})  # fmt: skip
            message = f"{proposal.title}\n\n{proposal.body}".strip() + "\n"
            commit = self._commit(repository, tree, message, [base])
            repository.references.create(name, commit, force=True)
        return self.look(proposal.submission_id)

    def look(self, submission_id: str) -> ProposalState:
        name = _branch(submission_id)
        with self._open() as repository:
            reference = repository.references.get(name)
            if reference is not None:
                return ProposalState(Status.OPEN, str(reference.target), f"{BRANCH}{submission_id}")
            path = _path_on_main(repository, submission_id)
            return ProposalState(Status.MERGED if path else Status.ABSENT)

    def merge(self, submission_id: str, revision: str) -> ProposalState:
        name = _branch(submission_id)
        with self._open() as repository:
            for _ in range(TRIES):
                reference = repository.references.get(name)
                if reference is None:
                    return self.look(submission_id)
                if str(reference.target) != revision:
                    raise RevisionMoved(
                        "The proposal changed after it was read.", remedy="Read it once more."
                    )
                path, blob = _proposed_file(repository, _commit_of(repository, name))
                base = _commit_of(repository, MAIN)
                if _blob_at(repository, MAIN, path) == blob or self._advance(
                    repository,
                    base,
                    {path: blob},
                    f"Approve {submission_id}\n\nSubmission: {submission_id}\n"
                    f"Reviewed-Revision: {revision}\n",
                ):
                    with _racing():
                        repository.references.delete(name)
                    return self.look(submission_id)
        raise ForgeUnavailable("The main branch is too busy.", remedy="It is tried again.")

    def close(self, submission_id: str) -> None:
        with self._open() as repository, contextlib.suppress(KeyError):
            repository.references.delete(_branch(submission_id))

    def head(self) -> str:
        with self._open() as repository:
            return str(repository.references[MAIN].target)

    def read(self, path: str) -> str | None:
        with self._open() as repository:
            blob = _blob_at(repository, MAIN, path)
            return None if blob is None else repository[blob].peel(pygit2.Blob).data.decode()

    def list_files(self, folder: str) -> list[str]:
        with self._open() as repository:
            tree = repository.references[MAIN].peel(pygit2.Tree)
            return sorted(path for path, _ in _walk(tree, "") if path.startswith(f"{folder}/"))

    def changes(self, since: str | None, folder: str) -> Iterator[tuple[str, str | None]]:
        with self._open() as repository:
            now = repository.references[MAIN].peel(pygit2.Tree)
            before = _tree_of(repository, since)
            found: list[tuple[str, str | None]]
            if before is None:
                found = [(path, blob.data.decode()) for path, blob in _walk(now, "")]
            else:
                found = list(_differences(repository, before, now))
        yield from ((path, text) for path, text in found if path.startswith(f"{folder}/"))

    def apply(self, changes: Mapping[str, str | None], message: str) -> str:
        for path in changes:
            _require_safe(path)
        with self._open() as repository:
            blobs = {
                path: None if text is None else repository.create_blob(text.encode())
                for path, text in changes.items()
            }
            for _ in range(TRIES):
                base = _commit_of(repository, MAIN)
                if all(_blob_at(repository, MAIN, p) == blob for p, blob in blobs.items()):
                    return str(base)
                if self._advance(repository, base, blobs, message):
                    return str(repository.references[MAIN].target)
        raise ForgeUnavailable("The main branch is too busy.", remedy="It is tried again.")

    def _advance(
        self,
        repository: pygit2.Repository,
        base: pygit2.Oid,
        blobs: Mapping[str, pygit2.Oid | None],
        message: str,
    ) -> bool:
        """Put one commit on main if main is still at ``base``; ``False`` when it moved."""
        tree = _with_files(repository, repository[base].peel(pygit2.Tree).id, blobs)
        commit = self._commit(repository, tree, message, [base])
        with _racing() as race:
            # libgit2 compares and swaps: a reference that moved refuses the update.
            reference = repository.references[MAIN]
            if reference.target != base:
                return False
            reference.set_target(commit)
        return not race.lost

    def _commit(
        self, repository: pygit2.Repository, tree: pygit2.Oid, message: str,
        parents: list[pygit2.Oid],
    ) -> pygit2.Oid:  # fmt: skip
        month = self.clock().astimezone(UTC).replace(day=1, hour=0, minute=0, second=0)
        who = pygit2.Signature(NAME, ADDRESS, int(month.timestamp()), 0)
        return repository.create_commit(None, who, who, message, tree, parents)

    @contextlib.contextmanager
    def _open(self) -> Iterator[pygit2.Repository]:
        """Open the repository, making it at first use; libgit2's own errors do not leave here."""
        try:
            if not (self.folder / "HEAD").is_file():
                self._create()
            yield pygit2.Repository(str(self.folder))
        except (pygit2.GitError, KeyError, OSError, ValueError) as problem:
            raise ForgeUnavailable(
                f"The local forge cannot be used ({type(problem).__name__}).",
                remedy="Look at free disk space and the rights of the data folder.",
            ) from None

    def _create(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        repository = pygit2.init_repository(str(self.folder), bare=True, initial_head="main")
        if repository.references.get(MAIN) is None:
            tree = repository.TreeBuilder().write()
            first = self._commit(repository, tree, "Begin\n", [])
            with contextlib.suppress(pygit2.AlreadyExistsError, ValueError):
                repository.references.create(MAIN, first)


class _Race:
    lost = False


@contextlib.contextmanager
def _racing() -> Iterator[_Race]:
    """Note a compare-and-swap that somebody else won: libgit2 says so in three ways."""
    race = _Race()
    try:
        yield race
    except (pygit2.GitError, OSError, KeyError, ValueError):
        race.lost = True


def _branch(submission_id: str) -> str:
    if not re.fullmatch(r"[a-z0-9]{4,40}", submission_id):
        raise ForgeUnavailable("This is not the id of a submission.")
    return f"refs/heads/{BRANCH}{submission_id}"


def _require_safe(path: str) -> None:
    if not PATH.fullmatch(path):
        raise ForgeUnavailable("A path is not one that the service makes.")


def _blob_at(repository: pygit2.Repository, reference: str, path: str) -> pygit2.Oid | None:
    found = repository.references.get(reference)
    if found is None:
        return None
    tree = found.peel(pygit2.Tree)
    return tree[path].id if path in tree else None


def _commit_of(repository: pygit2.Repository, reference: str) -> pygit2.Oid:
    return repository.references[reference].peel(pygit2.Commit).id


def _tree_of(repository: pygit2.Repository, commit: str | None) -> pygit2.Tree | None:
    if commit is None or commit not in repository:
        return None
    return repository[commit].peel(pygit2.Tree)


def _walk(tree: pygit2.Tree, prefix: str) -> Iterator[tuple[str, pygit2.Blob]]:
    for item in tree:
        path = f"{prefix}{item.name}"
        if isinstance(item, pygit2.Tree):
            yield from _walk(item, f"{path}/")
        elif isinstance(item, pygit2.Blob):
            yield path, item


def _differences(
    repository: pygit2.Repository, before: pygit2.Tree, now: pygit2.Tree
) -> Iterator[tuple[str, str | None]]:
    for delta in before.diff_to_tree(now).deltas:
        if delta.status == DeltaStatus.DELETED:
            yield str(delta.old_file.path), None
        else:
            blob = repository[delta.new_file.id].peel(pygit2.Blob)
            yield str(delta.new_file.path), blob.data.decode()


def _path_on_main(repository: pygit2.Repository, submission_id: str) -> str | None:
    """Return where a merged submission's file is: waiting, or published."""
    tree = repository.references[MAIN].peel(pygit2.Tree)
    for root in ("submissions", "content"):
        for kind in ("stories", "strategies", "responses"):
            path = f"{root}/{kind}/{submission_id[:2]}/{submission_id}.md"
            if path in tree:
                return path
    return None


def _proposed_file(repository: pygit2.Repository, commit: pygit2.Oid) -> tuple[str, pygit2.Oid]:
    """Return the one file that a proposal's commit adds."""
    made = repository[commit].peel(pygit2.Commit)
    before = made.parents[0].tree
    changed = [delta.new_file for delta in before.diff_to_tree(made.tree).deltas]
    if len(changed) != 1:
        raise ForgeUnavailable("A proposal should hold exactly one file.", remedy="Close it.")
    return str(changed[0].path), changed[0].id


def _with_files(
    repository: pygit2.Repository,
    tree_id: pygit2.Oid | None,
    blobs: Mapping[str, pygit2.Oid | None],
) -> pygit2.Oid:
    """Return the id of a tree with these files put in or (``None``) taken out.

    Only the folders on the way are written anew, so the cost does not grow with the rest.
    """
    tree = repository[tree_id].peel(pygit2.Tree) if tree_id is not None else None
    builder = repository.TreeBuilder(tree) if tree is not None else repository.TreeBuilder()
    below: dict[str, dict[str, pygit2.Oid | None]] = {}
    for path, blob in blobs.items():
        name, _, rest = path.partition("/")
        if rest:
            below.setdefault(name, {})[rest] = blob
        elif blob is not None:
            builder.insert(name, blob, FileMode.BLOB)
        elif tree is not None and name in tree:
            builder.remove(name)
    for name, inside in below.items():
        old = tree[name].id if tree is not None and name in tree else None
        new = _with_files(repository, old, inside)
        if len(repository[new].peel(pygit2.Tree)):
            builder.insert(name, new, FileMode.TREE)
        elif old is not None:
            builder.remove(name)
    return builder.write()
