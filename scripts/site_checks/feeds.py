"""Every feed is one: Atom that feedparser reads without doubt, JSON Feed with what it asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import feedparser

from .crawling import Answer
from .rows import Row

ATOM, JSON = "application/atom+xml", "application/feed+json"


def check_feeds(answers: Mapping[str, Answer]) -> Row:
    feeds = [one for one in answers.values() if "/feeds/" in one.path and not one.is_page]
    problems = tuple(line for feed in feeds for line in feed_problems(feed))
    return Row(
        "feeds that do not parse",
        f"{len(problems)} of {len(feeds)}",
        "0",
        bool(feeds) and not problems,
        {"feeds": len(feeds), "broken": len(problems)},
        problems,
    )


def feed_problems(feed: Answer) -> Iterator[str]:
    """Yield one line for each thing that a feed reader would stumble over."""
    if feed.status != 200:
        yield f"{feed.path} answers {feed.status}"
    elif feed.path.endswith(".json"):
        yield from _json_problems(feed)
    else:
        read = feedparser.parse(feed.body)
        if read.bozo:
            yield f"{feed.path}: {type(read.bozo_exception).__name__}"
        if not read.feed.get("id") or not read.feed.get("updated") or not read.feed.get("title"):
            yield f"{feed.path}: RFC 4287 asks for id, updated and title"
        yield from _twice(feed.path, [entry.get("id") for entry in read.entries])


def _json_problems(feed: Answer) -> Iterator[str]:
    try:
        read = json.loads(feed.body)
    except ValueError:
        yield f"{feed.path}: not JSON"
        return
    if not str(read.get("version", "")).startswith("https://jsonfeed.org/version/"):
        yield f"{feed.path}: no version of JSON Feed"
    if not read.get("title"):
        yield f"{feed.path}: no title"
    yield from _twice(feed.path, [item.get("id") for item in read.get("items", [])])


def _twice(path: str, ids: list[str | None]) -> Iterator[str]:
    if None in ids:
        yield f"{path}: an entry without an id"
    if len(set(ids)) != len(ids):
        yield f"{path}: two entries share an id"
