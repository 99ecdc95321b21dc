"""A sitemap in shards of a thousand, so that a new entry changes only the last one."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from waymark.publish.linking import EntryPage

SHARD = 1000
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(pages: Sequence[EntryPage], others: Sequence[str], site_url: str) -> dict[str, str]:
    """Return path and text of the index and its shards. ``others`` are the addresses of pages.

    Shard n holds the entries with sequence 1000n to 1000n+999 that search engines may index.
    """
    shards: dict[str, list[str]] = {"sitemaps/pages.xml": sorted(others)}
    for page in pages:
        if page.entry.may_be_indexed and not page.entry.is_example:
            name = f"sitemaps/entries-{page.entry.sequence // SHARD}.xml"
            shards.setdefault(name, []).append(page.url)
    files = {name: _document("urlset", "url", urls, site_url) for name, urls in shards.items()}
    files["sitemap.xml"] = _document(
        "sitemapindex", "sitemap", [f"/{name}" for name in shards], site_url
    )
    return files


def _document(root: str, item: str, urls: Sequence[str], site_url: str) -> str:
    lines = [f"<{item}><loc>{escape(site_url + url)}</loc></{item}>" for url in urls]
    body = "\n".join(lines)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<{root} xmlns="{_SPACE}">\n{body}\n</{root}>\n'
