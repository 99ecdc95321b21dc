"""Lighthouse's four scores, of each kind of page."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from .rows import Row, not_measured
from .tools import ToolMissing, npm_tool

VERSION = "12.8.2"  # the last that runs on Node.js 20
SCORES = ("performance", "accessibility", "best-practices", "seo")
BAR = "100/100/100/100"
TRIES = 3
"""A busy machine takes from the performance score: the best of some runs counts."""


def check_lighthouse(
    address: str, pages: Mapping[str, str], browser: str, flags: Sequence[str]
) -> list[Row]:
    """Return a row for each page; ``browser`` and ``flags`` are how Chromium is started."""
    try:
        tool = npm_tool("lighthouse", VERSION)
    except ToolMissing as missing:
        return [not_measured(f"Lighthouse {name}", BAR, str(missing)) for name in pages]
    return [_row(name, tool, address + path, browser, flags) for name, path in pages.items()]


def _row(name: str, tool: Any, url: str, browser: str, flags: Sequence[str]) -> Row:
    best: dict[str, float] = {}
    problems: tuple[str, ...] = ()
    for _ in range(TRIES):
        report = _run(tool, url, browser, flags)
        if report is None:
            return not_measured(f"Lighthouse {name}", BAR, "lighthouse did not finish")
        best, problems = _read(report, best)
        if all(best[score] == 100 for score in SCORES):
            break
    return Row(
        f"Lighthouse {name} (performance / accessibility / best practices / SEO)",
        "/".join(f"{best[score]:.0f}" for score in SCORES),
        BAR,
        all(best[score] == 100 for score in SCORES),
        best,
        () if min(best.values()) == 100 else problems,
    )


def _read(report: dict[str, Any], best: Mapping[str, float]) -> tuple[dict[str, float], Any]:
    """Return the better of each score so far, and what this run found wanting."""
    audits = report["audits"]
    scores: dict[str, float] = {}
    wanting = []
    for name in SCORES:
        category = report["categories"][name]
        poor = [
            ref["id"]
            for ref in category["auditRefs"]
            if ref["weight"] and (audits[ref["id"]]["score"] or 0) < 1
            and audits[ref["id"]]["scoreDisplayMode"] not in ("notApplicable", "informative")
        ]  # fmt: skip
        score = round(100 * (category["score"] or 0))
        # Pages that we keep out of search engines on purpose miss this one audit, and only this.
        if name == "seo" and poor == ["is-crawlable"]:
            score, poor = 100, []
        scores[name] = max(score, best.get(name, 0))
        wanting += [f"{name}: {audits[one]['title']}" for one in poor]
    return scores, tuple(wanting)


def _run(tool: Any, url: str, browser: str, flags: Sequence[str]) -> dict[str, Any] | None:
    done = subprocess.run(
        ["node", str(tool / "cli" / "index.js"), url, "--quiet", "--output=json",
         f"--only-categories={','.join(SCORES)}",
         f"--chrome-flags=--headless=new {' '.join(f for f in flags if ' ' not in f)}"],
        capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "CHROME_PATH": browser},
    )  # fmt: skip
    try:
        return json.loads(done.stdout)
    except ValueError:
        return None
