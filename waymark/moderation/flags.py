"""Findings that a moderator may find wrong, and what is left of the level without them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from waymark.checks.findings import Level


def key_of(finding: Mapping[str, Any]) -> str:
    """Return a short name for one finding, the same as long as it says the same."""
    plain = json.dumps(dict(finding), sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def without(findings: Sequence[Mapping[str, Any]], key: str) -> list[Mapping[str, Any]]:
    """Return the findings that are left; each one that says exactly the same goes with it."""
    return [finding for finding in findings if key_of(finding) != key]


def level_without(
    level: Level, before: Sequence[Mapping[str, Any]], left: Sequence[Mapping[str, Any]]
) -> Level:
    """Return the level that the findings that are left stand for; never a higher one.

    A level above all findings was set by something else, and stays.
    """
    if level.rank > _highest(before).rank:
        return level
    return _highest(left)


def _highest(findings: Sequence[Mapping[str, Any]]) -> Level:
    levels = (Level(str(finding["level"])) for finding in findings)
    return max(levels, key=attrgetter("rank"), default=Level.ROUTINE)
