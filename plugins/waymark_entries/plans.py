"""One file to write, and one language's part of the site that plans are made for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from waymark.addresses import Addresses
from waymark.entry_fields import FOLDERS
from waymark.forms import Form
from waymark.publish.linking import EntryPage
from waymark.vocabulary import Vocabulary


@dataclass(frozen=True)
class Plan:
    """One file to write: an address that ends in ``/`` or a file name, a template, its values."""

    url: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    in_sitemap: bool = False
    in_every_language: bool = False
    """Whether every language's part of the site has this page."""

    @property
    def save_as(self) -> str:
        path = self.url.lstrip("/")
        return f"{path}index.html" if path == "" or path.endswith("/") else path


@dataclass(frozen=True)
class Part:
    """One language's part of the site: its own entries, and what all parts share."""

    lang: str
    addresses: Addresses
    pages: Sequence[EntryPage]
    """The entries in this language, oldest first."""
    all_pages: Sequence[EntryPage]
    topics: Mapping[tuple[str, str], Any]
    """The editors' page of a topic and a language."""
    vocabulary: Vocabulary
    forms: Mapping[str, Form]
    narrators_at_least: int

    def at(self, path: str) -> str:
        """Return where ``path``, an address at the root, stands in this part."""
        return self.addresses.within(path, self.lang)

    def of_kind(self, kind: str) -> list[EntryPage]:
        return [page for page in self.pages if page.entry.kind == kind]

    def topic_page(self, topic: str) -> Any:
        """Return the editors' page in this language, else in another, else ``None``."""
        for lang in (self.lang, *self.addresses.languages):
            if (topic, lang) in self.topics:
                return self.topics[topic, lang]
        return None

    def plan(self, path: str, template: str, **values: Any) -> Plan:
        """Return a plan for an address at the root that every part of the site has."""
        values = {"lang": self.lang, **values}
        return Plan(self.at(path), template, values, in_sitemap=True, in_every_language=True)


def by_kind(pages: Sequence[EntryPage]) -> dict[str, list[EntryPage]]:
    """Return the pages of each kind, under the name of its folder."""
    return {
        folder: [page for page in pages if page.entry.kind == kind]
        for kind, folder in FOLDERS.items()
    }
