#!/usr/bin/env python3
"""Write a content folder of any size, the same for the same seed, to build and measure with.

    scripts/make_corpus.py FOLDER --entries 10000

The words are made of syllables and mean nothing: nobody's experience, and nothing that could be
taken for one. Their numbers are lifelike: 150 to 600 words a story, a few hundred frequent words
and a long tail (Zipf), one to three topics, notes on every sixth entry, a third of them responses,
a fifth of them Dutch. Entries are published over five years, oldest first.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from waymark.entry import Entry, dump, path_in
from waymark.settings import ROOT
from waymark.vocabulary import Vocabulary, load_vocabulary

KINDS, KIND_WEIGHTS = ("story", "strategy", "response"), (45, 20, 35)
WORDS = {"story": (150, 600), "strategy": (60, 300), "response": (30, 200)}
DUTCH, NOTED = 0.2, 1 / 6
TYPES = 40_000
"""Different words of a language: a corpus of 10,000 entries uses most of them."""
MONTHS = [f"{year}-{month:02}" for year in range(2022, 2027) for month in range(1, 13)]
SYLLABLES = {
    "en": "ba de fi lo mun ser tol wen ash gra pli kent dor vash un ith el ron sta mi",
    "nl": "ba de vie loo mun scher tol wen oe gra plij kent dor zaa on eeg el ron sta mij",
}
CONSENT = {
    "version": 1, "scope": ("site",), "edit_permission": "safety-only",
    "license": "permission-to-publish",
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path, help="must not exist yet")
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.folder.exists():
        parser.error("that folder is there already")
    if options.entries < 1:
        parser.error("there should be at least one entry")
    vocabulary = load_vocabulary(ROOT / "community" / "vocabulary.yaml", "vocabulary.yaml")
    for number, entry in enumerate(corpus(options.entries, options.seed, vocabulary), start=1):
        write(entry, options.folder)
        if number % 1000 == 0:
            print(f"\r{number} of {options.entries}", end="", file=sys.stderr, flush=True)
    print(f"\r{options.entries} entries in {options.folder}")
    return 0


def corpus(entries: int, seed: int, vocabulary: Vocabulary) -> Iterator[Entry]:
    """Yield ``entries`` entries in the order of publication.

    Entry n has the same words in a corpus of any size; only its month differs.
    """
    words = {lang: Words(lang, seed) for lang in SYLLABLES}
    answerable: list[str] = []
    for sequence in range(1, entries + 1):
        # One source of chance an entry: entry n is the same in a corpus of any size.
        chance = random.Random(f"{seed} {sequence}")
        kind = chance.choices(KINDS, KIND_WEIGHTS)[0] if answerable else "story"
        lang = "nl" if chance.random() < DUTCH else "en"
        to = chance.choice(answerable[-500:]) if kind == "response" else ""
        month = MONTHS[(sequence - 1) * len(MONTHS) // entries]
        made = an_entry(kind, lang, sequence, month, to, words[lang], vocabulary, chance)
        if kind != "response":
            answerable.append(made.id)
        yield made


def an_entry(
    kind: str,
    lang: str,
    sequence: int,
    month: str,
    to: str,
    words: Words,
    vocabulary: Vocabulary,
    chance: random.Random,
) -> Entry:
    facts: dict[str, object] = {
        "gist": f"{words.some(chance.randint(6, 18), chance).capitalize()}.",
        "topics": some_of(tuple(vocabulary.facet("topics")), chance.randint(1, 3), chance),
        "pen_name": "A reader",
        "published": month,
        "sequence": sequence,
        "reviewed_on": MONTHS[-1],
        "consent": CONSENT,
    }
    if chance.random() < NOTED:
        facts["notes"] = some_of(tuple(vocabulary.facet("notes")), chance.randint(1, 2), chance)
    if kind == "story":
        facts["standing"] = chance.choice(tuple(vocabulary.facet("standing")))
        facts["what_helped"] = tuple(words.some(6, chance).capitalize() for _ in range(2))
    elif kind == "strategy":
        for name in ("energy", "time", "cost"):
            facts[name] = chance.choice(tuple(vocabulary.facet(name)))
        facts["setting"] = some_of(tuple(vocabulary.facet("setting")), 2, chance)
        facts["steps"] = tuple(words.some(9, chance).capitalize() for _ in range(4))
        facts["smallest_version"] = f"{words.some(7, chance).capitalize()}."
    else:
        facts["to"] = to
        facts["type"] = chance.choice(tuple(vocabulary.facet("response_type")))
    return Entry(
        kind=kind,
        id=name_of(sequence),
        lang=lang,
        title=words.some(chance.randint(3, 8), chance).capitalize(),
        body=words.text(chance.randint(*WORDS[kind]), chance),
        facts=facts,
    )


def name_of(sequence: int) -> str:
    """Return an id spread over all shards, and the same for the same number."""
    letters = "abcdefghjkmnpqrstvwxyz23456789"
    mixed, name = sequence * 2_654_435_761 % 2**40, ""
    for _ in range(8):
        mixed, rest = divmod(mixed, len(letters))
        name += letters[rest]
    return name


def some_of(values: Sequence[str], most: int, chance: random.Random) -> tuple[str, ...]:
    return tuple(chance.sample(values, min(most, len(values))))


class Words:
    """A language of its own: words by frequency, as Zipf found them in every language."""

    def __init__(self, lang: str, seed: int) -> None:
        chance = random.Random(f"{seed} {lang}")
        syllables = SYLLABLES[lang].split()
        seen: dict[str, None] = {}
        while len(seen) < TYPES:
            # Frequent words are short.
            length = 1 + min(4, len(seen) // 15) if len(seen) < 60 else chance.randint(2, 5)
            seen["".join(chance.choices(syllables, k=length))] = None
        self.words = list(seen)
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(TYPES)))

    def some(self, number: int, chance: random.Random) -> str:
        return " ".join(chance.choices(self.words, cum_weights=self.weights, k=number))

    def text(self, number: int, chance: random.Random) -> str:
        """Return about ``number`` words in paragraphs, with what people use of Markdown."""
        parts = []
        while number > 0:
            size = min(number, chance.randint(30, 110))
            number -= size
            parts.append(self._part(size, chance))
        return "\n\n".join(parts)

    def _part(self, size: int, chance: random.Random) -> str:
        kind = chance.random()
        if kind < 0.06:
            return "\n".join(f"- {self.some(max(1, size // 8), chance)}" for _ in range(4))
        sentences = []
        while size > 0:
            length = min(size, chance.randint(5, 20))
            size -= length
            sentences.append(f"{self.some(length, chance).capitalize()}.")
        if kind < 0.2:
            sentences[0] = f"*{sentences[0]}*"
        return f"> {' '.join(sentences)}" if kind > 0.96 else " ".join(sentences)


def write(entry: Entry, folder: Path) -> None:
    path = folder / Path(path_in("content", entry.kind, entry.id)).relative_to("content")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump(entry), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
