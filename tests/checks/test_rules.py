"""Every rule keeps its examples; a broken rule file is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from waymark.checks import load_rules, run
from waymark.errors import BadCommunity

RULES = load_rules(Path(__file__).resolve().parents[2] / "community" / "rules")
BY_ID = {rule.id: rule for rule in RULES.rules}


def levels(rule_id: str, text: str) -> list[str]:
    rule = BY_ID[rule_id]
    found = run(text, rule.kinds[0], rule.lang, RULES).findings
    return [finding.level for finding in found if finding.rule == rule_id]


@pytest.mark.parametrize(("rule_id", "text"), [(r.id, t) for r in RULES.rules for t in r.match])
def test_a_rule_finds_what_it_says_it_finds(rule_id, text):
    """Each example in `match` raises the rule at its own level."""
    assert BY_ID[rule_id].level in levels(rule_id, text)


@pytest.mark.parametrize(("rule_id", "text"), [(r.id, t) for r in RULES.rules for t in r.no_match])
def test_a_rule_leaves_alone_what_it_says_it_leaves_alone(rule_id, text):
    """No example in `no_match` raises the rule."""
    assert levels(rule_id, text) == []


@pytest.mark.parametrize(
    ("rule_id", "text", "level"), [(r.id, e.text, e.to) for r in RULES.rules for e in r.lowered]
)
def test_context_lowers_a_finding_and_never_removes_it(rule_id, text, level):
    """Each example in `lowered` ends at the level it names."""
    assert levels(rule_id, text) == [level]


def test_no_harmless_example_of_one_rule_is_a_crisis_for_another():
    """All `no_match` examples against all rules: none reaches crisis by another door."""
    wrong = [
        (text, rule.id)
        for rule in RULES.rules
        for text in rule.no_match
        if run(text, rule.kinds[0], rule.lang, RULES).level == "crisis"
    ]
    assert wrong == []


GOOD = """
- id: a.en
  category: spam
  level: review
  lang: en
  pattern: "buy {gap:2}now"
  explain: It sells.
  guideline: ours
  match: ["buy this now"]
  no_match: ["by now"]
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("level: review", "levle: review", "does not know"),
        ("level: review", "level: high", "level should be one of"),
        ("category: spam", "category: mood", "category"),
        ('match: ["buy this now"]', "match: []", "needs examples"),
        ('  no_match: ["by now"]\n', "", "no `no_match`"),
        ("buy {gap:2}now", "buy .*now", "without an end"),
        ("buy {gap:2}now", "(?:a+)+b", "without an end"),
        ("buy {gap:2}now", "buy (", "cannot be read"),
        ("guideline: ours", "guideline: theirs", "sources.yaml"),
        ("lang: en", "lang: xx", "lang"),
    ],
)
def test_a_broken_rule_is_refused_with_file_and_line(tmp_path, old, new, says):
    """Wrong keys, levels, runaway patterns and missing examples stop the loader."""
    folder = tmp_path / "community" / "rules"
    folder.mkdir(parents=True)
    (folder / "sources.yaml").write_text("ours: {title: Ours}\n")
    (folder / "spam.en.yaml").write_text(GOOD)
    assert len(load_rules(folder).rules) == 1
    assert old in GOOD
    (folder / "spam.en.yaml").write_text(GOOD.replace(old, new))

    with pytest.raises(BadCommunity) as problem:
        load_rules(folder)

    assert says in str(problem.value)
    assert problem.value.where.startswith("community/rules/spam.en.yaml:")


def test_a_rule_id_that_stands_twice_is_refused(tmp_path):
    """Two rules with one id would make decisions ambiguous."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "sources.yaml").write_text("ours: {title: Ours}\n")
    (folder / "spam.en.yaml").write_text(GOOD + GOOD)

    with pytest.raises(BadCommunity, match="stands twice"):
        load_rules(folder)
