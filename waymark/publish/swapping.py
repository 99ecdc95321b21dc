"""Put a built site in place of the old one, in one step that cannot be seen half-done."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from waymark.errors import BuildFailed
from waymark.publish.building import remove
from waymark.settings import Settings

PART = ".part"


def fresh_folder(settings: Settings) -> Path:
    """Return a folder name for the next site that is not in use. It does not exist yet."""
    settings.sites.mkdir(parents=True, exist_ok=True)
    return settings.sites / f"{time.time_ns()}{PART}"


def swap(settings: Settings, built: Path) -> None:
    """Make ``built`` the site that is served, and remove all others.

    Nothing that was withdrawn lives on in an older site. Readers in the middle of a page are
    served by the new one.
    """
    final = built.with_name(built.name.removesuffix(PART))
    built.rename(final)
    link = settings.current_site.with_name(f".{settings.current_site.name}.new")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(final, settings.current_site.parent))
    link.replace(settings.current_site)
    tidy(settings)


def tidy(settings: Settings) -> None:
    """Remove sites that are not served: older ones, and what a killed build left behind."""
    current = settings.current_site.resolve()
    if settings.sites.is_dir():
        for folder in settings.sites.iterdir():
            if folder.resolve() != current:
                remove(folder)


@contextlib.contextmanager
def only_one(settings: Settings, patience: float = 600.0) -> Iterator[None]:
    """Let one build at a time into this data folder; others wait."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    end = time.monotonic() + patience
    with (settings.home / "build.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise BuildFailed(
                        "Another build takes too long.", remedy="Wait, or end it."
                    ) from None
                time.sleep(0.2)
        yield
