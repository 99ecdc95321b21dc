"""Build a site into a fresh folder: Pelican in a process of its own, then the index of search."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from pagefind.service import get_executable

from waymark.community import load_community
from waymark.errors import BuildFailed
from waymark.publish.packing import pack
from waymark.publish.word_list import write_word_lists
from waymark.settings import Settings

PATIENCE = 3600
BUNDLE = "pagefind"
CHUNK = 4000
"""How much of the index a reader's browser fetches for a word: about 6 KB. With Pagefind's own
20,000 it is 28 KB. A version that does not know the setting makes larger pieces, nothing worse."""
UNUSED = (
    "pagefind-worker.js",
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
)
"""Pagefind's own interfaces, and its worker, which would be fetched on top of the same code: ours
uses its API only."""
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def build(settings: Settings, into: Path, conf: str) -> None:
    """Build the whole site into ``into``, which must not exist; raise ``BuildFailed`` in one line.

    Pelican runs apart: whatever happens to it cannot hurt the service.
    """
    command = [
        sys.executable, "-m", "pelican", str(settings.content), "-s", conf, "-o", str(into),
        "--fatal", "errors",
    ]  # fmt: skip
    done = _run(command, settings.root, _environment(settings), "Pelican")
    if done.returncode != 0 or not (into / "index.html").is_file():
        raise BuildFailed(_reason(done.stdout + done.stderr), remedy="The old site keeps serving.")
    index(into)
    write_word_lists(into / BUNDLE, load_community(settings.community).synonyms)
    pack(into / BUNDLE)


def index(site: Path) -> None:
    """Add the search index of every page that carries ``data-pagefind-body``."""
    command = [str(get_executable()), "--site", str(site), "--quiet"]
    environment = {**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(CHUNK)}
    done = _run(command, site, environment, "Pagefind")
    if done.returncode != 0:
        raise BuildFailed("The search index could not be made.", remedy="Look at free disk space.")
    for pattern in UNUSED:
        for path in (site / BUNDLE).glob(pattern):
            path.unlink()


def _run(
    command: list[str], folder: Path, environment: dict[str, str], what: str
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise BuildFailed(
            f"{what} did not run ({type(problem).__name__}).", remedy="Try `waymark doctor`."
        ) from None


def _environment(settings: Settings) -> dict[str, str]:
    """Tell Pelican's process the same settings, whatever our own were read from."""
    return {
        **os.environ,
        "WAYMARK_HOME": str(settings.home),
        "WAYMARK_COMMUNITY": str(settings.community),
        "WAYMARK_CONTENT": str(settings.content),
        "WAYMARK_PUBLIC_URL": settings.public_url,
        "PORT": str(settings.port),
        "NO_COLOR": "1",
        "COLUMNS": "10000",
    }


def _reason(output: str) -> str:
    """Return the one line that matters: our own error, or the kind of another."""
    lines = [_ANSI.sub("", line).strip() for line in output.splitlines()]
    for name in ("BadEntry", "BadCommunity", "BadSettings"):
        for line in lines:
            if f"{name}: " in line:
                return line.partition(f"{name}: ")[2]
    # Anything else may quote what a member wrote: only its kind is told.
    kinds = re.findall(r"\b([A-Z]\w*(?:Error|Exception|Undefined))\b", "\n".join(lines))
    return f"The site could not be built ({kinds[-1] if kinds else 'unknown error'})."


def remove(site: Path) -> None:
    """Remove a built site; one that is gone already is fine."""
    shutil.rmtree(site, ignore_errors=True)
