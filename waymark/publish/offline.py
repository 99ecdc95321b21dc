"""What a browser needs to keep single pages for when there is no network: a worker and a list.

The list says which pages are on the site and in which version, so that a copy of an entry that was
taken back leaves a reader's device the next time there is a network.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from waymark.addresses import Addresses

WORKER = "offline-worker.js"
END = "no-offline-worker.js"
LIST = "offline.json"
ALWAYS = ("/offline/", "/toolbox/", "/device/")
"""Kept in every language with the first page: what to show without a network."""
VERSION_BYTES = 5


def worker(static: Path, is_on: bool) -> str:
    """Return the worker's text, or with ``is_on`` false the one that erases all copies."""
    return (static / (WORKER if is_on else END)).read_text(encoding="utf-8")


def offline_list(pages: Mapping[str, bytes], addresses: Addresses, static: Path) -> str:
    """Return the list as JSON.

    ``pages`` maps the address of each page that may be kept to the bytes of its file. A version is
    the first five bytes of their SHA-256 in hex: enough to see a change, small for many entries.
    """
    versions = {url: version(content) for url, content in sorted(pages.items())}
    always = [addresses.within(url, lang) for url in ALWAYS for lang in addresses.languages]
    parts = [url.lstrip("/") for url in (*always, "/favicon.svg", *_theme(static))]
    return json.dumps({"parts": parts, "pages": versions}, indent=0) + "\n"


def version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[: 2 * VERSION_BYTES]


def _theme(static: Path) -> Sequence[str]:
    files = sorted([*(static / "css").glob("*.css"), *(static / "js").glob("*.js")])
    return [f"/theme/{path.relative_to(static).as_posix()}" for path in files]
