"""Findings for people and for CI: one line each, ``file:line:col``."""

from __future__ import annotations

from collections.abc import Iterator

from waymark.checks.engine import Checked


def report(name: str, text: str, checked: Checked) -> Iterator[str]:
    """Yield ``name:line:col: level rule: explanation`` for each finding, first to last."""
    for finding in checked.findings:
        before = text[: finding.start]
        line = before.count("\n") + 1
        column = finding.start - (before.rfind("\n") + 1) + 1
        because = f" ({'; '.join(finding.context)})" if finding.context else ""
        yield (
            f"{name}:{line}:{column}: {finding.level} {finding.rule}: "
            f"{finding.explanation}{because}"
        )
