"""The marked text: nothing of it is lost, and marks stand exactly where findings say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.a_desk import finding
from waymark.checks import Level
from waymark.desk.passages import passages_of, quote_of
from waymark.privacy import AllowList, replace

ANYONE = AllowList()


@pytest.mark.parametrize(
    ("text", "spans", "pieces"),
    [
        ("plain", [], [("plain", ())]),
        ("", [], []),
        ("a bad day", [(2, 5)], [("a ", ()), ("bad", (1,)), (" day", ())]),
        ("abcdef", [(0, 6)], [("abcdef", (1,))]),
        ("abcdef", [(0, 4), (2, 6)], [("ab", (1,)), ("cd", (1, 2)), ("ef", (2,))]),
        ("abcdef", [(2, 6), (0, 4)], [("ab", (2,)), ("cd", (1, 2)), ("ef", (1,))]),
        ("abc", [(1, 2), (1, 2)], [("a", ()), ("b", (1, 2)), ("c", ())]),
        ("abc", [(0, 0)], [("abc", ())]),
        ("abc", [(2, 99)], [("ab", ()), ("c", (1,))]),
        ("😀 ok", [(0, 1)], [("😀", (1,)), (" ok", ())]),
        (
            "mail me@home.example now",
            [(5, 20)],
            [("mail ", ()), ("[e-mail address removed]", (1,)), (" now", ())],
        ),
        (
            "mail me@home.example now",
            [(7, 9)],
            [("mail ", ()), ("[e-mail address removed]", (1,)), (" now", ())],
        ),
    ],
)
def test_a_text_is_cut_where_findings_begin_and_end(text, spans, pieces):
    """Overlaps, whole-text findings, ends beyond the text, and replaced contact details."""
    found = passages_of(text, [finding(*span) for span in spans], "en", ANYONE)

    assert [(passage.text, passage.numbers) for passage in found] == pieces


@given(
    st.text(alphabet="abc \n@.0161é😀", max_size=80),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=6),
)
def test_the_pieces_together_are_the_text_with_contact_details_replaced(text, spans):
    """Whatever the findings, no word is lost, doubled or moved."""
    found = passages_of(text, [finding(*sorted(span)) for span in spans], "en", ANYONE)

    assert "".join(passage.text for passage in found) == replace(text, "en", ANYONE).text
    begun = [number for passage in found for number in passage.begins]
    assert len(begun) == len(set(begun))


def test_a_piece_carries_the_highest_level_of_its_findings():
    """Two findings on one word: the higher one colours it, in both orders."""
    low, high = finding(0, 3, level=Level.ROUTINE), finding(0, 3, level=Level.CRISIS)

    for findings in ([low, high], [high, low]):
        assert passages_of("abc", findings, "en", ANYONE)[0].level is Level.CRISIS


def test_a_quote_is_one_line_and_not_long():
    """Line breaks become spaces, and long passages end in an ellipsis."""
    text = "one\ntwo " + "x" * 300
    found = passages_of(text, [finding(0, 7), finding(8, 308)], "en", ANYONE)

    assert quote_of(1, found) == "one two"
    assert len(quote_of(2, found)) == 160
    assert quote_of(2, found).endswith("x…")
    assert quote_of(3, found) == ""
