"""Every way to serve a site sends the same headers, and the page itself carries the same policy."""

from __future__ import annotations

import urllib.robotparser

import pytest

from tests.a_community import REAL
from tests.publish.samples import an_entry
from tests.running import ROOT
from waymark.community import load_community
from waymark.content_security import CONTENT_SECURITY_POLICY, POLICY_IN_PAGE
from waymark.publish.headers import (
    HEADERS,
    MOVED,
    caddy_file,
    headers_file,
    nginx_file,
    redirects_file,
)
from waymark.publish.linking import link
from waymark.publish.robots import AI_CRAWLERS, robots_txt
from waymark.publish.sitemaps import sitemaps

FILES = {"_headers": headers_file(), "nginx": nginx_file(), "Caddy": caddy_file()}


@pytest.mark.parametrize("name", FILES)
def test_a_host_of_static_files_sends_what_our_own_server_sends(name):
    for header, value in HEADERS.items():
        assert any(header in line and value in line for line in FILES[name].splitlines()), header


@pytest.mark.parametrize(
    ("name", "made"), [("nginx.conf", nginx_file()), ("Caddyfile", caddy_file())]
)
def test_the_snippets_in_the_docs_are_the_ones_that_are_made(name, made):
    assert (ROOT / "docs" / "operators" / name).read_text(encoding="utf-8").endswith(made)


def test_the_policy_in_a_page_is_the_one_of_the_header_but_for_frames():
    """A page cannot forbid frames itself, and a browser complains about such a line."""
    assert f"{POLICY_IN_PAGE}; frame-ancestors 'none'" == CONTENT_SECURITY_POLICY
    assert "unsafe-inline" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in POLICY_IN_PAGE


def test_what_moved_is_told_in_every_format():
    for old, new in MOVED.items():
        assert f"{old} {new} 301" in redirects_file()
        assert new in nginx_file()
        assert new in caddy_file()


@pytest.mark.parametrize("ai_is_welcome", [True, False])
def test_crawlers_of_language_models_are_asked_as_the_community_chose(ai_is_welcome):
    text = robots_txt("https://example.org", ai_is_welcome=ai_is_welcome)
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(text.splitlines())

    assert robots.can_fetch("Googlebot", "https://example.org/stories/")
    assert not robots.can_fetch("Googlebot", "https://example.org/pagefind/pagefind.js")
    for name in AI_CRAWLERS:
        assert robots.can_fetch(name, "https://example.org/stories/") == ai_is_welcome
    assert robots.site_maps() == ["https://example.org/sitemap.xml"]


def test_a_sitemap_leaves_out_what_asked_to_be_left_out():
    entries = [an_entry("open"), an_entry("shut", index=False), an_entry("shown", example=True)]
    made = sitemaps(link(entries, load_community(REAL).vocabulary), ["/"], "https://example.org")

    assert "https://example.org/stories/open/" in made["sitemaps/entries-0.xml"]
    assert "shut" not in "".join(made.values())
    assert "shown" not in "".join(made.values())
