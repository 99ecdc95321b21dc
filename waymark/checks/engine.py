"""Run the rules on one text: findings with exact spans, and the level a person should read at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from waymark import privacy
from waymark.checks.context import context_of
from waymark.checks.findings import Finding, Level
from waymark.checks.normalising import LONGEST, normalise
from waymark.checks.rules import Rule, Rules
from waymark.privacy import AllowList

AROUND = 40
"""Characters on each side of a hit that its `unless` patterns see."""
CONTEXT_WORDS = {
    "negated": "a negation stands before it",
    "past": "it speaks of the past",
    "other_person": "it seems to be about someone else",
    "quoted": "it stands in quotation marks",
    "condition": "it is said as a condition",
}
DETAIL_WORDS = {
    "email": "an e-mail address", "phone": "a phone number", "link": "a link",
    "handle": "the name of an account", "address": "a street address", "postcode": "a postcode",
    "iban": "a bank account", "bsn": "a personal number",
}  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """What the rules make of one text. A higher ``level`` always has the higher ``score``."""

    level: Level
    score: float
    findings: tuple[Finding, ...]
    rules_version: str


def run(text: str, kind: str, lang: str, rules: Rules, allow: AllowList | None = None) -> Checked:
    """Check one text. The same function serves the form, the proposal, CI and the gate.

    When a check itself fails, the level is ``review`` and a finding says so: never routine, and
    never an exception.
    """
    try:
        findings = [*_by_rules(text, kind, rules), *_contact(text, allow)]
    except Exception:  # noqa: BLE001  (a failing check must not lose a submission)
        findings = [
            Finding(
                rule="checks.failed", category="contact", level=Level.REVIEW, start=0, end=0,
                explanation="The checks could not read this text. Please read all of it yourself.",
            )
        ]  # fmt: skip
    if len(text) > LONGEST:
        findings.append(
            Finding(
                rule="checks.long", category="spam", level=Level.ROUTINE, start=LONGEST,
                end=len(text), explanation="The checks read only the first part of this text.",
            )
        )  # fmt: skip
    findings.sort(key=lambda finding: (finding.start, finding.end, finding.rule))
    level = max(
        (finding.level for finding in findings), key=attrgetter("rank"), default=Level.ROUTINE
    )
    return Checked(level, _score(level, findings), tuple(findings), rules.version)


def _by_rules(text: str, kind: str, rules: Rules) -> Iterator[Finding]:
    normal = normalise(text)
    for rule in rules.rules:
        if kind in rule.kinds:
            yield from _by_rule(rule, normal.text, normal.span)


def _by_rule(
    rule: Rule, text: str, span: Callable[[int, int], tuple[int, int]]
) -> Iterator[Finding]:
    for match in rule.pattern.finditer(text):
        around = text[max(0, match.start() - AROUND) : match.end() + AROUND]
        if any(pattern.search(around) for pattern in rule.unless):
            continue
        seen = tuple(name for name in context_of(text, *match.span()) if name in rule.context)
        level = min(
            (rule.context[name] for name in seen), key=attrgetter("rank"), default=rule.level
        )
        start, end = span(*match.span())
        yield Finding(
            rule=rule.id,
            category=rule.category,
            level=level,
            start=start,
            end=end,
            explanation=rule.explain,
            context=tuple(CONTEXT_WORDS[name] for name in seen),
            suggest=rule.suggest,
        )


def _contact(text: str, allow: AllowList | None) -> Iterator[Finding]:
    for detail in privacy.find(text, allow):
        is_link = detail.span_class == "link"
        yield Finding(
            rule=f"contact.{detail.span_class}",
            category="link" if is_link else "contact",
            level=Level.REVIEW,
            start=detail.start,
            end=detail.end,
            explanation=f"This looks like {DETAIL_WORDS[detail.span_class]}. "
            "It is replaced before anyone else sees it.",
            suggest=privacy.MARKERS[detail.span_class][0],
        )


def _score(level: Level, findings: list[Finding]) -> float:
    """Order within a level by how much was found; two levels never meet."""
    weight = sum(10.0 ** (finding.level.rank - 3) for finding in findings)
    return round(level.rank + weight / (1 + weight), 6)
