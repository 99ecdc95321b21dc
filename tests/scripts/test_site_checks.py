"""The checks of a site see what they are there to see, and an empty site passes none of them."""

from __future__ import annotations

import json

import pytest

from scripts.site_checks.crawling import Answer, inside
from scripts.site_checks.feeds import check_feeds, feed_problems
from scripts.site_checks.links import broken_links, check_links
from scripts.site_checks.rows import Row, all_passed, as_json, not_measured, table

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
<id>tag:a</id><updated>2026-11-25T00:00:00Z</updated>{}</feed>"""
ENTRY = "<entry><id>tag:b</id><title>b</title><updated>2026-11-25T00:00:00Z</updated></entry>"
FEED = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{"id": "1"}]}
GOOD = Row("one", "1", "<= 2", True, {"n": 1})
MISS = Row("two", "3", "<= 2", False, {"n": 3}, ("why",))


def a_page(path: str, body: str) -> Answer:
    return Answer(path, 200, "text/html; charset=utf-8", f"<!doctype html>{body}".encode())


def a_feed(path: str, body: str) -> Answer:
    return Answer(path, 200, "application/octet-stream", body.encode())


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<a href="/there/">a</a>', ""),
        ('<a href="there/#part">a</a>', ""),
        ('<a href="#own" id="own">a</a>', ""),
        ('<a href="https://elsewhere.example/x">a</a>', ""),
        ('<a href="tel:112">a</a>', ""),
        ('<a href="/gone/">a</a>', "/: /gone/ answers 404"),
        ('<a href="/never-asked/">a</a>', "/: /never-asked/ answers nothing"),
        ('<a href="/there/#no">a</a>', "/: nothing has the id of /there/#no"),
        ('<a href="#no">a</a>', "/: nothing has the id of #no"),
        ('<script src="/gone/"></script>', "/: /gone/ answers 404"),
    ],
)
def test_a_link_that_leads_nowhere_is_named(body, problem):
    answers = {
        "/": a_page("/", body),
        "/there/": a_page("/there/", '<p id="part">a</p>'),
        "/gone/": Answer("/gone/", 404, "text/html", b""),
    }
    assert list(broken_links(answers)) == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("/a/", "/a/"), ("b", "/x/b"), ("/a/#c", "/a/"), ("?q", "/x/?q"), ("#c", ""),
        ("//elsewhere.example/", ""), ("mailto:a@example.org", ""), ("https://example.org/", ""),
    ],
)  # fmt: skip
def test_only_addresses_of_the_site_are_followed(link, place):
    assert inside("/x/", link) == place


@pytest.mark.parametrize(
    ("path", "body", "problem"),
    [
        ("/feeds/a.atom.xml", ATOM.format(ENTRY), ""),
        ("/feeds/a.atom.xml", ATOM.format("<entry>"), "/feeds/a.atom.xml: "),
        ("/feeds/a.atom.xml", ATOM.format(ENTRY).replace("<id>tag:a</id>", ""), "RFC 4287"),
        ("/feeds/a.atom.xml", ATOM.format(ENTRY * 2), "two entries share an id"),
        ("/feeds/a.json", json.dumps(FEED), ""),
        ("/feeds/a.json", "{", "not JSON"),
        ("/feeds/a.json", json.dumps({**FEED, "version": "1"}), "no version of JSON Feed"),
        ("/feeds/a.json", json.dumps({**FEED, "items": [{}]}), "an entry without an id"),
    ],
)
def test_a_feed_that_is_none_is_named(path, body, problem):
    found = list(feed_problems(a_feed(path, body)))
    assert bool(found) == bool(problem)
    assert all(problem in line for line in found)


def test_nothing_to_look_at_is_a_miss():
    assert check_links({}).passed is False
    assert check_feeds({}).passed is False


def test_what_could_not_be_measured_is_no_pass():
    rows = [GOOD, not_measured("three", "0", "install Java")]
    assert not all_passed(rows)
    assert "install Java" in table(rows)
    assert "not measured" in table(rows)


def test_the_table_and_the_object_say_the_same():
    drawn = table([GOOD, MISS])
    assert [line.count("|") for line in drawn.splitlines()] == [5, 5, 5, 5]
    assert "pass" in drawn.splitlines()[2]
    assert "**miss**" in drawn.splitlines()[3]

    read = json.loads(as_json([GOOD, MISS]))
    assert read["passed"] is False
    assert read["rows"]["two"] == {
        "measured": "3", "bar": "<= 2", "passed": False, "figures": {"n": 3}, "problems": ["why"],
    }  # fmt: skip
