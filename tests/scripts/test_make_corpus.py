"""A corpus to measure with: the same for the same seed, and fit to be published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scripts.make_corpus import corpus, write
from waymark.publish.gate import entry_problems
from waymark.publish.sources import read_sources
from waymark.settings import ROOT
from waymark.vocabulary import load_vocabulary

ENTRIES = 120


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary(ROOT / "community" / "vocabulary.yaml", "vocabulary.yaml")


def test_every_entry_can_be_read_back_and_passes_the_gate(tmp_path: Path, vocabulary):
    made = list(corpus(ENTRIES, 1, vocabulary))
    for entry in made:
        write(entry, tmp_path / "content")

    read = read_sources([tmp_path / "content"], vocabulary).entries

    assert [replace(entry, source="") for entry in read] == made
    assert list(entry_problems(read, [])) == []


def test_the_same_seed_gives_the_same_and_another_seed_something_else(vocabulary):
    first = list(corpus(ENTRIES, 1, vocabulary))

    assert list(corpus(ENTRIES, 1, vocabulary)) == first
    assert all(
        one.body != other.body
        for one, other in zip(first, corpus(ENTRIES, 2, vocabulary), strict=True)
    )


def test_a_larger_corpus_begins_with_the_words_of_a_smaller_one(vocabulary):
    """What is measured at two sizes differs in size alone."""
    small = list(corpus(20, 1, vocabulary))
    large = list(corpus(ENTRIES, 1, vocabulary))[:20]

    assert [entry.body for entry in small] == [entry.body for entry in large]


def test_it_holds_every_kind_both_languages_answers_and_notes(vocabulary):
    made = list(corpus(ENTRIES, 1, vocabulary))
    ids = {entry.id for entry in made}

    assert {entry.kind for entry in made} == {"story", "strategy", "response"}
    assert {entry.lang for entry in made} == {"en", "nl"}
    assert {entry.get("to") for entry in made if entry.kind == "response"} <= ids
    assert 0 < sum(bool(entry.notes) for entry in made) < ENTRIES / 2
    assert len(ids) == ENTRIES
