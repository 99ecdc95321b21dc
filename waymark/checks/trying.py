"""Try the rules on their own examples: what `waymark rules test` tells and CI asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from waymark.checks.findings import Finding, Level
from waymark.checks.matching import findings_of, present_in
from waymark.checks.normalising import LONGEST, normalise
from waymark.checks.rules import Rule, Rules

SECONDS = 0.5
"""How long one rule may take for the longest text that the checks read."""
HARD = (
    "a", "want to ", "ik wil niet meer ", "i'm going to ", "so very much ", "12 34 ", "my my my ",
    "don't want to live or ", "?!.. ", "een einde aan ", "е́🌧️\u200b ",
)  # fmt: skip
"""Pieces that long texts are made of to see whether a pattern runs away."""


@dataclass(frozen=True)
class Broken:
    """An example that a rule does not keep; ``where`` is the rule's file and line."""

    rule: str
    where: str
    message: str


@dataclass(frozen=True)
class Crossed:
    """A harmless example of one rule that another rule sees at level urgent or above."""

    example_of: str
    seen_by: str
    level: Level
    text: str


def broken_examples(rules: Rules) -> Iterator[Broken]:
    """Yield every example of every rule that does not come out as it says."""
    for rule in rules.rules:
        for text in rule.match:
            if rule.level not in levels_of(rule, text, rules):
                yield _broken(rule, f"does not find “{text}” at level {rule.level}")
        for text in rule.no_match:
            if levels_of(rule, text, rules):
                yield _broken(rule, f"finds “{text}”, which it should leave alone")
        for example in rule.lowered:
            found = levels_of(rule, example.text, rules)
            if found != [example.to]:
                seen = ", ".join(found) or "nothing"
                yield _broken(rule, f"gives “{example.text}” {seen}, not {example.to}")


def crossed_examples(rules: Rules) -> Iterator[Crossed]:
    """Yield harmless examples that another rule finds grave: worth a look, not always wrong."""
    for rule in rules.rules:
        for text in rule.no_match:
            for other in rules.rules:
                grave = [f.level for f in findings_in(other, text, rules) if f.level.rank >= 2]
                if other is not rule and grave:
                    yield Crossed(rule.id, other.id, max(grave, key=lambda g: g.rank), text)


def slow_rules(rules: Rules, clock: Callable[[], float] = time.process_time) -> Iterator[Broken]:
    """Yield each rule that takes too long for a text made to be hard."""
    texts = [normalise((piece * LONGEST)[:LONGEST]) for piece in HARD]
    presents = [present_in(text, rules) for text in texts]
    for rule in rules.rules:
        for piece, text, present in zip(HARD, texts, presents, strict=True):
            begun = clock()
            for _ in findings_of(rule, text, rule.kinds[0], present, rules):
                pass
            if clock() - begun > SECONDS:
                yield _broken(rule, f"takes too long for a text of “{piece.strip()}”")


def findings_in(rule: Rule, text: str, rules: Rules) -> list[Finding]:
    """Return what one rule alone sees in a text."""
    normal = normalise(text)
    return list(findings_of(rule, normal, rule.kinds[0], present_in(normal, rules), rules))


def levels_of(rule: Rule, text: str, rules: Rules) -> list[Level]:
    """Return the levels of what one rule alone sees in a text, first to last."""
    return [finding.level for finding in findings_in(rule, text, rules)]


def _broken(rule: Rule, message: str) -> Broken:
    return Broken(rule.id, rule.source, message)
