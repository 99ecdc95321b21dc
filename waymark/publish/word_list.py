"""The words search knows, for each language: what the index holds and what people say for it.

Pagefind finds words and their stems. With this list beside it, search can also mend a slip of the
finger and understand an everyday saying, on the reader's device.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from waymark.errors import BuildFailed
from waymark.synonyms import Synonym, plain_words

SIGNATURE = b"pagefind_dcd"
"""How everything that Pagefind packs begins, once unpacked."""
SHORTEST = 2
"""A single letter is no word to look for."""
MOST = 6000
"""The most words of a language; the rarest are left out, so that the list stays small."""
OFTEN = 3
"""On how many pages a word counts as often used: of two that are as near, it is the likelier."""
COMMON = 0.4
"""The share of pages from which a word says nothing about what is looked for."""


def write_word_lists(bundle: Path, synonyms: Mapping[str, Sequence[Synonym]]) -> None:
    """Write ``words.<language>.json`` beside Pagefind's index in ``bundle``, for each language."""
    pages: dict[str, list[set[str]]] = defaultdict(list)
    for lang, text in _indexed(bundle):
        pages[lang].append(set(plain_words(text)))
    indexes = _indexes(bundle)
    for lang, words in sorted(pages.items()):
        # With the name of the index, a page that is open sees when a new one was published.
        made = {"index": indexes[lang], **word_list(words, synonyms.get(lang, ()))}
        text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        (bundle / f"words.{lang}.json").write_text(text, encoding="utf-8")


def word_list(pages: Sequence[set[str]], synonyms: Iterable[Synonym]) -> dict[str, Any]:
    """Return the list of one language from the words of each of its pages.

    ``often`` and ``seldom`` are words in order, each written as how many letters it shares with
    the one before and the rest; ``whole`` says whether these are all; ``common`` are words that
    say nothing; ``synonyms`` are triples of plain sayings, words and topics.
    """
    count = Counter(word for words in pages for word in words)
    common = sorted(word for word in count if count[word] > max(2, COMMON * len(pages)))
    known = [
        word
        for word, _ in sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))
        if len(word) >= SHORTEST and word not in common and not any(map(str.isdigit, word))
    ]
    whole, known = len(known) <= MOST, known[:MOST]
    return {
        "whole": whole,
        "often": _packed(word for word in known if count[word] >= OFTEN),
        "seldom": _packed(word for word in known if count[word] < OFTEN),
        "common": common,
        "synonyms": [
            [[" ".join(plain_words(one)) for one in synonym.say], synonym.words, synonym.topics]
            for synonym in synonyms
        ],
    }


def _packed(words: Iterable[str]) -> str:
    packed, before = [], ""
    for word in sorted(words):
        shared = 0
        for one, other in zip(before[:9], word, strict=False):
            if one != other:
                break
            shared += 1
        packed.append(f"{shared}{word[shared:]}")
        before = word
    return "".join(packed)


def _indexes(bundle: Path) -> dict[str, str]:
    """Return the name of the index of each language."""
    entry = json.loads((bundle / "pagefind-entry.json").read_text(encoding="utf-8"))
    return {lang: index["hash"] for lang, index in entry["languages"].items()}


def _indexed(bundle: Path) -> Iterator[tuple[str, str]]:
    """Yield the language and the text of each page as Pagefind indexed it."""
    for path in sorted((bundle / "fragment").glob("*.pf_fragment")):
        try:
            packed = gzip.decompress(path.read_bytes())
            page = json.loads(packed.removeprefix(SIGNATURE))
            yield path.name.partition("_")[0], page["content"]
        except (ValueError, KeyError, EOFError, gzip.BadGzipFile):
            raise BuildFailed(
                "The words of the search index could not be read.",
                remedy="Install the version of Pagefind that requirements/runtime.txt names.",
            ) from None
