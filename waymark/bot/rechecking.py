"""Checks a text again after somebody changed it: what is new is added to what was found before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from waymark.checks.engine import Checked
from waymark.checks.findings import Finding, Level
from waymark.store import NewJob, Store, Submission


def new_findings(seen: Submission, checked: Checked) -> tuple[Finding, ...]:
    """Return what was found by rules that had found nothing in the text as it was sent.

    Spans of a finding are places in what the writer sent, so a new one is about the whole.
    """
    known = {str(finding["rule"]) for finding in seen.findings}
    new = {f.rule: replace(f, start=0, end=0) for f in checked.findings if f.rule not in known}
    return tuple(new.values())


def keep_new_findings(store: Store, seen: Submission, checked: Checked, now: datetime) -> bool:
    """Add them, and raise the level to theirs; ``False`` when there is nothing new."""
    new = new_findings(seen, checked)
    if not new:
        return False
    levels = [Level(seen.level), *(finding.level for finding in new)]
    level = max(levels, key=attrgetter("rank"))
    store.change(
        seen.id,
        expected=seen.state,
        after=seen.state,
        findings=[*seen.findings, *(finding.as_dict() for finding in new)],
        level=level.value,
        score=max(seen.score, float(level.rank)),
        jobs=[NewJob("revise", seen.id)],
        only_if={"findings": list(seen.findings), "level": seen.level},
        now=now,
    )
    return True
