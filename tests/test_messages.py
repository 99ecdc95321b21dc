"""The longer words people get: there in both languages, kind, short, and never far from help."""

from __future__ import annotations

import re

import pytest

from tests.a_community import REAL, copy_of_community
from waymark.errors import BadCommunity
from waymark.messages import NAMES, load_messages
from waymark.rendering import plain_text

MESSAGES = load_messages(REAL / "messages", "community/messages")
EACH = [(name, lang) for name in NAMES for lang in ("en", "nl")]
NEVER = re.compile(
    r"violat|reject|attention.?seeking|mentally ill|please note|commit(ted)? suicide|invalid"
    r"|guideline|aandachttrekker|geestesziek|overtreding|afgewezen|zelfmoord plegen|ongeldig",
    re.IGNORECASE,
)
MOST_WORDS = 25


def text_of(name, lang):
    return (REAL / "messages" / f"{name}.{lang}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "lang"), EACH)
def test_every_message_is_there_in_both_languages(name, lang):
    """A heading and a text of its own, not the other language's."""
    message = MESSAGES[name][lang]

    assert message.heading
    assert message.html
    assert message != MESSAGES[name]["nl" if lang == "en" else "en"]


@pytest.mark.parametrize(("name", "lang"), EACH)
def test_no_message_blames_or_labels(name, lang):
    """Words that hurt, or that sound like an office, stay out."""
    assert NEVER.findall(text_of(name, lang)) == []


@pytest.mark.parametrize(("name", "lang"), EACH)
def test_sentences_are_short_enough_for_a_bad_day(name, lang):
    """Nobody has to read a sentence twice."""
    for block in plain_text(text_of(name, lang)).split("\n\n"):
        for sentence in re.split(r"(?<=[.!?:])\s+", block.replace("\n", " ")):
            assert len(sentence.split()) <= MOST_WORDS, sentence


@pytest.mark.parametrize(("name", "lang"), [pair for pair in EACH if pair[0] != "example-notice"])
def test_every_message_leads_to_help(name, lang):
    """Whatever somebody is told, help is one link away."""
    assert 'href="/help-now/"' in MESSAGES[name][lang].html


@pytest.mark.parametrize(("name", "lang"), EACH)
def test_no_message_shows_its_marks(name, lang):
    """Markdown that went wrong would show as stars and brackets."""
    assert not re.search(r"[*_`#\[\]]|\]\(", plain_text(MESSAGES[name][lang].html.striptags()))


@pytest.mark.parametrize(
    ("file", "content", "where", "words"),
    [
        ("welcome.en.md", b"# Hello\n\nYou.", "welcome.en.md", "does not know"),
        ("received.fr.md", b"# Merci\n\nVous.", "received.fr.md", "does not know"),
        ("received.en.md", None, "received.en.md", "missing"),
        ("received.en.md", b"", "received.en.md:1", "a heading and a text"),
        ("received.en.md", b"Thank you.", "received.en.md:1", "a heading and a text"),
        ("received.en.md", b"# Thank you\n", "received.en.md:1", "a heading and a text"),
        ("received.nl.md", b"# Dank\n\n\xff\xfe", "received.nl.md", "not UTF-8"),
    ],
)
def test_a_broken_message_is_named(tmp_path, file, content, where, words):
    """The service does not start with a message missing or empty."""
    folder = copy_of_community(tmp_path) / "messages"
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)

    with pytest.raises(BadCommunity, match=words) as caught:
        load_messages(folder, "community/messages")

    assert caught.value.where == f"community/messages/{where}"
    assert caught.value.remedy


def test_lines_that_an_editor_wrapped_are_joined_and_lists_are_kept(tmp_path):
    """A message reads the same however wide its file is."""
    folder = copy_of_community(tmp_path) / "messages"
    (folder / "wait.en.md").write_text("# Wait\n\nOne\ntwo.\n\n- a\n- b\n", encoding="utf-8")

    html = load_messages(folder, "community/messages")["wait"]["en"].html

    assert "<p>One two.</p>" in html
    assert html.count("<li>") == 2
