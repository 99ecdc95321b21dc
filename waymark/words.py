"""Words for people, in one or more languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from waymark.strict_yaml import Node

LANGUAGES = ("en", "nl")
LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}
"""Each language called by its own name, as readers look for it."""


@dataclass(frozen=True)
class Words:
    """A short text by language code; ``str()`` gives English, or whatever there is."""

    by_language: Mapping[str, str] = field(default_factory=dict)

    def get(self, lang: str) -> str:
        """Return the text in ``lang``, else in English, else in any language, else ``""``."""
        for code in (lang, "en"):
            if code in self.by_language:
                return self.by_language[code]
        return next(iter(self.by_language.values()), "")

    def __str__(self) -> str:
        return self.get("en")

    def __bool__(self) -> bool:
        return any(self.by_language.values())


def read_words(node: Node, what: str) -> Words:
    """Read ``text`` or ``{en: text, nl: text}``; a bare text counts as English."""
    if isinstance(node.value, str):
        by_language = {"en": node.value.strip()}
    else:
        found = node.keys_within(set(LANGUAGES), what)
        by_language = {code: part.text(what).strip() for code, part in found.items()}
    if not by_language or not all(by_language.values()):
        raise node.fail(f"{what} is empty.", "Write it in English, Dutch or both.")
    return Words(by_language)
