"""Which address gets which template with which values. Pure: pages in, plans out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from plugins.waymark_entries.browsing import letters, lists, months, tags, topics
from plugins.waymark_entries.find_one import find_one
from plugins.waymark_entries.front_door import home
from plugins.waymark_entries.plans import Part, Plan
from waymark.addresses import Addresses
from waymark.community import Community
from waymark.forms import REPORT, Form
from waymark.notices import Notice
from waymark.publish.linking import EntryPage

SINGLE = (
    ("/search/", "search"), ("/help-now/", "help-now"), ("/receipt/", "receipt"),
    ("/feeds/", "feeds"), ("/share/", "share"), ("/404.html", "404"),
    ("/about/moderation/numbers/", "numbers"),
    ("/toolbox/", "toolbox"), ("/device/", "device"), ("/offline/", "offline"),
)  # fmt: skip
"""Pages of which there is one in each language, with nothing but words on them."""
NOT_FOR_SEARCH_ENGINES = (
    "/search/", "/receipt/", "/404.html", "/toolbox/", "/device/", "/offline/",
)  # fmt: skip
TO_ANSWER = 10
"""How many entries wait on the page for those who want to respond."""


def plan_site(
    pages: Sequence[EntryPage],
    notices: Sequence[Notice],
    topic_pages: Mapping[tuple[str, str], Any],
    community: Community,
    forms: Mapping[str, Form],
    addresses: Addresses,
) -> Iterator[Plan]:
    """Yield every page the theme draws. ``topic_pages`` maps topic and language to a page."""
    yield from _entries(pages, notices, forms)
    for lang in addresses.languages:
        own = [page for page in pages if page.entry.lang == lang]
        part = Part(
            lang, addresses, own, pages, topic_pages, community.vocabulary, forms,
            community.site.narrators_at_least,
        )  # fmt: skip
        yield from _part(part)


def _part(part: Part) -> Iterator[Plan]:
    """Yield one language's part of the site."""
    yield home(part)
    yield from lists(part)
    yield from topics(part)
    yield from tags(part)
    yield from letters(part)
    yield from months(part)
    yield from find_one(part)
    yield from _forms(part)
    for path, template in SINGLE:
        plan = part.plan(path, template)
        yield replace(plan, in_sitemap=False) if path in NOT_FOR_SEARCH_ENGINES else plan


def _entries(
    pages: Sequence[EntryPage], notices: Sequence[Notice], forms: Mapping[str, Form]
) -> Iterator[Plan]:
    """Yield what has one address whatever its language: the house speaks the entry's own."""
    for page in pages:
        lang = page.entry.lang
        yield Plan(page.url, "entry", {"lang": lang, "page_entry": page, "entry": page})
        url = f"/respond/{page.entry.id}/"
        values = {"lang": lang, "action": url, "to": page.entry, "target": page}
        yield Plan(url, "form", {**_empty_form(), **values, "form": forms["response"]})
        url = f"/report/{page.entry.id}/"
        values = {"lang": lang, "action": url, "entry": page.entry, "form": forms[REPORT]}
        yield Plan(url, "report", {**_empty_form(), **values})
    for notice in notices:
        yield Plan(notice.url, "notice", {"lang": notice.lang, "notice": notice})


def _forms(part: Part) -> Iterator[Plan]:
    for kind in ("story", "strategy"):
        path = f"/share/{kind}/"
        values = {**_empty_form(), "form": part.forms[kind], "action": part.at(path)}
        yield part.plan(path, "form", **values)
    asking = [page for page in part.pages if page.entry.kind != "response"]
    fewest = sorted(asking, key=lambda page: (len(page.responses), -page.entry.sequence))
    yield part.plan("/respond/", "respond", entries=fewest[:TO_ANSWER])


def _empty_form() -> dict[str, Any]:
    return {"token": "", "typed": {}, "problems": {}, "notice": None, "to": None}
