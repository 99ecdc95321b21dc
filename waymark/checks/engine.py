"""Check one text: findings with exact spans, and the level a person should read at."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from waymark.checks.findings import Finding, Level
from waymark.checks.matching import findings_of, present_in
from waymark.checks.normalising import LONGEST, normalise
from waymark.checks.personal import personal_findings
from waymark.checks.rules import Rules
from waymark.privacy import AllowList

SECONDS = 2.0
"""How long the rules may take for one text before they stop and ask for a person."""
WEIGHTS = {"crisis_language": 1.0, "self_harm": 1.0, "method_detail": 0.5}
"""What a finding counts when texts of one level are put in order; 0.1 for all other categories."""
FAILED = "The checks could not read this text. Please read all of it yourself."
SLOW = "The checks took too long and stopped. Please read all of this text yourself."
LONG = "The checks read only the first part of this text."


@dataclass(frozen=True)
class Checked:
    """What the rules make of one text. A higher ``level`` always has the higher ``score``."""

    level: Level
    score: float
    findings: tuple[Finding, ...]
    rules_version: str


def run(
    text: str,
    kind: str,
    lang: str,
    rules: Rules,
    allow: AllowList | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Checked:
    """Check one text. The same function serves the form, the proposal, CI and the gate.

    When a check itself fails or takes too long, the level is at least ``review`` and a finding
    says so: never routine, and never an exception. ``lang`` is the language the writer chose;
    the rules of all languages run on every text, because people mix.
    """
    findings: list[Finding] = []
    for part in (
        _by_rules(text, kind, rules, clock),
        personal_findings(text, kind, rules.levels, allow),
    ):
        try:
            findings += part
        except Exception:  # noqa: BLE001  (a failing check must not lose a submission)
            findings.append(_about_the_checks("checks.failed", Level.REVIEW, FAILED))
    if len(text) > LONGEST:
        findings.append(_about_the_checks("checks.long", Level.REVIEW, LONG, LONGEST, len(text)))
    findings.sort(key=lambda finding: (finding.start, finding.end, finding.rule))
    level = max(
        (finding.level for finding in findings), key=attrgetter("rank"), default=Level.ROUTINE
    )
    return Checked(level, score_of(level, findings), tuple(findings), rules.version)


def score_of(level: Level, findings: list[Finding]) -> float:
    """Order within a level by how much was found; two levels never meet."""
    weight = sum(
        WEIGHTS.get(finding.category, 0.1) * 4.0 ** (finding.level.rank - 3) for finding in findings
    )
    return round(level.rank + weight / (1 + weight) * 0.999, 6)


def _by_rules(text: str, kind: str, rules: Rules, clock: Callable[[], float]) -> Iterator[Finding]:
    deadline = clock() + SECONDS
    normal = normalise(text)
    present = present_in(normal, rules)
    for rule in rules.rules:
        yield from findings_of(rule, normal, kind, present, rules)
        if clock() > deadline:
            yield _about_the_checks("checks.slow", Level.REVIEW, SLOW)
            return


def _about_the_checks(
    rule: str, level: Level, explanation: str, start: int = 0, end: int = 0
) -> Finding:
    return Finding(rule, "contact", level, start, end, explanation)
