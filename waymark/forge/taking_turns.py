"""One who rewrites the local forge's history is alone in it; all others share it.

The lock is the kernel's and belongs to an open file: it ends with the process that held it, and
with the programs which that process had started.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from waymark.errors import ForgeUnavailable

PATIENCE, PAUSE = 120.0, 0.05


@contextlib.contextmanager
def among_others(folder: Path) -> Iterator[int]:
    """Keep a rewriting away while this lasts."""
    with _held(folder, fcntl.LOCK_SH) as lock:
        yield lock


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[int]:
    """Keep everybody else away while this lasts; yield the lock's file, to be passed on."""
    with _held(folder, fcntl.LOCK_EX) as lock:
        yield lock


@contextlib.contextmanager
def _held(folder: Path, how: int) -> Iterator[int]:
    path = folder.with_name(f"{folder.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as problem:
        raise ForgeUnavailable(
            f"The local forge cannot be locked ({type(problem).__name__}).",
            remedy="Look at the rights of the data folder.",
        ) from None
    try:
        _take(lock, how)
        yield lock
    finally:
        os.close(lock)


def _take(lock: int, how: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise ForgeUnavailable(
                    "The local forge is being rewritten, or is in use, for a long time.",
                    remedy="It is tried again.",
                ) from None
            time.sleep(PAUSE)
        else:
            return
