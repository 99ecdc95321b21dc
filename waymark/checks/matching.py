"""Run the rules over one text: a finding for each hit, lowered by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from waymark.checks.context import context_of
from waymark.checks.findings import Finding
from waymark.checks.normalising import Normal
from waymark.checks.rules import Rule, Rules

AROUND = 40
"""Characters on both sides of a hit, within its sentence, in which an ``unless`` is looked for."""
_SENTENCE_END = re.compile(r"[.!?\n]")
MOST_HITS = 40
"""Findings of one rule in one text; a moderator who saw so many reads all of it anyway."""
CONTEXT_WORDS = {
    "negated": "a negation belongs to it",
    "past": "it speaks of the past",
    "other_person": "it seems to be about someone else",
    "quoted": "it stands in quotation marks",
    "condition": "it is said as a condition",
    "metaphor": "it reads like a figure of speech",
}


def present_in(normal: Normal, rules: Rules) -> frozenset[str]:
    """Return which of the literals that patterns need a text holds."""
    return frozenset(literal for literal in rules.literals if literal in normal.text)


def near_to(text: str, start: int, end: int) -> str:
    """Return a hit with what stands around it in its sentence."""
    before = _SENTENCE_END.split(text[max(0, start - AROUND) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + AROUND], maxsplit=1)[0]
    return f"{before}{text[start:end]}{after}"


def findings_of(
    rule: Rule, normal: Normal, kind: str, present: frozenset[str], rules: Rules
) -> Iterator[Finding]:
    """Yield what one rule sees, first to last, none overlapping another."""
    if kind not in rule.kinds:
        return
    end = 0
    found = 0
    for hit_start, hit_end, negated in sorted(_hits(rule, normal.text, present)):
        if hit_start < end:
            continue
        end, found = hit_end, found + 1
        if found > MOST_HITS:
            return
        seen = [*context_of(normal.text, hit_start, hit_end, rules.context)]
        if negated and "negated" not in seen:
            seen.insert(0, "negated")
        seen = [name for name in seen if name not in rule.ignore]
        level = rule.row.level_for(kind, seen)
        start, stop = normal.span(hit_start, hit_end)
        yield Finding(
            rule=rule.id,
            category=rule.category,
            level=level,
            start=start,
            end=stop,
            explanation=rule.explain,
            context=tuple(
                CONTEXT_WORDS[name] for name in seen if rule.row.is_lowered_by(name, kind)
            ),
            suggest=rule.suggest,
            guideline=rule.guideline,
            policy=rule.policy,
        )


def _hits(rule: Rule, text: str, present: frozenset[str]) -> Iterator[tuple[int, int, bool]]:
    for pattern in rule.patterns:
        if not pattern.may_match(present):
            continue
        for match in pattern.regex.finditer(text):
            near = near_to(text, *match.span())
            if not any(other.regex.search(near) for other in rule.unless):
                yield *match.span(), any(match.groups())
