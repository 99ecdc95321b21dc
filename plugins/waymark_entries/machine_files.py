"""What programs read: feeds, sitemaps, robots.txt, and the headers for hosts of static files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from waymark.addresses import Addresses
from waymark.community import Community
from waymark.publish.feeds import Feed, feed_files
from waymark.publish.headers import headers_file, redirects_file
from waymark.publish.linking import EntryPage
from waymark.publish.robots import robots_txt
from waymark.publish.sitemaps import sitemaps
from waymark.words import Words

FEEDS = {
    "all": Words({"en": "Everything new", "nl": "Alles wat nieuw is"}),
    "stories": Words({"en": "New stories", "nl": "Nieuwe verhalen"}),
    "strategies": Words({"en": "New things that help", "nl": "Nieuwe dingen die helpen"}),
    "responses": Words({"en": "New responses", "nl": "Nieuwe reacties"}),
}


def machine_files(
    pages: Sequence[EntryPage],
    listed: Sequence[str],
    community: Community,
    addresses: Addresses,
    site_url: str,
) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file. ``listed`` are the addresses of pages for the sitemap."""
    for feed in feeds(pages, community, addresses):
        yield from feed_files(feed, site_url, community.vocabulary.label)
    yield from sitemaps(pages, listed, site_url).items()
    yield "robots.txt", robots_txt(site_url, ai_is_welcome=community.site.ai_is_welcome)
    yield "_headers", headers_file()
    yield "_redirects", redirects_file()


def feeds(pages: Sequence[EntryPage], community: Community, addresses: Addresses) -> Iterator[Feed]:
    """Yield the feeds of each language: everything, each kind, each topic."""
    name = community.site.name
    for lang in addresses.languages:
        own = [page for page in pages if page.entry.lang == lang]
        for feed, title in FEEDS.items():
            members = [page for page in own if feed == "all" or page.url.startswith(f"/{feed}/")]
            path = addresses.within(f"/feeds/{feed}", lang)
            yield Feed(path, f"{name}: {title.get(lang)}", lang, members)
        for topic, term in community.vocabulary.facet("topics").items():
            members = [page for page in own if topic in page.entry.topics]
            path = addresses.within(f"/feeds/topics/{topic}", lang)
            yield Feed(path, f"{name}: {term.label.get(lang)}", lang, members)
