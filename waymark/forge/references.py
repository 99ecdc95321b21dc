"""Branches of the local forge, moved by compare and swap: whoever looked at an old state loses.

libgit2 says that somebody else was faster in several ways: 'old reference value does not match',
'reference already exists', a lock file that is taken (a plain ``OSError``). Each means: look again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

import pygit2

from waymark.errors import ForgeUnavailable, UnknownCommit
from waymark.forge.names import branch_of
from waymark.forge.opening import MAIN, TROUBLE

TRIES, LONGEST_PAUSE = 40, 0.05
FULL_ID = 40

T = TypeVar("T")


def until(attempt: Callable[[], T | None]) -> T:
    """Repeat an attempt that others may win until it gives something."""
    for number in range(TRIES):
        done = attempt()
        if done is not None:
            return done
        time.sleep(random.uniform(0, LONGEST_PAUSE * min(1, number / 10)))  # noqa: S311
    raise ForgeUnavailable(
        "A branch of the local forge could not be moved.",
        remedy="It is tried again. If it stays so, look at the rights of the data folder.",
    )


def main_of(repository: pygit2.Repository) -> pygit2.Commit:
    """Return the commit that main is at."""
    return repository.references[MAIN].peel(pygit2.Commit)


def branch_in(repository: pygit2.Repository, submission_id: str) -> pygit2.Reference | None:
    """Return a submission's branch, as it is now, or ``None``."""
    return repository.references.get(f"refs/heads/{branch_of(submission_id)}")


def commit_in(repository: pygit2.Repository, commit: str) -> pygit2.Commit:
    """Return a commit by its full id; raise ``UnknownCommit`` when there is none."""
    is_full = len(commit) == FULL_ID and all(letter in "0123456789abcdef" for letter in commit)
    found = repository.get(commit) if is_full else None
    if not isinstance(found, pygit2.Commit):
        raise UnknownCommit("The forge does not know this commit.", remedy="Begin anew.")
    return found


def create(repository: pygit2.Repository, submission_id: str, commit: pygit2.Oid) -> bool:
    """Make a submission's branch unless there is one by now."""
    try:
        repository.references.create(f"refs/heads/{branch_of(submission_id)}", commit)
    except TROUBLE:
        return False
    return True


def move(reference: pygit2.Reference, commit: pygit2.Oid) -> bool:
    """Have a branch name another commit if it is still as it was looked up."""
    try:
        reference.set_target(commit)
    except TROUBLE:
        return False
    return True


def delete(reference: pygit2.Reference) -> bool:
    """Remove a branch if it is still as it was looked up."""
    try:
        reference.delete()
    except TROUBLE:
        return False
    return True
