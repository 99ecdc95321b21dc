"""What the checks and the signs of spam make of one submission: a level and findings for people.

Nothing here refuses anything. Whatever goes wrong ends as a finding that a moderator sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from waymark import checks, privacy
from waymark.checks import Checked, Finding, Level
from waymark.forms import Form
from waymark.intake.house import House

NOT_SAFE = "not-safe"


@dataclass(frozen=True)
class Judged:
    """How soon a person must read, and why."""

    level: Level
    score: float
    findings: tuple[Finding, ...]
    rules_version: str

    def with_more(self, more: tuple[Finding, ...]) -> Judged:
        """Return the same with further findings; they can raise the level, never lower it."""
        level = max((self.level, *(f.level for f in more)), key=attrgetter("rank"))
        score = self.score if level is self.level else float(level.rank)
        return replace(self, level=level, score=score, findings=(*self.findings, *more))


def judge(form: Form, values: Mapping[str, Any], lang: str, house: House) -> Judged:
    """Check every text of a submission.

    Findings in ``text`` carry their place; those in other answers name the question instead.
    """
    judged = _as_judged(_check(str(values.get("text", "")), form.kind, lang, house))
    for label, text in _other_texts(form, values):
        judged = _with_answer(judged, _check(text, form.kind, lang, house), f"In “{label}”: ")
    if values.get("how_now") == NOT_SAFE:
        judged = judged.with_more((_NOT_SAFE_FINDING,))
    return judged


def judge_answer(before: Judged, answer: str, kind: str, lang: str, house: House) -> Judged:
    """Check what a writer answered to a moderator, beside what was known already."""
    return _with_answer(before, _check(answer, kind, lang, house), "In the writer's answer: ")


def texts_of(form: Form, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name and words of every answer that a visitor wrote out."""
    for field in form.fields:
        if field.type in ("long-text", "line", "lines"):
            value = values.get(field.name, ())
            for text in (value,) if isinstance(value, str) else value:
                yield field.name, text


def _other_texts(form: Form, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, text in texts_of(form, values):
        field = form.field(name)
        if name != "text" and field is not None:
            yield field.label.get("en"), text


def _check(text: str, kind: str, lang: str, house: House) -> Checked:
    try:
        allow = privacy.allow_list(house.community)
        return checks.run(text, kind, lang, house.rules, allow)
    except Exception:  # noqa: BLE001  (a failing check must not lose a submission)
        return Checked(Level.REVIEW, 1.0, (_FAILED_FINDING,), house.rules.version)


def _as_judged(checked: Checked) -> Judged:
    return Judged(checked.level, checked.score, checked.findings, checked.rules_version)


def _with_answer(judged: Judged, checked: Checked, place: str) -> Judged:
    findings = tuple(
        replace(found, start=0, end=0, explanation=f"{place}{found.explanation}")
        for found in checked.findings
    )
    more = judged.with_more(findings)
    return replace(more, score=max(more.score, checked.score))


_FAILED_FINDING = Finding(
    rule="checks.failed",
    category="contact",
    level=Level.REVIEW,
    start=0,
    end=0,
    explanation="The checks could not read this text. Please read all of it yourself.",
)
_NOT_SAFE_FINDING = Finding(
    rule="form.not_safe",
    category="crisis_language",
    level=Level.URGENT,
    start=0,
    end=0,
    explanation="The writer chose “not safe” when asked how they are as they write.",
)
