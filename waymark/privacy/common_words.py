"""Words that are also names, or that people write after an account's name: they prove nothing."""

from __future__ import annotations

import importlib
from functools import lru_cache
from importlib import resources

LOCALES = ("en_US", "nl_NL", "nl_BE")
"""Faker's lists of ordinary words that guard the names."""


def is_common(word: str) -> bool:
    """Say whether a word, whatever its capitals, is an ordinary one."""
    return word.lower().rstrip(".,") in _common_words()


def is_no_name(word: str) -> bool:
    """Say whether a word is one that no private person is called, also with a capital."""
    return word.lower() in words_of("no_names")


@lru_cache(maxsize=4)
def words_of(name: str) -> frozenset[str]:
    """Return the words of one of the lists beside this module; lines with # are remarks."""
    text = resources.files("waymark.privacy").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    listed = {
        word.lower()
        for locale in LOCALES
        for word in importlib.import_module(f"faker.providers.lorem.{locale}").Provider.word_list
    }
    return frozenset(listed) | words_of("common_words") | words_of("no_names")
