"""What programs read on whole built sites: feeds, sitemap, languages, and what others may show."""

from __future__ import annotations

import gzip
import json
import re
from html import escape

import feedparser

from tests.plugins.built_site import links
from waymark.content_security import POLICY_IN_PAGE
from waymark.publish.feeds import NEVER_IN_FEEDS

SITE = "http://127.0.0.1:8000"
NOT_PAGES = ("/pagefind/", "/theme/")


def content_of(html, name):
    found = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)">', html)
    return found[1] if found else None


def test_every_feed_parses_and_holds_nothing_of_suicide(site):
    feeds = sorted(site.folder.rglob("feeds/**/*.xml"))
    assert len(feeds) > 60
    kept_out = {e.url for e in site.entries.values() if NEVER_IN_FEEDS & set(e.notes)}
    for path in feeds:
        read = feedparser.parse(path.read_bytes())
        assert not read.bozo, path.name
        assert len({item.id for item in read.entries}) == len(read.entries) <= 20
        same = json.loads(path.with_name(path.name.replace(".atom.xml", ".json")).read_text())
        assert [item.link for item in read.entries] == [item["url"] for item in same["items"]]
        assert not {item.link.removeprefix(SITE) for item in read.entries} & kept_out
    assert len(list(site.folder.rglob("feeds/**/*.json"))) == len(feeds)


def test_the_sitemap_names_pages_that_are_there_and_may_be_indexed(site):
    named = re.findall(r"<loc>([^<]*)</loc>", "".join(
        path.read_text() for path in (site.folder / "sitemaps").glob("*.xml")
    ))  # fmt: skip
    assert len(named) == len(set(named)) > 40
    for address in named:
        html = site.pages[address.removeprefix(SITE)]
        assert 'name="robots" content="noindex' not in html, address
    for entry in site.entries.values():
        may = entry.may_be_indexed and not entry.is_example
        assert (f"{SITE}{entry.url}" in named) == may


def test_a_page_names_its_own_address_and_its_other_languages_name_it_back(site):
    for url, html in site.pages.items():
        canonical = re.search(r'<link rel="canonical" href="([^"]*)">', html)
        assert canonical, url
        assert canonical[1] == f"{SITE}{url}"
        others = dict(re.findall(r'<link rel="alternate" hreflang="(..)" href="([^"]*)">', html))
        lang = re.search(r'<html lang="(..)"', html)[1]
        assert not others or others[lang] == canonical[1]
        for other in others.values():
            back = site.pages[other.removeprefix(SITE)]
            assert f'hreflang="{lang}" href="{SITE}{url}"' in back, (url, other)
    for url in ("/", "/nl/", "/stories/", "/nl/topics/sleep/", "/about/", "/nl/about/"):
        assert 'rel="alternate" hreflang="nl"' in site.pages[url], url


def test_what_other_sites_may_show_says_nothing_of_an_entry_with_a_note(site):
    noted = [entry for entry in site.entries.values() if entry.notes]
    assert noted
    for entry in noted:
        html = site.pages[entry.url]
        shown = " ".join(
            content_of(html, name) or ""
            for name in ("og:title", "og:description", "description", "og:image:alt")
        )
        assert escape(entry.title) not in shown
        assert not entry.gist or escape(entry.gist) not in shown
        assert content_of(html, "og:image") == f"{SITE}/social.png"
    assert site.has("/social.png")
    assert site.has("/favicon.ico")
    assert site.has("/apple-touch-icon.png")


def test_an_entry_tells_programs_what_it_is(site):
    """schema.org as microdata: no script, and no title in it that is not on the page."""
    for entry in site.entries.values():
        html = site.pages[entry.url]
        assert 'itemtype="https://schema.org/Article"' in html
        assert 'itemtype="https://schema.org/BreadcrumbList"' in html
        for name in ("headline", "articleBody", "datePublished", "inLanguage"):
            assert html.count(f'itemprop="{name}"') == 1, (entry.url, name)
        assert f'<html lang="{entry.lang}">' in html


def test_every_page_carries_the_policy_and_nothing_inline(site):
    said = f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY_IN_PAGE)}">'
    for url, html in site.pages.items():
        assert said.replace("&#x27;", "&#39;") in html, url
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", html), url


def test_every_link_on_the_site_leads_somewhere(site):
    """Pages, feeds and places inside pages; the demonstration's own entries may be elsewhere."""
    broken = set()
    for url, html in site.pages.items():
        ids = set(re.findall(r'\sid="([^"]*)"', html))
        for link in links(html):
            path, _, place = link.partition("#")
            if not path and place not in ids:
                broken.add((url, link))
            if path.startswith("/") and not site.has(path):
                broken.add((url, link))
    lost = {path for _, path in broken}
    assert lost <= {"/strategies/feet-on-the-floor/"} if len(site.entries) > 60 else not lost


def test_the_first_view_of_an_entry_is_small(site):
    """15 KB in four requests: page, stylesheet, icon and one script."""
    shared = [(site.folder / name).read_bytes() for name in ("theme/css/site.css",
              "theme/js/site.js", "favicon.svg")]  # fmt: skip
    for entry in site.entries.values():
        html = site.pages[entry.url]
        assert len(re.findall(r'<link rel="stylesheet"', html)) == 1
        assert len(re.findall(r"<script", html)) == 1
        parts = [html.encode(), *shared]
        assert sum(len(gzip.compress(part)) for part in parts) <= 15_000, entry.url
