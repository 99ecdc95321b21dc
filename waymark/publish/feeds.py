"""Feeds of fixed length, as Atom and as JSON Feed: the newest twenty, whole.

What asked not to be in feeds is not, nor is what mentions suicide: on the site, help stands
beside it (E19). A content note goes before the words here too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from feedgenerator import Atom1Feed
from markupsafe import Markup

from waymark.publish.linking import EntryPage

LENGTH = 20
NEVER_IN_FEEDS = {"suicidal-thoughts", "suicide-attempt", "suicide-loss"}
NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of a feed in which there is nothing."""
THIS = {"en": "This {}.", "nl": "Dit {}."}
"""How a content note is said before a text: "This mentions ..."."""


@dataclass(frozen=True)
class Feed:
    """One feed: its address without the ending, its title, its language, and its entries."""

    path: str
    title: str
    lang: str
    pages: Sequence[EntryPage]
    """Oldest first."""

    def newest(self) -> list[EntryPage]:
        return [page for page in reversed(self.pages) if in_feeds(page)][:LENGTH]


def in_feeds(page: EntryPage) -> bool:
    """Say whether an entry may be in a feed."""
    return page.entry.in_feeds and not NEVER_IN_FEEDS & set(page.entry.notes)


def feed_files(
    feed: Feed, site_url: str, label: Callable[[str, str, str], str]
) -> Iterator[tuple[str, str]]:
    """Yield path and text in both formats; ``label`` names a value of a facet in a language."""
    yield f"{feed.path}.atom.xml", atom(feed, site_url, label)
    yield f"{feed.path}.json", json_feed(feed, site_url, label)


def atom(feed: Feed, site_url: str, label: Callable[[str, str, str], str]) -> str:
    """Return the feed as Atom (RFC 4287)."""
    made = _CalmAtom(
        title=feed.title,
        link=f"{site_url}/",
        description="",
        feed_url=f"{site_url}{feed.path}.atom.xml",
        language=feed.lang,
    )
    for page in feed.newest():
        month = _month(page.entry.published)
        made.add_item(
            title=page.entry.title,
            link=f"{site_url}{page.url}",
            description=page.entry.gist,
            content=_content(page, label),
            unique_id=f"tag:{urlsplit(site_url).hostname},2026:{page.url}",
            pubdate=month,
            updateddate=month,
            author_name=page.entry.pen_name or None,
            categories=list(page.entry.topics),
        )
    text: str = made.writeString("utf-8")
    return text


class _CalmAtom(Atom1Feed):  # type: ignore[misc]
    """A feed that never tells the moment it was made: that could tell when somebody wrote."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NOTHING_YET)


def json_feed(feed: Feed, site_url: str, label: Callable[[str, str, str], str]) -> str:
    """Return the feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    items = []
    for page in feed.newest():
        entry = page.entry
        item = {
            "id": f"{site_url}{page.url}",
            "url": f"{site_url}{page.url}",
            "title": entry.title,
            "summary": entry.gist,
            "content_html": _content(page, label),
            "date_published": _month(entry.published).isoformat(),
            "authors": [{"name": entry.pen_name}] if entry.pen_name else [],
            "tags": list(entry.topics),
            "language": entry.lang,
            "_waymark": {
                "about": f"{site_url}/feeds/",
                "kind": entry.kind,
                "content_notes": list(entry.notes),
            },
        }
        items.append({name: value for name, value in item.items() if value})
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": f"{site_url}/",
        "feed_url": f"{site_url}{feed.path}.json",
        "language": feed.lang,
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _content(page: EntryPage, label: Callable[[str, str, str], str]) -> str:
    lang = page.entry.lang
    if not page.entry.notes:
        return str(page.html)
    notes = ", ".join(label("notes", note, lang) for note in page.entry.notes)
    return str(Markup("<p><em>{}</em></p>\n").format(THIS[lang].format(notes)) + page.html)


def _month(published: str) -> datetime:
    year, month = published.split("-")
    return datetime(int(year), int(month), 1, tzinfo=UTC)
