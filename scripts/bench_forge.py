#!/usr/bin/env python3
"""Send submissions to a scripted GitHub that fails at every step in every way, and count.

    scripts/bench_forge.py [--submissions 300] [--json]

First calmly, then roughly: each step of a proposal meets each trouble (502 before and after the
work, time-outs, 403 and 429 with and without a time to wait, cut connections and answers, a killed
worker, a second worker). Time is virtual. Exit code 1 when a bar is missed: as many pull requests
as submissions, no duplicate, no orphan branch, nothing lost, and four calls to open one calmly.
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.forge.github.rough import STEPS, TROUBLES, RoughWay
from tests.forge.github.server import Fault

MOST_CALLS = 4.0
SLOW = (Fault.SILENCE_BEFORE, Fault.SILENCE_AFTER)


def main() -> int:
    """Run both ways, print the table, and say whether every bar was met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=300, help="how many (default 300)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    figures = {way: run(options.submissions, rough=way == "rough") for way in ("calm", "rough")}
    missed = [line for way, of in figures.items() for line in misses(way, of)]
    if options.json:
        print(json.dumps({**figures, "missed": missed}, indent=2))
    else:
        show(figures)
        print("\n".join(f"MISSED: {line}" for line in missed) or "Every bar is met.")
    return 1 if missed else 0


def run(submissions: int, *, rough: bool) -> dict[str, float]:
    """Send that many submissions and return what came of them."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        way = RoughWay(Path(folder))
        try:
            ids = [
                way.submit(number, f"It rained on day {number}.") for number in range(submissions)
            ]
            start = way.now
            if rough:
                way.plan = plan_for(ids)
            way.work()
            for name in ids[::7]:
                way.propose_again(name)  # delivered twice
            counted = dict(way.calls)
            way.plan = lambda _submission, _step: None
            way.work()
            return {
                **way.differences(ids),
                "calls to open one": round(counted["to open"] / submissions, 2),
                "label and check calls": round(
                    (counted["labels"] + counted["checks"]) / submissions, 2
                ),
                "troubles met": sum(way.met.values()),
                "kinds of trouble met": len(way.met),
                "virtual hours": round((way.now - start).total_seconds() / 3600, 1),
                "seconds": round(time.monotonic() - began, 1),
            }
        finally:
            way.close()


def plan_for(ids: list[str]):
    """Give each submission one trouble at one step, until all pairs had their turn, and again.

    A trouble comes at the first, or at the first two, tries. The slow ones only in the first round.
    """
    pairs = list(itertools.product(STEPS, TROUBLES))
    quick = [pair for pair in pairs if pair[1] not in SLOW]
    chosen = itertools.chain(pairs, itertools.cycle(quick))
    left = {
        name: [pair, 1 + number // len(pairs) % 2]
        for number, (name, pair) in enumerate(zip(ids, chosen, strict=False))
    }

    def plan(submission_id: str, step: str) -> str | None:
        (where, trouble), times = left.get(submission_id, (("", ""), 0))
        if step != where or not times:
            return None
        left[submission_id][1] -= 1
        return trouble

    return plan


def misses(way: str, figures: dict[str, float]) -> list[str]:
    """Return each bar that was missed, in words."""
    wanted = {"pull requests": figures["submissions"], "duplicates": 0, "orphans": 0, "lost": 0}
    found = [
        f"{way}: {figures[name]} {name}, not {value}"
        for name, value in wanted.items()
        if figures[name] != value
    ]
    if way == "calm" and figures["calls to open one"] > MOST_CALLS:
        found.append(f"calm: {figures['calls to open one']} calls to open one")
    return found


def show(figures: dict[str, dict[str, float]]) -> None:
    names = list(figures["calm"])
    width = max(map(len, names))
    print(f"{'':{width}}  {'calm':>8}  {'rough':>8}")
    for name in names:
        print(f"{name:{width}}  {figures['calm'][name]:>8}  {figures['rough'][name]:>8}")


if __name__ == "__main__":
    sys.exit(main())
