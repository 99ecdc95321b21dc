"""`waymark check --jsonl`: one JSON line in, one out, in the same order.

In: ``{"id", "kind", "text", "lang"?}``. Out: ``{"id", "level", "score", "flags", "rules_version"}``
or, for a line that is not valid, ``{"id", "error"}``. Offsets are code points, end exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from waymark.checks.engine import run
from waymark.checks.findings import Finding
from waymark.checks.rules import Rules
from waymark.entry_fields import KINDS
from waymark.privacy import AllowList
from waymark.words import LANGUAGES

LONGEST_LINE = 1_000_000
"""Bytes of one line; a longer one is answered with an error."""


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a stream. Of one that is too long only so much is kept as shows it."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)


def answer(
    lines: Iterable[bytes], rules: Rules, allow: AllowList | None = None
) -> Iterator[tuple[str, bool]]:
    """Yield the JSON answer to each line, and whether the line was valid. Blank lines are none."""
    for line in lines:
        if line.strip():
            answered = _answer(line, rules, allow)
            yield json.dumps(answered, ensure_ascii=False), "error" not in answered


def _answer(line: bytes, rules: Rules, allow: AllowList | None) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        return {"id": None, "error": f"The line is longer than {LONGEST_LINE} bytes."}
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "The line is not JSON."}
    if not isinstance(asked, dict):
        return {"id": None, "error": "The line should be an object."}
    raw_id = asked.get("id")
    named = raw_id if isinstance(raw_id, str | int) and not isinstance(raw_id, bool) else None
    problem = _problem(asked, named)
    if problem:
        return {"id": named, "error": problem}
    checked = run(asked["text"], asked["kind"], asked.get("lang") or LANGUAGES[0], rules, allow)
    return {
        "id": named,
        "level": str(checked.level),
        "score": checked.score,
        "flags": [_flag(finding) for finding in checked.findings],
        "rules_version": checked.rules_version,
    }


def _problem(asked: dict[str, Any], named: str | int | None) -> str:
    if named is None:
        return "`id` is missing or is not text."
    if asked.get("kind") not in KINDS:
        return f"`kind` should be one of: {', '.join(KINDS)}."
    text = asked.get("text")
    if not isinstance(text, str):
        return "`text` is missing or is not text."
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "`text` holds half a character (a lone surrogate)."
    lang = asked.get("lang")
    if lang is not None and not isinstance(lang, str):
        return "`lang` should be text."
    return ""


def _flag(finding: Finding) -> dict[str, Any]:
    flag: dict[str, Any] = {
        "category": finding.category,
        "start": finding.start,
        "end": finding.end,
        "rule": finding.rule,
        "explanation": finding.explanation,
        "context": list(finding.context),
    }
    if finding.suggest is not None:
        flag["suggest"] = finding.suggest
    return flag
