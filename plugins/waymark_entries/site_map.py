"""Which address gets which template with which values. Pure: pages in, plans out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from waymark.entry_fields import FOLDERS
from waymark.forms import Form
from waymark.notices import Notice
from waymark.publish.linking import EntryPage
from waymark.publish.lists import paginate
from waymark.vocabulary import Vocabulary

TAG_FACETS = (
    "energy", "time", "setting", "company", "cost", "cluster", "standing", "tone", "notes", "type",
)  # fmt: skip
FACET_OF_FIELD = {"type": "response_type"}
LIST_TITLES = {
    "story": ("Stories", "What people lived through, in their own words."),
    "strategy": (
        "Things that help",
        "Small and larger things people do, and when they do not work.",
    ),
    "response": ("Responses", "What readers wrote back."),
}
SMALL_ENERGY = ("can-do-it-lying-down", "low")
HOME = 3
"""How many entries of a kind the home page shows."""


@dataclass(frozen=True)
class Plan:
    """One file to write: an address that ends in ``/`` or a file name, a template, its values."""

    url: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    in_sitemap: bool = False

    @property
    def save_as(self) -> str:
        path = self.url.lstrip("/")
        return f"{path}index.html" if path == "" or path.endswith("/") else path


def plan_site(
    pages: Sequence[EntryPage],
    notices: Sequence[Notice],
    topics: Mapping[str, Any],
    vocabulary: Vocabulary,
    forms: Mapping[str, Form],
) -> Iterator[Plan]:
    """Yield every page the theme draws. ``topics`` maps a topic to its editor's page."""
    by_kind = {kind: [p for p in pages if p.entry.kind == kind] for kind in FOLDERS}
    yield _home(by_kind, [vocabulary.facet("topics")[name] for name in topics])
    yield from _entries(pages, notices)
    for kind, folder in FOLDERS.items():
        title, description = LIST_TITLES[kind]
        yield from _list(by_kind[kind], f"/{folder}/", title, description, kind=kind)
    yield from _topics(pages, topics, vocabulary)
    yield from _tags(pages, vocabulary)
    yield from _letters(pages)
    yield from _months(pages)
    yield from _forms(pages, forms)
    for url, template, listed in (
        ("/search/", "search", False), ("/help-now/", "help-now", True),
        ("/receipt/", "receipt", False), ("/feeds/", "feeds", True), ("/share/", "share", True),
        ("/404.html", "404", False),
    ):  # fmt: skip
        yield Plan(url, template, in_sitemap=listed)


def _home(by_kind: Mapping[str, list[EntryPage]], topics: Sequence[Any]) -> Plan:
    """Return the front door: nothing heavy, one strategy that asks little, a few stories."""
    light = {kind: [p for p in pages if not p.is_heavy] for kind, pages in by_kind.items()}
    calm = [p for p in light["story"] if p.entry.get("standing") != "surviving-day-to-day"]
    values = {
        "newest": calm[-HOME:][::-1],
        "strategies": light["strategy"][-HOME:][::-1],
        "now": min(light["strategy"][::-1], key=_asks, default=None),
        "topics": topics,
    }
    return Plan("/", "home", values, in_sitemap=True)


def _asks(page: EntryPage) -> tuple[int, bool]:
    """Order strategies by the energy they ask; an example comes after a real one."""
    energy = page.entry.get("energy")
    place = SMALL_ENERGY.index(energy) if energy in SMALL_ENERGY else len(SMALL_ENERGY)
    return place, page.entry.is_example


def _entries(pages: Sequence[EntryPage], notices: Sequence[Notice]) -> Iterator[Plan]:
    for page in pages:
        yield Plan(
            page.url, "entry", {"page_entry": page, "entry": page, "content_lang": page.entry.lang}
        )
    for notice in notices:
        yield Plan(notice.url, "notice", {"notice": notice})


def _list(
    members: Sequence[EntryPage], base: str, title: str, description: str, **more: Any
) -> Iterator[Plan]:
    for listing in paginate(members, base):
        values = {"listing": listing, "title": title, "description": description, **more}
        yield Plan(listing.url, "list", values, in_sitemap=listing.is_newest)


