"""Every rule keeps its examples; a broken rule file is refused with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from waymark.checks import load_rules, run
from waymark.errors import BadCommunity

FOLDER = Path(__file__).resolve().parents[2] / "community" / "rules"
RULES = load_rules(FOLDER)
BY_ID = {rule.id: rule for rule in RULES.rules}


def levels(rule_id: str, text: str) -> list[str]:
    rule = BY_ID[rule_id]
    found = run(text, rule.kinds[0], rule.lang, RULES).findings
    return [finding.level for finding in found if finding.rule == rule_id]


@pytest.mark.parametrize(("rule_id", "text"), [(r.id, t) for r in RULES.rules for t in r.match])
def test_a_rule_finds_what_it_says_it_finds(rule_id, text):
    """Each example in `match` raises the rule at its own level."""
    rule = BY_ID[rule_id]

    assert rule.row.level_for(rule.kinds[0], ()) in levels(rule_id, text)


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


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_a_rule_says_why_and_according_to_whom(rule):
    """Its guideline is in the list of sources, with a link a moderator can follow."""
    source = RULES.sources[rule.guideline.partition("#")[0]]

    assert source.title
    assert source.publisher
    assert source.link


GOOD = """
- id: a.en
  sign: selling
  patterns: ["buy {gap:2}now"]
  explain: It sells.
  guideline: ours
  match: ["buy this now"]
  no_match: ["by now"]
"""


@pytest.fixture
def folder(tmp_path):
    """A small community's rules that are in order."""
    rules = tmp_path / "community" / "rules"
    rules.mkdir(parents=True)
    for name in ("levels.yaml", "context.yaml"):
        shutil.copy(FOLDER / name, rules / name)
    source = "ours: {title: Ours, publisher: Us, year: 2026, link: rules/policy.yaml}\n"
    (rules / "sources.yaml").write_text(source)
    (rules / "words.en.yaml").write_text('shop: ["shop", "market"]\n')
    (rules / "spam.en.yaml").write_text(GOOD)
    return rules


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("sign: selling", "singn: selling", "does not know"),
        ("sign: selling", "sign: shouting", "no such sign"),
        ('match: ["buy this now"]', "match: []", "needs examples"),
        ('  no_match: ["by now"]\n', "", "no `no_match`"),
        ('["buy {gap:2}now"]', "[]", "no pattern"),
        ("buy {gap:2}now", "buy .*now", "without an end"),
        ("buy {gap:2}now", "bu{1,}y", "without an end"),
        ("buy {gap:2}now", "(?:a{1,9}){1,9}b", "within a repetition"),
        ("buy {gap:2}now", "(?:a+)+b", "without an end"),
        ("buy {gap:2}now", "(buy) now", "group"),
        ("buy {gap:2}now", "(?<=a)buy", "browser"),
        ("buy {gap:2}now", "(?P<name>buy)", "browsers"),
        ("buy {gap:2}now", "(?>buy|by)", "browsers"),
        ("buy {gap:2}now", "(?i:buy)", "browsers"),
        ("buy {gap:2}now", "(?#why)buy", "browsers"),
        ("buy {gap:2}now", "bu{2,3}+y", "browsers"),
        ("buy {gap:2}now", "buy\\\\Z", "browsers"),
        ("buy {gap:2}now", "buy {gap:9}now", "too wide gaps"),
        ("buy {gap:2}now", "buy {things}", "no word list"),
        ("buy {gap:2}now", "buy (", "cannot be read"),
        ("guideline: ours", "guideline: theirs", "sources.yaml"),
        ("  explain", "  kinds: [poem]\n  explain", "`kinds`"),
        ("  explain", "  ignore: [weather]\n  explain", "`ignore`"),
        ("  explain", "  lowered: [{text: a}]\n  explain", "`text` and a `to`"),
        ("  explain", "  lowered: [{text: a, to: high}]\n  explain", "level should be one of"),
    ],
)
def test_a_broken_rule_is_refused_with_file_line_and_remedy(folder, old, new, says):
    """Wrong keys, runaway patterns and missing examples stop the loader."""
    assert len(load_rules(folder).rules) == 1
    assert old in GOOD
    (folder / "spam.en.yaml").write_text(GOOD.replace(old, new))

    with pytest.raises(BadCommunity) as problem:
        load_rules(folder)

    assert says in str(problem.value)
    assert problem.value.where.startswith("community/rules/spam.en.yaml:")
    assert problem.value.remedy


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("words.en.yaml", "shop: []\n", "is empty"),
        ("words.en.yaml", "Shop: [a]\n", "small letters"),
        ("words.en.yaml", 'shop: ["{market}"]\n', "no word list"),
        ("sources.yaml", "ours: {title: Ours}\n", "no `publisher`"),
        ("sources.yaml", "ours: {title: a, publisher: b, year: 2026, link: here}\n", "https"),
        ("sources.yaml", "ours: {title: a, publisher: b, year: 12, link: a.md}\n", "a year"),
        ("levels.yaml", "spam: {selling: {level: high}}\nwaiting: {}\n", "level should be one of"),
        ("levels.yaml", "spam: {selling: {past: routine}}\nwaiting: {}\n", "no `level`"),
        ("levels.yaml", "spam: {selling: {level: review}}\n", "no `waiting`"),
        ("levels.yaml", "weather: {}\nwaiting: {}\n", "does not know"),
        ("context.yaml", "past: {en: [ago]}\n", "There is no"),
        ("moods.en.yaml", GOOD, "no category"),
        ("link.en.yaml", GOOD, "no such sign"),
    ],
)
def test_what_rules_lean_on_is_checked_the_same_way(folder, file, content, says):
    """Word lists, sources, the table of levels and the words of contexts name their line too."""
    (folder / file).write_text(content)

    with pytest.raises(BadCommunity) as problem:
        load_rules(folder)

    assert says in str(problem.value)
    assert problem.value.where.startswith(f"community/rules/{file}")


def test_a_rule_id_that_stands_twice_is_refused(folder):
    """Two rules with one id would make decisions ambiguous."""
    (folder / "spam.en.yaml").write_text(GOOD + GOOD)

    with pytest.raises(BadCommunity, match=r"stands twice: also in community/rules/spam.en.yaml:2"):
        load_rules(folder)


def test_the_version_changes_when_any_file_does(folder):
    """A stored result says which rules it came from."""
    before = load_rules(folder).version
    (folder / "levels.yaml").write_text((folder / "levels.yaml").read_text() + "# a remark\n")

    assert load_rules(folder).version != before
