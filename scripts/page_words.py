"""The words of a page and of a text, to see whether one holds the other unchanged."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from html.parser import HTMLParser


class PageText(HTMLParser):
    """Collects the text of `main`."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += tag == "main"
        self.parts.append(" " if tag in ("br", "p", "li", "h1", "h2", "h3") else "")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.parts.append(data)


def page_words(address: str) -> list[str]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            parser = PageText()
            parser.feed(answer.read().decode())
            return words("".join(parser.parts))
    except urllib.error.HTTPError:
        return []


def words(text: str) -> list[str]:
    """Return the words of a text, without the marks of Markdown and without punctuation."""
    return re.findall(r"\w+", text.replace("_", " ").replace("’", "'"))


def contains(shown: list[str], wanted: list[str]) -> bool:
    return " ".join(wanted) in " ".join(shown)
