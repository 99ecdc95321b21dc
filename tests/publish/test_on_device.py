"""The list of words a writer's own browser looks for: only what it can read, only the gravest."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from tests.a_community import REAL
from waymark.checks import Level, Rules, load_rules
from waymark.errors import BadCommunity
from waymark.publish.on_device import HOUSE_RULES, on_device

RULES = load_rules(REAL / "rules")
GRAVE = next(
    rule for rule in RULES.rules if rule.level is Level.CRISIS and rule.policy in HOUSE_RULES
)


def with_one(**changes: object) -> Rules:
    return Rules((dataclasses.replace(GRAVE, **changes),), "1")


def test_both_languages_are_in_the_file_and_nothing_but_patterns():
    """No example, no name of a rule: what is on the device says nothing to who looks at it."""
    file = json.loads(on_device(RULES))

    assert {key for rule in file["rules"] for key in rule} == {"pattern", "unless", "around"}
    languages = {rule.lang for rule in RULES.rules if rule.policy in HOUSE_RULES}
    assert languages == {"en", "nl"}
    assert len(file["rules"]) >= len(languages)


@pytest.mark.parametrize("changes", [{"level": Level.URGENT}, {"policy": "P1"}, {"policy": None}])
def test_other_rules_stay_with_the_moderators(changes):
    assert json.loads(on_device(with_one(**changes))) == {"rules": []}


@pytest.mark.parametrize(
    "pattern", ["a++", "a{2,3}+", "(?>a|b)", "(?P<name>a)", "(?i:a)", r"a\Z", "(?#why)a"]
)
def test_a_pattern_that_browsers_cannot_read_is_named_with_its_place(pattern):
    for changes in ({"pattern": re.compile(pattern)}, {"unless": (re.compile(pattern),)}):
        with pytest.raises(BadCommunity) as problem:
            on_device(with_one(**changes))
        assert GRAVE.source in str(problem.value)


@pytest.mark.parametrize("pattern", [r"(?<!\w)a(?!\w)", "(?:a|b){0,3}", r"a\+b", "(?=a)[+*]?"])
def test_a_pattern_that_browsers_can_read_is_kept_as_it_is(pattern):
    file = json.loads(on_device(with_one(pattern=re.compile(pattern))))
    assert [rule["pattern"] for rule in file["rules"]] == [pattern]
