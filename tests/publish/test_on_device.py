"""The list of words a writer's own browser looks for: only what it can read, only the gravest."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from tests.a_community import REAL
from waymark.checks import Level, Rules, load_rules
from waymark.publish.on_device import HOUSE_RULES, on_device

RULES = load_rules(REAL / "rules")
GRAVE = next(
    rule for rule in RULES.rules if rule.level is Level.CRISIS and rule.policy in HOUSE_RULES
)


PLAIN = """([rules, texts]) => texts.map(
  (text) => rules.map(({ pattern }) => new RegExp(pattern).test(text)))"""


def with_one(**changes: object) -> Rules:
    return dataclasses.replace(RULES, rules=(dataclasses.replace(GRAVE, **changes),))


def test_both_languages_are_in_the_file_and_nothing_but_patterns():
    """No example, no name of a rule: what is on the device says nothing to who looks at it."""
    file = json.loads(on_device(RULES))

    assert {key for rule in file["rules"] for key in rule} == {"pattern", "unless", "around"}
    languages = {rule.lang for rule in RULES.rules if rule.policy in HOUSE_RULES}
    assert languages == {"en", "nl"}
    assert len(file["rules"]) >= len(languages)


@pytest.mark.parametrize(
    "changes",
    [{"row": RULES.levels.rows["crisis_language", "passive"]}, {"policy": "P1"}, {"policy": None}],
    ids=["urgent", "another rule of the house", "none"],
)
def test_other_rules_stay_with_the_moderators(changes):
    assert json.loads(on_device(with_one(**changes))) == {"rules": []}


@pytest.mark.browser
def test_a_browser_reads_every_pattern_as_python_does(page):
    """Each example is found, or not found, on the device as it is here."""
    patterns = [rule["pattern"] for rule in json.loads(on_device(RULES))["rules"]]
    texts = [text.lower() for rule in RULES.rules for text in (*rule.match, *rule.no_match)]

    here = [[bool(re.search(pattern, text, re.ASCII)) for pattern in patterns] for text in texts]

    assert page.evaluate(PLAIN, [[{"pattern": pattern} for pattern in patterns], texts]) == here
