"""Facets and their values: complete, in plain words, and refused by line where they are not."""

from __future__ import annotations

import pytest

from tests.a_community import REAL, line_of, replace_once
from waymark.errors import BadCommunity
from waymark.vocabulary import FACETS, VALUE, load_vocabulary

VOCABULARY = load_vocabulary(REAL / "vocabulary.yaml", "community/vocabulary.yaml")
TERMS = [(facet, term) for facet in FACETS for term in VOCABULARY.facet(facet).values()]


@pytest.fixture
def path(tmp_path):
    copy = tmp_path / "vocabulary.yaml"
    copy.write_bytes((REAL / "vocabulary.yaml").read_bytes())
    return copy


@pytest.mark.parametrize(("facet", "term"), TERMS, ids=[f"{f}:{t.value}" for f, t in TERMS])
def test_every_value_has_plain_words_in_both_languages_and_an_example(facet, term):
    """Readers see labels, moderators read definitions, and an address can hold the value."""
    assert term.label.by_language.keys() >= {"en", "nl"}
    assert term.definition.strip()
    assert term.example.strip()
    assert VALUE.fullmatch(term.value)
    assert VOCABULARY.label(facet, term.value, "nl") == term.label.get("nl")


def test_labels_of_one_facet_differ():
    """Two values that read the same could not be told apart."""
    for facet in FACETS:
        for lang in ("en", "nl"):
            labels = [term.label.get(lang) for term in VOCABULARY.facet(facet).values()]
            assert len(set(labels)) == len(labels), (facet, lang)


@pytest.mark.parametrize(
    ("notes", "heavy"),
    [
        ((), False),
        (("religion",), False),
        (("self-harm",), True),
        (("religion", "self-harm"), True),
        (("self-harm", "religion"), True),
        (("no-such-note",), False),
    ],
)
def test_a_heavy_note_asks_for_care(notes, heavy):
    """One heavy note is enough, wherever it stands."""
    assert VOCABULARY.is_heavy(notes) is heavy


@pytest.mark.parametrize(
    ("notes", "exit_"),
    [
        ((), False),
        (("self-harm",), False),
        (("abuse-or-violence",), True),
        (("religion", "sexual-violence"), True),
        (("no-such-note",), False),
    ],
)
def test_a_note_about_being_hurt_by_others_calls_for_the_quiet_exit(notes, exit_):
    assert VOCABULARY.needs_exit(notes) is exit_


@pytest.mark.parametrize(("lang", "label"), [("en", "Sleep"), ("nl", "Slaap"), ("fr", "Sleep")])
def test_a_label_is_in_the_readers_language_or_in_english(lang, label):
    """Nobody sees an empty label."""
    assert VOCABULARY.label("topics", "sleep", lang) == label


def test_a_value_without_a_label_is_shown_as_it_is():
    """An entry that is older than a change of the vocabulary still shows something."""
    assert VOCABULARY.label("topics", "gone", "en") == "gone"


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("  mornings:", "  Mornings:", "  Mornings:", "small letters"),
        ("  mornings:", "  in the morning:", "  in the morning:", "small letters"),
        ("  mornings:", "  ../mornings:", "  ../mornings:", "small letters"),
        ("  mornings:", "  matinée:", "  matinée:", "small letters"),
        ("  mornings:", "  -mornings:", "  -mornings:", "small letters"),
        ("  mornings:", "  sleep:\n    label: {en: a}\n  mornings:", "", "stands here twice"),
        ("    label: {en: \"Sleep\", nl: \"Slaap\"}\n", "", "  sleep:", "has no label"),
        ("{en: \"Sleep\", nl: \"Slaap\"}", "{}", "label: {}", "is empty"),
        ("{en: \"Sleep\", nl: \"Slaap\"}", "{en: ''}", "label: {en: ''}", "is empty"),
        ("{en: \"Sleep\", nl: \"Slaap\"}", "{fr: Sommeil}", "{fr: Sommeil}", "has a key `fr`"),
        ("{en: \"Sleep\", nl: \"Slaap\"}", "12", "label: 12", "should be"),
        ("topics:", "subjects:", "subjects:", "has a key `subjects`"),
        ("topics:", "notes2: {}\ntopics:", "notes2:", "has a key `notes2`"),
        ("  sleep:\n", "  sleep:\n    heavy: often\n", "heavy: often", "`true` or `false`"),
        ("  sleep:\n", "  sleep:\n    colour: blue\n", "colour: blue", "has a key `colour`"),
    ],
)  # fmt: skip
def test_a_broken_vocabulary_is_refused_with_line_and_remedy(path, old, new, at, words):
    """The person who edits it is told where and what."""
    replace_once(path, old, new)

    with pytest.raises(BadCommunity, match=words) as caught:
        load_vocabulary(path, "community/vocabulary.yaml")

    assert caught.value.remedy
    place, _, line = caught.value.where.rpartition(":")
    assert place == "community/vocabulary.yaml"
    assert not at or int(line) == line_of(path, at)


def test_every_facet_must_be_there(path):
    """Code counts on each facet; a missing one is named."""
    path.write_text("topics: {}\n", encoding="utf-8")

    with pytest.raises(BadCommunity, match="The facet `notes` is missing"):
        load_vocabulary(path, "community/vocabulary.yaml")


def test_a_facet_without_values_is_refused(path):
    """There would be nothing to choose."""
    path.write_text("".join(f"{facet}: {{}}\n" for facet in FACETS), encoding="utf-8")

    with pytest.raises(BadCommunity, match=r"vocabulary\.yaml:1: The facet `topics` has no values"):
        load_vocabulary(path, "community/vocabulary.yaml")
