"""Open the local forge's repository: made whole at first use, and no error of libgit2 leaves here.

A process may be killed at any point. So the first repository is built beside its place and moved
there in one step, and a lock file that a dead process left is taken away after a while.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pygit2

from waymark.errors import ForgeUnavailable
from waymark.forge.taking_turns import among_others

MAIN = "refs/heads/main"
STALE_LOCK_SECONDS = 60
"""libgit2 holds a lock for milliseconds; one this old belongs to a process that is gone."""
TROUBLE = (pygit2.GitError, OSError, KeyError, ValueError)
"""What pygit2 raises: it has no single family of errors."""

MakeFirst = Callable[[pygit2.Repository], pygit2.Oid]


@contextlib.contextmanager
def opened(folder: Path, make_first: MakeFirst) -> Iterator[pygit2.Repository]:
    """Open the repository for one call; ``make_first`` writes the first commit of a new one."""
    # "Received" must survive a power cut: objects and references reach the disk before we go on.
    pygit2.settings.enable_fsync_gitdir(True)
    with among_others(folder):
        repository = _open(folder, make_first)
        with _explained(folder):
            yield repository


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except ForgeUnavailable:
        _forget_old_locks(folder)
        raise
    except TROUBLE as problem:
        _forget_old_locks(folder)
        raise ForgeUnavailable(
            f"The local forge could not do its work ({type(problem).__name__}).",
            remedy="Look at free disk space and the rights of the data folder; "
            "`git fsck` in its forge.git says whether it is damaged.",
        ) from None


def _open(folder: Path, make_first: MakeFirst) -> pygit2.Repository:
    try:
        if not (folder / "HEAD").is_file():
            _create(folder, make_first)
        repository = pygit2.Repository(str(folder))
        repository.references[MAIN].peel(pygit2.Commit).tree  # noqa: B018  (is it readable?)
    except TROUBLE as problem:
        raise ForgeUnavailable(
            f"The local forge cannot be opened ({type(problem).__name__}).",
            remedy="Look at the rights of the data folder; if forge.git in it is damaged, "
            "restore a backup of that folder.",
        ) from None
    return repository


def _create(folder: Path, make_first: MakeFirst) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    part.mkdir(mode=0o700)  # texts that are under review are nobody else's to read
    try:
        repository = pygit2.init_repository(str(part), bare=True, initial_head="main")
        repository.references.create(MAIN, make_first(repository))
        part.rename(folder)
        _flush(folder.parent)
    except OSError:
        # Somebody else was first: theirs is as good. Anything else is trouble.
        if not (folder / "HEAD").is_file():
            raise
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Have the disk know the folder's new name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget_old_locks(folder: Path) -> None:
    """Take away locks of dead processes, so that the next try works. The caller tries later."""
    oldest = time.time() - STALE_LOCK_SECONDS
    with contextlib.suppress(OSError):
        for lock in [*folder.glob("*.lock"), *(folder / "refs").rglob("*.lock")]:
            if lock.stat().st_mtime < oldest:
                lock.unlink(missing_ok=True)
