"""What people type when they have no words for it, and what that leads to: `synonyms.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from waymark.strict_yaml import Node
from waymark.vocabulary import Vocabulary
from waymark.words import LANGUAGES

KEYS = {"say", "words", "topics"}
LONGEST = 6
"""The most words of a saying: longer ones are sentences, and nobody types them twice alike."""
_APOSTROPHES = re.compile("['’ʼ`´]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Synonym:
    """Everyday sayings, the words this site has for them, and the topics they belong to."""

    say: tuple[str, ...]
    words: tuple[str, ...]
    topics: tuple[str, ...]


def plain_words(text: str) -> list[str]:
    """Return the words of ``text`` as search compares them: small letters without marks.

    `theme/static/js/search-words.js` does the same with what a reader types.
    """
    bare = unicodedata.normalize("NFD", _APOSTROPHES.sub("", text.lower()))
    return _WORD.findall("".join(c for c in bare if not unicodedata.category(c).startswith("M")))


def read_synonyms(root: Node, vocabulary: Vocabulary) -> Mapping[str, tuple[Synonym, ...]]:
    """Return the synonyms of each language; raise `BadCommunity` with file and line."""
    languages = root.keys_within(set(LANGUAGES), "the synonyms")
    return {lang: _read_language(node, vocabulary) for lang, node in languages.items()}


def _read_language(root: Node, vocabulary: Vocabulary) -> tuple[Synonym, ...]:
    known: set[str] = set()
    found = []
    for node in root.items("the synonyms of a language"):
        keys = node.keys_within(KEYS, "a synonym")
        if "say" not in keys or len(keys) == 1:
            raise node.fail(
                "A synonym needs `say`, and `words` or `topics` to lead to.", "Write both."
            )
        lists = {key: _texts(keys[key], key) for key in keys}
        for saying in keys["say"].items("`say`"):
            plain = " ".join(plain_words(saying.text("a saying")))
            if not 1 <= len(plain.split()) <= LONGEST:
                raise saying.fail(
                    f"A saying should have 1 to {LONGEST} words.", "Shorten it to its heart."
                )
            if plain in known:
                raise saying.fail(f"“{plain}” stands here twice.", "Remove one of them.")
            known.add(plain)
        for topic in lists.get("topics", ()):
            if topic not in vocabulary.facet("topics"):
                raise keys["topics"].fail(
                    f"`{topic[:60]}` is not a topic of vocabulary.yaml.", "Use one that is."
                )
        found.append(Synonym(lists["say"], lists.get("words", ()), lists.get("topics", ())))
    return tuple(found)


def _texts(node: Node, key: str) -> tuple[str, ...]:
    texts = tuple(item.text(f"`{key}`") for item in node.items(f"`{key}`"))
    if not texts or not all(plain_words(text) for text in texts):
        raise node.fail(f"`{key}` has an empty line.", "Write words, or leave it out.")
    return texts
