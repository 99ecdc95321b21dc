"""Take files out of the whole history of the local forge, with git and git-filter-repo.

The new history is made beside the repository and fetched into it in one step: whoever is killed
before it leaves the old history, whoever is killed after it leaves the new one with old objects
that the next run throws away. Either way the repository works.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from waymark.errors import ForgeUnavailable

LONGEST_SECONDS = 3600
HEADS = "+refs/heads/*:refs/heads/*"
NOTHING = "0" * 40


class Git:
    """Runs git on one bare repository, with nobody's configuration and no word of its output."""

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder = folder
        self.lock = lock

    def forget_locks(self) -> None:
        """Take away what a killed git left locked: nobody else is at work while we are alone."""
        for path in (*self.folder.rglob("*.lock"), self.folder / "gc.pid"):
            path.unlink(missing_ok=True)

    def rewrite_without(self, paths: Collection[str]) -> dict[str, str]:
        """Take these files out of every commit; return the commits that have new ids."""
        beside = self.folder.with_name(f".{self.folder.name}.rewritten")
        shutil.rmtree(beside, ignore_errors=True)
        try:
            self._run("git", "init", "-q", "--bare", "--initial-branch=main", str(beside))
            self._filter(beside, paths)
            renamed = _renamed(beside)
            # One transaction for all branches; git writes objects to the disk before it.
            self._run(
                "git", "-c", "core.fsync=all", "fetch", "-q", "--atomic", "--prune", "--no-tags",
                "--no-write-fetch-head", "--no-auto-gc", str(beside), HEADS,
            )  # fmt: skip
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        return renamed

    def forget_unreachable(self) -> None:
        """Throw away every object that no branch leads to, and the logs that name them."""
        for leftover in ("FETCH_HEAD", "ORIG_HEAD"):
            (self.folder / leftover).unlink(missing_ok=True)
        self._run("git", "reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all")
        self._run("git", "gc", "-q", "--prune=now", "--force")

    def _filter(self, beside: Path, paths: Collection[str]) -> None:
        listed = beside / "paths-to-forget"
        listed.write_text("".join(f"literal:{path}\n" for path in sorted(paths)), "utf-8")
        self._run(
            sys.executable, "-m", "git_filter_repo", "--quiet", "--force",
            "--source", str(self.folder), "--target", str(beside),
            "--invert-paths", "--paths-from-file", str(listed),
            "--replace-refs", "delete-no-add",
        )  # fmt: skip
        if not self._runs("git", "--git-dir", str(beside), "rev-parse", "-q", "--verify", "main"):
            raise _failed("git-filter-repo")

    def _run(self, *command: str) -> None:
        if not self._runs(*command):
            raise _failed(command[0])

    def _runs(self, *command: str) -> bool:
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=_environment(), stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=LONGEST_SECONDS,
                # A program that outlives us keeps others away until it ends.
                pass_fds=(self.lock,), check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            raise _failed(command[0]) from None
        return done.returncode == 0


def _renamed(beside: Path) -> dict[str, str]:
    """Read which commits have new ids; those that held nothing else are gone and not named."""
    lines = (beside / "filter-repo" / "commit-map").read_text("ascii").splitlines()
    pairs: Sequence[list[str]] = [line.split() for line in lines[1:]]
    return {old: new for old, new in pairs if new not in (old, NOTHING)}


def _environment() -> dict[str, str]:
    nobodys = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}
    ours = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**ours, **nobodys}


def _failed(program: str) -> ForgeUnavailable:
    return ForgeUnavailable(
        f"The history of the local forge could not be rewritten ({Path(program).name}).",
        remedy="Look at free disk space and whether git is installed. It is tried again.",
    )
