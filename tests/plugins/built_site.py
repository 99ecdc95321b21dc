"""A built site, to ask what a reader or a program would find on it."""

from __future__ import annotations

import re
from functools import cached_property
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from waymark.community import load_community
from waymark.entry import Entry
from waymark.publish.sources import read_sources
from waymark.settings import Settings


class BuiltSite:
    """Pages by their address, and the entries they were built from."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.community = load_community(settings.community)
        vocabulary = self.community.vocabulary
        roots = [settings.content, settings.published]
        self.entries: dict[str, Entry] = {
            entry.id: entry for entry in read_sources(roots, vocabulary).entries
        }
        self.heavy = {e.url for e in self.entries.values() if vocabulary.is_heavy(e.notes)}

    @cached_property
    def pages(self) -> dict[str, str]:
        """Every page: its address at the root, and its HTML."""
        return {
            self._address(path): path.read_text(encoding="utf-8")
            for path in sorted(self.folder.rglob("*.html"))
        }

    def below(self, *prefixes: str) -> dict[str, str]:
        return {url: html for url, html in self.pages.items() if url.startswith(prefixes)}

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def has(self, path: str) -> bool:
        """Say whether an address leads to a file."""
        inner = urlsplit(path).path.lstrip("/")
        return (self.folder / inner / "index.html").is_file() or (self.folder / inner).is_file()

    def _address(self, path: Path) -> str:
        return f"/{path.relative_to(self.folder).as_posix()}".removesuffix("index.html")


def links(html: str) -> list[str]:
    """Return where the links of a page (or of a part of one) lead, in order."""
    return [unescape(href) for href in re.findall(r'<a\b[^>]*?\shref="([^"]*)"', html)]


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def cards(html: str) -> list[str]:
    """Return the ids of the entries whose cards stand on a page, in order."""
    return re.findall(r'<article class="wm-card[^>]*data-entry="([^"]*)"', html)