def _topics(
    pages: Sequence[EntryPage], written: Mapping[str, Any], vocabulary: Vocabulary
) -> Iterator[Plan]:
    terms = vocabulary.facet("topics")
    members = _group(pages, lambda page: page.entry.topics)
    counted = [
        (term, len(members.get(term.value, ())), written.get(term.value)) for term in terms.values()
    ]
    yield Plan("/topics/", "topics", {"topics": counted}, in_sitemap=True)
    for term, _, page in counted:
        inside = members.get(term.value, [])
        for listing in paginate(inside, f"/topics/{term.value}/"):
            values = {"topic": term, "page": page, "listing": listing}
            for kind, folder in FOLDERS.items():
                values[folder] = [p for p in listing.entries if p.entry.kind == kind]
            yield Plan(listing.url, "topic", values, in_sitemap=listing.is_newest)


def _tags(pages: Sequence[EntryPage], vocabulary: Vocabulary) -> Iterator[Plan]:
    facets = []
    for name in TAG_FACETS:
        facet = FACET_OF_FIELD.get(name, name)
        members = _group(pages, lambda page, name=name: _values(page.entry.get(name)))
        used = [term for term in vocabulary.facet(facet).values() if term.value in members]
        facets.append((facet, used))
        for term in used:
            base = f"/tags/{facet}/{term.value}/"
            yield from _list(members[term.value], base, "", "", term=term, facet=facet)
    yield Plan("/tags/", "tags", {"facets": [f for f in facets if f[1]]}, in_sitemap=True)


def _letters(pages: Sequence[EntryPage]) -> Iterator[Plan]:
    members = _group(pages, lambda page: (_letter(page.entry.title),))
    letters = sorted(members, key=lambda letter: (letter == "other", letter))
    yield Plan("/a-z/", "a-z", {"letters": letters}, in_sitemap=True)
    for letter in letters:
        sorted_pages = sorted(members[letter], key=lambda page: page.entry.title.casefold())
        values = {"letters": letters, "letter": letter, "entries": sorted_pages}
        yield Plan(f"/a-z/{letter}/", "a-z", values, in_sitemap=True)


def _letter(title: str) -> str:
    for character in unicodedata.normalize("NFD", title.lower()):
        if character.isalnum():
            return character if "a" <= character <= "z" else "other"
    return "other"


def _months(pages: Sequence[EntryPage]) -> Iterator[Plan]:
    members = _group(pages, lambda page: (page.entry.published,))
    months = sorted(members, reverse=True)
    yield Plan("/archive/", "archive", {"months": months}, in_sitemap=True)
    for month in months:
        values = {"month": month, "entries": members[month][::-1]}
        yield Plan(f"/archive/{month}/", "month", values, in_sitemap=True)


def _forms(pages: Sequence[EntryPage], forms: Mapping[str, Form]) -> Iterator[Plan]:
    static: dict[str, Any] = {"token": "", "typed": {}, "problems": {}, "notice": None, "to": None}
    for kind in ("story", "strategy"):
        url = f"/share/{kind}/"
        yield Plan(url, "form", {**static, "form": forms[kind], "action": url}, in_sitemap=True)
    asking = [page for page in pages if page.entry.kind != "response"]
    fewest = sorted(asking, key=lambda page: (len(page.responses), -page.entry.sequence))
    yield Plan("/respond/", "respond", {"entries": fewest[:10]}, in_sitemap=True)
    for page in pages:
        url = f"/respond/{page.entry.id}/"
        values = {
            **static,
            "form": forms["response"],
            "action": url,
            "to": page.entry,
            "target": page,
        }
        yield Plan(url, "form", values)


def _group(pages: Iterable[EntryPage], keys: Any) -> dict[str, list[EntryPage]]:
    groups: dict[str, list[EntryPage]] = {}
    for page in pages:
        for key in keys(page):
            groups.setdefault(key, []).append(page)
    return groups


def _values(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()
