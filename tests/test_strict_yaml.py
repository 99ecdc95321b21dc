"""YAML that people edit by hand is read safely, and a mistake in it is named with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.errors import BadCommunity
from waymark.strict_yaml import load, load_file


def read(text, first_line=1):
    return load(text, "community/x.yaml", BadCommunity, first_line)


def refusal(text, first_line=1):
    with pytest.raises(BadCommunity) as caught:
        read(text, first_line)
    return caught.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", {}),
        ("# only a comment\n", {}),
        ("a: text", {"a": "text"}),
        ("a: 12", {"a": 12}),
        ("a: 1.5", {"a": 1.5}),
        ("a: true\nb: no", {"a": True, "b": False}),
        ("a: null\nb:", {"a": None, "b": None}),
        ("a: [1, two]", {"a": [1, "two"]}),
        ("a:\n  b:\n    - c", {"a": {"b": ["c"]}}),
        ("day: 2026-11-24\nmonth: 2026-11", {"day": "2026-11-24", "month": "2026-11"}),
        ("12: a number as a key is text", {"12": "a number as a key is text"}),
        ("\ufeffa: 1", {"a": 1}),
    ],
)
def test_plain_yaml_becomes_plain_values(text, value):
    """Text, numbers, truth, nothing, lists and mappings; a date stays as it was typed."""
    assert read(text).plain() == value


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\na: 2", 2, "The key `a` stands here twice"),
        ("a:\n  b: 1\n  c: 2\n  b: 3", 4, "The key `b` stands here twice"),
        ("a: &x [1]\nb: *x", 2, "not valid YAML"),
        ("a: {b: 1}\nc:\n  <<: {d: 1}", 3, "A key should be plain text"),
        ("a: 1\n? [b]\n: 2", 2, "A key should be plain text"),
        ("a: 1\nb: !secret x", 2, "Tags such as `!this` are not allowed"),
        ("a: 1\nb: !secret [x]", 2, "Tags such as `!this` are not allowed"),
        ("a: 1\nb: !secret {x: 1}", 2, "Tags such as `!this` are not allowed"),
        ("a: !!python/object/apply:os.system [id]", 1, "Tags such as"),
        ("a: !!python/name:os.system x", 1, "Tags such as"),
        ("a: !!binary aGVsbG8=", 1, "Tags such as"),
        ("a: =", 1, "Tags such as"),
        ("a: !!int nothing", 1, "This value cannot be read"),
        ("a: !!int ''", 1, "This value cannot be read"),
        ("a: !!bool perhaps", 1, "This value cannot be read"),
        ("a: " + "9" * 5000, 1, "This value cannot be read"),
        ("a: 9" + ":59" * 400 + ".5", 1, "This value cannot be read"),
        ("a: [1, 2", 1, "not valid YAML"),
        ("a: 1\n\tb: 2", 2, "not valid YAML"),
        ("a: 1\n--- \nb: 2", 2, "not valid YAML"),
        ("a: 1\nb: x\x00y", 2, "not valid YAML"),
        ("a: " + "[" * 20 + "]" * 20, 1, "nested too deeply"),
        ("a: " + "[" * 5000, 1, "nested too deeply"),
    ],
    ids=range(23),
)
def test_what_is_not_plain_is_refused_with_file_line_and_remedy(text, line, words):
    """Doubles, aliases, merges, tags, odd values and endless nesting never get through."""
    problem = refusal(text)

    assert problem.where.startswith("community/x.yaml:")
    assert abs(int(problem.where.rpartition(":")[2]) - line) <= (words == "not valid YAML")
    assert words in problem.message
    assert problem.remedy


def test_lines_are_those_of_the_whole_file():
    """Front matter begins on the second line of its file; messages count from the first."""
    assert refusal("a: 1\na: 2", first_line=2).where == "community/x.yaml:3"
    assert read("a: 1\nb: 2", first_line=2).mapping()["b"].line == 3


def test_a_long_value_is_named_by_the_line_of_its_key():
    """A list or mapping that begins further down is found where its key stands."""
    keys = read("a: 1\nb:\n\n  - one\n  - two\n").mapping()

    assert keys["b"].line == 2
    assert [item.line for item in keys["b"].items()] == [4, 5]


@pytest.mark.parametrize(
    ("ask", "text"),
    [
        ("mapping", "a: [1]"),
        ("items", "a: one"),
        ("text", "a: 112"),
        ("text", "a: yes"),
        ("text", "a:"),
        ("flag", "a: 1"),
        ("flag", "a: 'true'"),
        ("number", "a: '1'"),
        ("number", "a: true"),
        ("number", "a: 1.5"),
    ],
)
def test_a_value_of_the_wrong_kind_says_what_to_write(ask, text):
    """The message names the place, what it should be, and what to do."""
    node = read(f"# first\n{text}").mapping()["a"]

    with pytest.raises(BadCommunity, match=r"^community/x\.yaml:2: `a` should be .+\. .+\.$"):
        getattr(node, ask)("`a`")


def test_an_unknown_key_is_named_with_the_ones_there_are():
    """Somebody who mistyped a key sees which ones they may use."""
    with pytest.raises(BadCommunity) as caught:
        read("name: x\nnmae: y").keys_within({"name", "about"}, "the site")

    assert str(caught.value) == (
        "community/x.yaml:2: the site has a key `nmae` that Waymark does not know. "
        "Remove it, or use one of: about, name."
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "missing"),
        (lambda path: path.mkdir(), "cannot be read"),
        (lambda path: path.write_bytes(b"a: \xff\xfe"), "not UTF-8"),
    ],
    ids=["missing", "a folder", "not UTF-8"],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, make, words):
    """No traceback: the file, what is wrong, what to do."""
    path = tmp_path / "x.yaml"
    make(path)

    with pytest.raises(BadCommunity, match=words) as caught:
        load_file(path, "community/x.yaml", BadCommunity)

    assert caught.value.where == "community/x.yaml"
    assert caught.value.remedy


YAML_PIECES = st.sampled_from(
    ["a", "b: ", ": ", "- ", "\n", "  ", "[", "]", "{", "}", ",", "*x", "&x ", "!t ", "!!int ", "'",
     '"', "|\n", ">\n", "---", "...", "%", "?", "#", "1", "1:2", "0x", "~", "<<", "\t", "=", "é"]
)  # fmt: skip


@given(st.lists(YAML_PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_any_text_is_read_or_refused_by_our_own_error(text):
    """Whatever stands in a file, nobody meets a traceback."""
    problem = None
    try:
        read(text).plain()
    except BadCommunity as caught:
        problem = caught

    assert problem is None or (problem.where.startswith("community/x.yaml:") and problem.remedy)
