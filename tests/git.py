"""git itself, as a witness that knows nothing of our code."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str, given: str = "") -> str:
    """Return what git says of a repository; a failing git fails the test."""
    done = subprocess.run(
        ["git", "--git-dir", str(folder), *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def branches(folder: Path) -> list[str]:
    return git(folder, "for-each-ref", "--format=%(refname:short)", "refs/heads").split("\n")


def is_sound(folder: Path) -> bool:
    """Say whether ``git fsck --strict`` finds nothing wrong."""
    said = subprocess.run(
        ["git", "--git-dir", str(folder), "fsck", "--strict", "--no-dangling"],
        capture_output=True,
        text=True,
        check=False,
    )
    return said.returncode == 0 and "error" not in said.stderr + said.stdout


def objects_with(folder: Path, text: str) -> list[str]:
    """Return the ids of all objects, loose and packed, reachable or not, that hold ``text``."""
    ids = git(folder, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()
    whole = [
        subprocess.run(
            ["git", "--git-dir", str(folder), "cat-file", kind, name],
            capture_output=True,
            check=True,
        ).stdout
        for name in ids
        if (kind := git(folder, "cat-file", "-t", name))
    ]
    return [name for name, data in zip(ids, whole, strict=True) if text.encode() in data]
