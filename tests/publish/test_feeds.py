"""Feeds are whole, both ways, and hold nothing that should not leave the site."""

from __future__ import annotations

import json

import feedparser
import pytest

from plugins.waymark_entries.machine_files import feeds
from tests.a_community import REAL
from tests.publish.samples import an_entry
from waymark.addresses import Addresses
from waymark.community import load_community
from waymark.publish.feeds import Feed, atom, feed_files, in_feeds, json_feed
from waymark.publish.linking import link

COMMUNITY = load_community(REAL)
LABEL = COMMUNITY.vocabulary.label
SITE = "https://example.org"


def pages_of(*entries):
    return link(entries, COMMUNITY.vocabulary)


def a_feed(*entries, lang="en"):
    return Feed("/feeds/all", "Waymark: Everything new", lang, pages_of(*entries))


def test_both_formats_hold_the_same_entries_newest_first():
    feed = a_feed(*(an_entry(f"e{i}", f"Title <{i}>", sequence=i) for i in range(1, 31)))
    as_atom = feedparser.parse(atom(feed, SITE, LABEL))
    as_json = json.loads(json_feed(feed, SITE, LABEL))

    assert not as_atom.bozo
    titles = [f"Title <{i}>" for i in range(30, 10, -1)]
    assert [item["title"] for item in as_json["items"]] == titles
    assert [item.title for item in as_atom.entries] == titles
    assert as_json["version"] == "https://jsonfeed.org/version/1.1"
    assert as_json["feed_url"] == f"{SITE}/feeds/all.json"
    assert {item["url"] for item in as_json["items"]} == {item.link for item in as_atom.entries}
    assert all(item["content_html"] and item["date_published"] for item in as_json["items"])
    assert len({item.id for item in as_atom.entries}) == 20
    assert all(item.updated.startswith("2026-11-01T") for item in as_atom.entries)


@pytest.mark.parametrize(
    ("facts", "is_there"),
    [
        ({}, True),
        ({"feed": True}, True),
        ({"feed": False}, False),
        ({"notes": ("suicidal-thoughts",)}, False),
        ({"notes": ("suicide-attempt", "religion")}, False),
        ({"notes": ("suicide-loss",)}, False),
        ({"notes": ("self-harm",)}, True),
        ({"index": False}, True),
    ],
)
def test_what_asked_to_stay_out_and_what_mentions_suicide_is_in_no_feed(facts, is_there):
    """E19: such entries are read where help stands beside them."""
    (page,) = pages_of(an_entry("k7f3q9", "A title of its own", **facts))
    assert in_feeds(page) == is_there
    feed = Feed("/feeds/all", "All", "en", [page])
    for _, text in feed_files(feed, SITE, LABEL):
        assert ("A title of its own" in text) == is_there


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "This mentions "), ("nl", "Dit noemt ")]
)  # fmt: skip
def test_a_content_note_goes_before_the_words(lang, said):
    entry = an_entry(notes=("self-harm", "religion"))
    object.__setattr__(entry, "lang", lang)
    item = json.loads(json_feed(a_feed(entry), SITE, LABEL))["items"][0]

    assert item["content_html"].startswith(f"<p><em>{said}")
    assert item["_waymark"]["content_notes"] == ["self-harm", "religion"]
    assert said in feedparser.parse(atom(a_feed(entry), SITE, LABEL)).entries[0].content[0].value


def test_each_language_has_a_feed_of_everything_of_each_kind_and_of_each_topic():
    pages = pages_of(an_entry("k7f3q9", topics=("sleep",)))
    made = {feed.path: feed for feed in feeds(pages, COMMUNITY, Addresses(("en", "nl")))}

    topics = COMMUNITY.vocabulary.facet("topics")
    assert len(made) == 2 * (4 + len(topics))
    assert made["/nl/feeds/topics/sleep"].title == "Waymark: Slaap"
    holding = [path for path, feed in made.items() if feed.newest()]
    assert holding == ["/feeds/all", "/feeds/stories", "/feeds/topics/sleep"]


def test_an_empty_feed_is_a_feed():
    read = feedparser.parse(atom(a_feed(), SITE, LABEL))
    assert not read.bozo
    assert read.feed.updated == "2026-01-01T00:00:00+00:00"  # never the moment it was made
    assert json.loads(json_feed(a_feed(), SITE, LABEL))["items"] == []
