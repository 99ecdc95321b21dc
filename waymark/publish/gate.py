"""What must be true before a site is built. Pure: entries and a community in, problems out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from waymark.community import Community
from waymark.entry import Entry
from waymark.errors import BadCommunity, BadEntry, WaymarkError
from waymark.helplines import STALE_DAYS
from waymark.notices import Notice


def entry_problems(entries: Sequence[Entry], notices: Sequence[Notice]) -> Iterator[WaymarkError]:
    """Yield what keeps these entries from being published."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in seen:
            yield _bad(entry, f"The id is taken by {seen[entry.id].source}.", "Give it another id.")
        seen[entry.id] = entry
        if not entry.title.strip():
            yield _bad(entry, "The title is empty.", "Write one.")
        if not entry.published or not entry.sequence:
            yield _bad(
                entry,
                "It has no `published` month or no `sequence`.",
                "Only `waymark publish` moves a member's entry to content/; an editor sets both.",
            )
        if entry.is_editorial and not entry.get("sources"):
            yield _bad(entry, "An editorial entry names no sources.", "Add `sources:`.")
        if not (entry.is_editorial or entry.is_example):
            yield from _member_problems(entry)
    for notice in notices:
        if notice.id in seen:
            yield _bad(
                seen[notice.id], "It was withdrawn: a notice has its address.", "Remove the file."
            )


def _member_problems(entry: Entry) -> Iterator[WaymarkError]:
    if not entry.get("consent"):
        yield _bad(entry, "There is no consent of its writer.", "Do not publish it.")
    if not entry.get("reviewed_on"):
        yield _bad(entry, "There is no record of a review.", "Let it pass a moderator first.")


def production_problems(
    entries: Sequence[Entry], community: Community, site_url: str, today: date
) -> Iterator[WaymarkError]:
    """Yield what keeps a site from going public."""
    for entry in entries:
        if entry.is_example:
            yield _bad(entry, "Examples do not belong on a public site.", "Remove the file.")
    for line in community.helplines:
        age = line.days_since_check(today)
        if age is None or age > STALE_DAYS:
            when = "never" if age is None else f"{age} days ago"
            yield BadCommunity(
                f"The help line {line.id} was last checked by a person: {when}.",
                remedy="Check it at the provider's own site and set verified_at.",
                where="community/helplines.yaml",
            )
    if not community.site.contact:
        yield BadCommunity(
            "Nobody is named as contact.",
            remedy="Set `contact`.",
            where="community/site.yaml",
        )
    if not site_url.startswith("https://"):
        yield BadCommunity(
            "The public address is not set.",
            remedy="Set WAYMARK_PUBLIC_URL to an address that begins with https://.",
            where="publishconf.py",
        )


def _bad(entry: Entry, message: str, remedy: str) -> BadEntry:
    return BadEntry(message, remedy=remedy, where=entry.source)
