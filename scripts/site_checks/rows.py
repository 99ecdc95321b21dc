"""One line of the table: what was looked at, what was found, and whether that is good enough."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

HEAD = ("what", "measured", "bar", "")
SAID = {True: "pass", False: "**miss**", None: "**not measured**"}


@dataclass(frozen=True)
class Row:
    """``passed`` is ``None`` when it could not be measured; ``figures`` are the numbers behind it.

    ``problems`` are lines for whoever mends a miss; they stand below the table.
    """

    what: str
    measured: str
    bar: str
    passed: bool | None
    figures: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def not_measured(what: str, bar: str, why: str) -> Row:
    """Return the row of a check whose tool is missing; ``why`` says what to install."""
    return Row(what, why, bar, None)


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table whose columns are as wide as they need to be."""
    lines = [HEAD, *((row.what, row.measured, row.bar, SAID[row.passed]) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    drawn = [_line(line, widths) for line in lines]
    return "\n".join([drawn[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *drawn[1:]])


def as_json(rows: Sequence[Row]) -> str:
    """Return the same as one object: each row's text, whether it passed, and its figures."""
    found = {
        row.what: {
            "measured": row.measured, "bar": row.bar, "passed": row.passed,
            "figures": dict(row.figures), "problems": list(row.problems),
        }
        for row in rows
    }  # fmt: skip
    return json.dumps({"passed": all_passed(rows), "rows": found}, ensure_ascii=False, indent=1)


def all_passed(rows: Iterable[Row]) -> bool:
    return all(row.passed for row in rows)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(w) for cell, w in zip(cells, widths, strict=True)) + " |"
