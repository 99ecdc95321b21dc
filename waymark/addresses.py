"""Where the pages of the house are in each language: the first at the root, others below theirs.

An entry, and the form that answers it, has one address, whatever its language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SECTIONS = ("/topics/", "/tags/", "/a-z/", "/archive/", "/feeds/", "/find/")
"""Everything below these is made for each language."""
LISTS = ("/stories/", "/strategies/", "/responses/")
"""The lists of each kind; below them stand entries, which have one address."""
PAGES = frozenset(
    {
        "/", "/search/", "/help-now/", "/share/", "/share/story/", "/share/strategy/", "/respond/",
        "/receipt/", "/receipt/answer", "/receipt/withdraw",
        "/about/moderation/numbers/",
        "/receipt/yes", "/receipt/appeal", "/404.html", "/toolbox/", "/device/",
        "/offline/",
    }
)  # fmt: skip
"""Pages that the theme draws once for each language."""


@dataclass(frozen=True)
class Addresses:
    """The languages of a site, its first one at the root, and what its editors wrote in others."""

    languages: tuple[str, ...]
    written: frozenset[str] = field(default_factory=frozenset)
    """Addresses of editors' pages, such as ``/about/`` and ``/nl/about/``."""

    def prefix(self, lang: str) -> str:
        """Return ``""`` for the first language and ``/nl`` for another."""
        return f"/{lang}" if lang in self.languages[1:] else ""

    def language_of(self, path: str) -> str:
        """Return the language of the part of the site in which an address lies."""
        first = path.strip("/").split("/", 1)[0]
        return first if first in self.languages[1:] else self.languages[0]

    def within(self, path: str, lang: str) -> str:
        """Return where ``path``, an address at the root, stands in ``lang``; itself if nowhere."""
        moved = f"{self.prefix(lang)}{path}"
        return moved if moved in self.written or _is_drawn(path) else path

    def at_root(self, path: str) -> str:
        """Return the address without its language: where it stands in the first one."""
        return path.removeprefix(self.prefix(self.language_of(path)))

    def alternates(self, path: str) -> dict[str, str]:
        """Return the addresses, by language, of a page that is drawn in every language."""
        at_root = self.at_root(path)
        return {lang: self.within(at_root, lang) for lang in self.languages}

    def alternates_of_page(self, path: str) -> dict[str, str]:
        """Return the addresses, by language, in which editors wrote this page; ``{}`` if one."""
        places = {lang: f"{self.prefix(lang)}{self.at_root(path)}" for lang in self.languages}
        found = {lang: place for lang, place in places.items() if place in self.written}
        return found if len(found) > 1 else {}

    def twins(self, lang: str, alternates: Mapping[str, str]) -> dict[str, str]:
        """Return where a page in ``lang`` leads in each other language: else to the front door."""
        return {
            other: alternates.get(other, self.within("/", other))
            for other in self.languages
            if other != lang
        }


def _is_drawn(path: str) -> bool:
    return path in PAGES or path in LISTS or path.startswith(SECTIONS)


def written_pages(content: Path) -> frozenset[str]:
    """Return the addresses of the editors' pages: files below ``content/pages/``."""
    root = content / "pages"
    return frozenset(
        f"/{path.relative_to(root).with_suffix('').as_posix()}/" for path in root.rglob("*.md")
    )
