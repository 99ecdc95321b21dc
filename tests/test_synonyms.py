"""Everyday sayings are read whole, or refused with the line and what to do."""

from __future__ import annotations

import pytest

from tests.a_community import REAL, copy_of_community
from waymark.community import load_community
from waymark.errors import BadCommunity
from waymark.synonyms import plain_words


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_topic_can_be_reached_in_everyday_words(lang):
    community = load_community(REAL)

    reached = {topic for one in community.synonyms[lang] for topic in one.topics}

    assert reached == set(community.vocabulary.facet("topics"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Can’t get UP", ["cant", "get", "up"]),
        ("self-harm, 113!", ["self", "harm", "113"]),
        ("suïcidaal één", ["suicidaal", "een"]),
        ("🙂 % _", []),
        ("שלום", ["שלום"]),
    ],
)
def test_words_are_compared_without_capitals_marks_and_signs(text, words):
    assert plain_words(text) == words


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("fr:\n  - {say: [x], words: [y]}", 1, "has a key `fr`"),
        ("en:\n  - {say: [x], word: [y]}", 2, "has a key `word`"),
        ("en:\n  - {say: [x]}", 2, "needs `say`, and `words` or `topics`"),
        ("en:\n  - {words: [x]}", 2, "needs `say`, and `words` or `topics`"),
        ("en:\n  - say: [x]\n    topics: [no-such-topic]", 3, "is not a topic of vocabulary.yaml"),
        ("en:\n  - say: [x]\n    words: []", 3, "`words` has an empty line"),
        ("en:\n  - say: [x]\n    words: ['!']", 3, "`words` has an empty line"),
        ("en:\n  - say: [a b c d e f g]\n    words: [y]", 2, "should have 1 to 6 words"),
        (
            "en:\n  - {say: [It’s], words: [y]}\n  - {say: [its], words: [z]}",
            3,
            "stands here twice",
        ),
        ("en: all of it", 1, "should be a list"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, text, line, message):
    folder = copy_of_community(tmp_path)
    (folder / "synonyms.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(BadCommunity) as caught:
        load_community(folder)

    assert message in str(caught.value)
    assert caught.value.where == f"community/synonyms.yaml:{line}"
    assert caught.value.remedy
