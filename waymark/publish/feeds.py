"""Atom feeds of fixed length: the newest twenty, whole, without what asked not to be there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from feedgenerator import Atom1Feed

from waymark.publish.linking import EntryPage

LENGTH = 20
NEVER_IN_FEEDS = {"suicidal-thoughts", "suicide-attempt", "suicide-loss"}
"""Entries with these notes are found on the site only, where help stands beside them (E19)."""


def in_feeds(page: EntryPage) -> bool:
    """Say whether an entry may be in a feed."""
    return page.entry.in_feeds and not NEVER_IN_FEEDS & set(page.entry.notes)


def atom(pages: Sequence[EntryPage], title: str, site_url: str, path: str) -> str:
    """Return an Atom feed of the newest ``pages`` (oldest first)."""
    newest = [page for page in reversed(pages) if in_feeds(page)][:LENGTH]
    feed = Atom1Feed(
        title=title,
        link=f"{site_url}/",
        description="",
        feed_url=f"{site_url}{path}",
        language="en",
    )
    for page in newest:
        month = _month(page.entry.published)
        feed.add_item(
            title=page.entry.title,
            link=f"{site_url}{page.url}",
            description=page.entry.gist,
            content=str(page.html),
            unique_id=f"tag:{urlsplit(site_url).hostname},2026:{page.url}",
            pubdate=month,
            updateddate=month,
            categories=list(page.entry.topics),
        )
    text: str = feed.writeString("utf-8")
    return text


def _month(published: str) -> datetime:
    year, month = published.split("-")
    return datetime(int(year), int(month), 1, tzinfo=UTC)
