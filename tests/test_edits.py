"""Edits are places in the original: what is published differs there and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.edits import Edit, apply, edits_between, pieces, read_edits, uncovered, with_edit

TEXT = "My sister Anna rang on the 3rd of May, and Anna rang again."
NAME = Edit(10, 14, "[name]", "P2")
words = st.text(alphabet="ab \n.é🌧", max_size=40)


@pytest.mark.parametrize(
    ("edits", "text"),
    [
        ([], TEXT),
        ([NAME], TEXT.replace("Anna", "[name]", 1)),
        ([Edit(0, 0, "Then: ", "S7")], "Then: " + TEXT),
        ([Edit(14, len(TEXT), "", "S2")], TEXT[:14]),
        (
            [Edit(43, 47, "she", "P2"), NAME],
            "My sister [name] rang on the 3rd of May, and she rang again.",
        ),
    ],
)  # fmt: skip
def test_edits_stand_in_their_places_in_any_order(edits, text):
    """Cut, changed, put in; the order in which they are given does not matter."""
    assert apply(TEXT, edits) == text
    assert apply(TEXT, edits[::-1]) == text
    assert "".join(p.text for p in pieces(TEXT, edits) if p.kind != "put") == TEXT


@pytest.mark.parametrize(
    ("known", "new", "left"),
    [
        ([], NAME, [(10, 14)]),
        ([NAME], NAME, [(10, 14)]),
        ([NAME], Edit(20, 22, "", "S2"), [(10, 14), (20, 22)]),
        ([NAME], Edit(12, 20, "", "S2"), [(10, 20)]),
        ([NAME, Edit(20, 22, "", "S2")], Edit(12, 21, "", "S2"), [(10, 22)]),
        ([NAME], Edit(14, 20, "", "S2"), [(10, 14), (14, 20)]),
    ],
)
def test_an_edit_takes_over_those_it_overlaps(known, new, left):
    """No two edits ever share a letter."""
    assert [(edit.start, edit.end) for edit in with_edit(known, new)] == left


def test_a_text_changed_by_hand_cites_the_rule_in_each_place_and_keeps_older_ones():
    """What was edited before keeps its own rule; only the new places cite the new one."""
    changed = apply(TEXT, [NAME]).replace("3rd of May", "spring")

    edits = edits_between(TEXT, changed, [NAME], "S4")

    assert apply(TEXT, edits) == changed
    assert edits[0] == NAME
    assert {edit.rule for edit in edits[1:]} == {"S4"}


@given(words, words)
def test_whatever_is_typed_the_edits_lead_exactly_there(before, after):
    """And every place that differs is covered by one of them."""
    edits = edits_between(before, after, (), "P2")

    assert apply(before, edits) == after
    assert uncovered(before, after, edits) == ()
    assert bool(edits) == (before != after)
    assert read_edits(edit.as_dict() for edit in edits) == edits


@pytest.mark.parametrize(
    ("changed", "edits", "spans"),
    [
        (TEXT, [], []),
        (TEXT.replace("Anna", "[name]", 1), [NAME], []),
        (TEXT.replace("Anna", "[name]", 1), [], [(10, 14)]),
        (TEXT.replace("Anna", "[name]"), [NAME], [(43, 47)]),
        (TEXT + " And more.", [NAME], [(len(TEXT), len(TEXT))]),
    ],
)
def test_a_difference_that_no_edit_covers_is_found(changed, edits, spans):
    """E16: published words differ from what was sent only where an edit says why."""
    assert list(uncovered(TEXT, changed, edits)) == spans
