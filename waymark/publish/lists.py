"""Lists whose full pages never change: ten entries each, numbered from the oldest.

The address of a list itself shows the newest ten. ``page/<n>/`` holds entries 10n-9 to 10n; once
page n+1 has begun, page n stays as it is for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from waymark.publish.linking import EntryPage

PAGE = 10


@dataclass(frozen=True)
class Listing:
    """One page of a list. ``entries`` are newest first, at most ten."""

    url: str
    entries: tuple[EntryPage, ...]
    newer_url: str
    older_url: str
    is_newest: bool


def paginate(pages: Sequence[EntryPage], base: str) -> Iterator[Listing]:
    """Yield the pages of the list at ``base`` (``/stories/``); ``pages`` are oldest first."""
    total = len(pages)
    below = total - PAGE
    yield Listing(
        url=base,
        entries=tuple(reversed(pages[-PAGE:])),
        newer_url="",
        older_url=_numbered(base, (below - 1) // PAGE + 1) if below > 0 else "",
        is_newest=True,
    )
    if below <= 0:
        return
    last = (total - 1) // PAGE + 1
    for number in range(1, last + 1):
        yield Listing(
            url=_numbered(base, number),
            entries=tuple(reversed(pages[(number - 1) * PAGE : number * PAGE])),
            newer_url=_numbered(base, number + 1) if number < last else base,
            older_url=_numbered(base, number - 1) if number > 1 else "",
            is_newest=False,
        )


def _numbered(base: str, number: int) -> str:
    return f"{base}page/{number}/"
