"""What a visitor wrote can do nothing on a page of GitHub's, and can be read to the letter."""

from __future__ import annotations

import html
import re

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from waymark.forge.escaping import JOINER, paragraphs, plain

EXTENSIONS = ["table", "autolink", "strikethrough", "tagfilter", "tasklist"]
OURS = re.compile(r"</?p>|<br ?/?>|\n")


def shown(markdown: str) -> str:
    """Return what GitHub's own renderer makes of it."""
    return cmarkgfm.markdown_to_html_with_extensions(
        markdown, options=Options.CMARK_OPT_UNSAFE, extensions=EXTENSIONS
    )


@pytest.mark.parametrize(
    "text",
    [
        "@moderator please",
        "see #12 and GH-12 and peers/review#3",
        "<script>alert(1)</script>",
        "</details> out of it",
        "<!-- waymark:status -->",
        "| a | b |\n|-|-|\n| 1 | 2 |",
        "```\nfence",
        "    indented",
        "# head",
        "===",
        "- list\n- [ ] task",
        "1. one",
        "> quote",
        "![x](https://elsewhere.example/x.png)",
        "[x]: https://elsewhere.example",
        "www.elsewhere.example and https://elsewhere.example",
        "a*b*c _d_ ~~e~~ `f` \\g",
        "&amp; &#35; &lt;",
        ":heart: :+1:",
        "waymark-file",
        "/publish",
    ],
)
def test_nothing_a_visitor_writes_becomes_more_than_words(text):
    """No link, table, list, code, picture, mention or number; GitHub's own renderer says so."""
    (block,) = paragraphs(text)
    page = shown(block)

    assert set(re.findall(r"<[^>]+>", page)) <= {"<p>", "</p>", "<br>", "<br />"}
    read = html.unescape(OURS.sub(" ", page)).replace(JOINER, "").split()
    assert read == text.split()


@pytest.mark.parametrize("text", ["@somebody", "a#12", "GH-12", ":heart:", "peers/review@main"])
def test_what_github_looks_for_in_the_finished_page_is_broken_up(text):
    """It makes a link of a name or a number in the text itself, however that was written."""
    for line in (plain(text), *paragraphs(text)):
        read = html.unescape(re.sub(r"<[^>]+>", "", shown(line)))
        assert not re.search(r"[@#][\w-]|GH-\d|:\w+:", read)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202eb", "a&#91;U&#43;202E&#93;b"),
        ("a\u200bb", "a&#91;U&#43;200B&#93;b"),
        ("a\x07b", "a&#91;U&#43;0007&#93;b"),
        ("a\U000e0041b", "a&#91;U&#43;E0041&#93;b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_its_number(text, expected):
    """Also what turns the direction of a line; joiners that scripts need stay."""
    assert plain(text) == expected


def test_paragraphs_and_lines_stay_as_they_were():
    """A poem is a poem."""
    assert paragraphs("one\r\ntwo\n\n  \n three\n") == ["one<br>\ntwo", "three"]
    assert plain("one\n two") == "one two"


@given(st.text(max_size=200))
def test_whatever_the_text_only_paragraphs_come_of_it(text):
    """Any characters at all, in a table row of ours and on their own."""
    for block in paragraphs(text):
        assert set(re.findall(r"<[^>]+>", shown(block))) <= {"<p>", "</p>", "<br>", "<br />"}
    row = shown(f"| a | b |\n|-|-|\n| {plain(text)} | end |")
    assert row.count("<tr>") == 2
    assert row.count("<td>") == 2
