"""Texts made to be hard: nothing runs away, nothing is lost, every span lies in the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.checks import load_rules, run
from waymark.checks.normalising import LONGEST, normalise
from waymark.checks.trying import HARD, broken_examples, crossed_examples

RULES = load_rules(Path(__file__).resolve().parents[2] / "community" / "rules")
PIECES = [
    "want to die ", "ik wil dood ", "not ", "niet ", "\u200b", "\u0301", "😀", "“", "”", '"', "\n",
    "I'm ", "she ", "call 06 12345678 ", "a@b.nl ", "***", "ж", "ﬁ", "İ", "aaaa", "...", ", ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HARD)
def test_a_long_hard_text_is_read_to_its_end(piece):
    """No check gives up: the text that closes it is found."""
    end = ". I want to die"
    text = (piece * LONGEST)[: LONGEST - len(end)] + end

    checked = run(text, "story", "en", RULES)

    assert not {finding.rule for finding in checked.findings} & {"checks.slow", "checks.failed"}
    assert checked.level == "crisis"


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(deadline=None, max_examples=60)
def test_every_span_lies_in_the_text_it_was_found_in(text):
    """Whatever is mixed: marks that cannot be seen, wide letters, quotes, two languages."""
    checked = run(text, "response", "nl", RULES)

    assert all(0 <= f.start <= f.end <= len(text) for f in checked.findings)
    assert all(f.rule != "checks.failed" for f in checked.findings)
    assert checked.score >= checked.level.rank


@given(st.text(max_size=200))
@settings(deadline=None)
def test_each_character_of_the_normal_form_knows_where_it_came_from(text):
    """Places only go forward, and lie in the text."""
    normal = normalise(text)

    assert len(normal.places) == len(normal.text)
    assert list(normal.places) == sorted(normal.places)
    assert all(0 <= place < len(text) for place in normal.places)


def test_examples_hold_and_none_is_harmless_for_one_rule_and_grave_for_another():
    """What `waymark rules test` tells is nothing."""
    assert list(broken_examples(RULES)) == []
    assert [(c.example_of, c.seen_by, c.text) for c in crossed_examples(RULES)] == []
