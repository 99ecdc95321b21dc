"""The large parts of search in fewer bytes, for whoever serves them: `<file>.br` beside the file.

Our own server sends them, and so do Caddy (`precompressed br`) and nginx (`brotli_static on`). The
files themselves stay as Pagefind made them: hosts that do not know of this serve those.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

import brotli

PARTS = ("pagefind.js", "wasm.*.pagefind", "words.*.json")
GZIP = b"\x1f\x8b"


def pack(bundle: Path) -> None:
    """Write a packed copy beside each large part of Pagefind's folder."""
    for pattern in PARTS:
        for path in sorted(bundle.glob(pattern)):
            path.with_name(f"{path.name}.br").write_bytes(_packed(path.read_bytes()))


@lru_cache(maxsize=8)
def _packed(content: bytes) -> bytes:
    """Pack as small as it goes: a third of a second for what is the same after every build.

    What Pagefind packed itself is unpacked first; its script takes either.
    """
    whole = gzip.decompress(content) if content.startswith(GZIP) else content
    return bytes(brotli.compress(whole))
