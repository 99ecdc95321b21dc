"""Findings as remarks at the lines of the proposed file. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from waymark.checks.findings import Finding
from waymark.forge import Remark


def first_line_of_text(content: str) -> int:
    """Return the line of an entry's file on which its text begins, counted from 1."""
    return content[: content.index("\n---\n", 3) + 6].count("\n") + 1


def remarks_of(
    findings: Sequence[Finding], text: str, body: str, content: str
) -> tuple[Remark, ...]:
    """Return a remark for each finding.

    Findings know places in ``text``, as it was sent; ``body`` is what is proposed. When the two
    have different lines no place is named rather than a wrong one.
    """
    sent = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    is_alike = sent.count("\n") == body.strip("\n").count("\n")
    begins = first_line_of_text(content)
    return tuple(_remarks(findings, text, begins if is_alike else 0))


def _remarks(findings: Sequence[Finding], text: str, begins: int) -> Iterator[Remark]:
    before = _newlines(text[: len(text) - len(text.lstrip("\r\n"))])
    for finding in findings:
        first = last = 0
        if begins and finding.end > finding.start:
            first = begins + max(0, _newlines(text[: finding.start]) - before)
            last = first + _newlines(text[finding.start : finding.end].rstrip("\r\n"))
        yield Remark(str(finding.level), finding.rule, finding.explanation, first, last)


def _newlines(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
