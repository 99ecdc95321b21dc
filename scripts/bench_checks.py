#!/usr/bin/env python3
"""Measure what the checks reach, on texts written for the purpose, and print it beside its bar.

    scripts/bench_checks.py [--json]

Every text is invented and lies in tests/data/checks: the same people wrote the rules and the texts,
so the figures are upper bounds of what strangers' words give. `held out` was written before the
rules. Posts labelled by experts are not at hand; a small set of our own stands in for them.
Time is processor time of this run, as a ratio to a fixed loop that takes about 5 ms where the bars
were set (5 ms for 900 characters are 1.0). Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from waymark import privacy
from waymark.checks import Level, load_rules, run
from waymark.checks.trying import HARD
from waymark.community import load_community

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data" / "checks"
RULES = load_rules(ROOT / "community" / "rules")
ALLOW = privacy.allow_list(load_community(ROOT / "community"))
MARK = re.compile(r"\[\[(\w+):(.*?)\]\](?!\])")
LANGUAGES = ("en", "nl")
LOOP = 200_000
"""Rounds of the loop that times are told in: about 5 ms."""
COVERED = 0.8
"""Share of a marked passage that has to be found for it to count."""
START = (
    "import time; from pathlib import Path; from waymark.checks import load_rules, run;"
    "run('I am here', 'story', 'en', load_rules(Path('community/rules')));"
    "print(time.process_time())"
)


@dataclass(frozen=True)
class Line:
    """One row of the table: what was measured, how much is wanted, and whether it is reached."""

    what: str
    found: float
    bar: float
    at_least: bool
    of: str

    @property
    def is_met(self) -> bool:
        return self.found >= self.bar if self.at_least else self.found <= self.bar


def main() -> int:
    """Measure, print the table, and say whether every bar was met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    lines = [*by_phrasing(), *false_alarms(), *ordering(), *personal_data(), *times()]
    missed = [line.what for line in lines if not line.is_met]
    if options.json:
        rows = [{**asdict(line), "is_met": line.is_met} for line in lines]
        print(json.dumps({"rows": rows, "missed": missed}, indent=2, ensure_ascii=False))
    else:
        show(lines)
        print("\n".join(f"MISSED: {what}" for what in missed) or "Every bar is met.")
    return 1 if missed else 0


def show(lines: list[Line]) -> None:
    for line in lines:
        sign = ">=" if line.at_least else "<="
        verdict = "pass" if line.is_met else "MISS"
        print(f"{line.what:<66} {line.found:>7.3f}  {sign} {line.bar:<6g} {verdict}  {line.of}")
    print("All texts are our own. Posts labelled by experts are not at hand and are not measured.")


def by_phrasing() -> Iterator[Line]:
    """Sentences of present intent, of a passive wish or self-harm now, and harmless ones."""
    for folder in ("held_out", "written"):
        for lang in LANGUAGES:
            yield _reaching(folder, "intent", lang, Level.CRISIS, 1.0)
            yield _reaching(
                folder, "urgent", lang, Level.URGENT, 14 / 15 if lang == "en" else 12 / 14
            )
            texts = sentences(f"{folder}/harmless.{lang}.txt")
            wrong = share(texts, lambda text: level(text).rank >= Level.URGENT.rank)
            yield Line(f"harmless raised wrongly, {lang}, {folder}", wrong, 0, False, _of(texts))


def _reaching(folder: str, name: str, lang: str, wanted: Level, bar: float) -> Line:
    texts = sentences(f"{folder}/{name}.{lang}.txt")
    reached = share(texts, lambda text: level(text).rank >= wanted.rank)
    return Line(
        f"{name} reaches {wanted} or above, {lang}, {folder}", reached, bar, True, _of(texts)
    )


def false_alarms() -> Iterator[Line]:
    """Ordinary texts, and replies that hold somebody up."""
    for name, kind, bars in (
        ("ordinary", "story", ((Level.CRISIS, 0.005), (Level.URGENT, 0.015))),
        ("supportive", "response", ((Level.CRISIS, 0.015), (Level.REVIEW, 0.10))),
    ):
        texts = [text for lang in LANGUAGES for text in sentences(f"{name}.{lang}.txt")]
        for lowest, bar in bars:
            found = share(texts, lambda t, k=kind, at=lowest: level(t, k).rank >= at.rank)
            yield Line(f"{name} at {lowest} or above", found, bar, False, _of(texts))


def ordering() -> Iterator[Line]:
    """Low posts: is ideation or worse read before what is not? Area under the curve, and recall."""
    posts = [(text[0] == "+", text[2:]) for text in sentences("distress.en.txt")]
    scores = [(is_grave, run(text, "story", "en", RULES)) for is_grave, text in posts]
    grave = [checked for is_grave, checked in scores if is_grave]
    other = [checked for is_grave, checked in scores if not is_grave]
    wins = sum((a.score > b.score) + (a.score == b.score) / 2 for a in grave for b in other)
    flagged = [checked.level is not Level.ROUTINE for _, checked in scores]
    recall = sum(checked.level is not Level.ROUTINE for checked in grave) / len(grave)
    of = f"{len(posts)} posts of our own"
    yield Line(
        "ordering of low posts, area under the curve",
        wins / len(grave) / len(other),
        0.83,
        True,
        of,
    )
    yield Line("low posts: recall at review or above", recall, 0.80, True, of)
    yield Line("low posts: share at review or above", sum(flagged) / len(flagged), 0.35, False, of)


def personal_data() -> Iterator[Line]:
    """Marked passages found, how much of what is found is right, and clean sentences."""
    right = seen = 0
    for lang in LANGUAGES:
        found: dict[str, list[bool]] = {"contact data": [], "names": []}
        for text, spans in marked(f"personal.{lang}.txt"):
            details = privacy.find(text, ALLOW)
            all_of_them = [*details, *privacy.find_softer(text, details)]
            for name, start, end in spans:
                covered = sum(
                    any(d.start <= i < d.end for d in all_of_them) for i in range(start, end)
                )
                kind = "names" if name == "name" else "contact data"
                found[kind].append(covered >= COVERED * (end - start))
            seen += len(all_of_them)
            right += sum(any(d.start < b and a < d.end for _, a, b in spans) for d in all_of_them)
        for kind, bar in (("contact data", 0.99), ("names", 0.93 if lang == "en" else 0.90)):
            hits = found[kind]
            yield Line(
                f"{kind} found, {lang}", sum(hits) / len(hits), bar, True, f"{len(hits)} passages"
            )
    yield Line("personal data: precision", right / seen, 0.98, True, f"{seen} found")
    clean = [text for lang in LANGUAGES for text in sentences(f"clean.{lang}.txt")]
    flagged = share(clean, lambda text: bool(privacy.find(text, ALLOW)))
    yield Line("clean sentences in which contact data is seen", flagged, 0.01, False, _of(clean))
    named = share(clean, lambda text: bool(privacy.find_softer(text)))
    yield Line(
        "clean sentences in which a name or workplace is seen", named, 0.02, False, _of(clean)
    )


def times() -> Iterator[Line]:
    """Processor time, as a ratio to the loop."""
    loop = least(lambda: sum(i * i for i in range(LOOP)), 15)
    texts = [p.read_text(encoding="utf-8")[:900] for p in sorted((ROOT / "content").rglob("*.md"))]
    texts += [" ".join(sentences(f"ordinary.{lang}.txt"))[:900] for lang in LANGUAGES]
    for text in texts:
        level(text)
    mean = least(lambda: [level(text) for text in texts], 5) / len(texts)
    yield Line("mean time for 900 characters, loops", mean / loop, 1.0, False, _of(texts))
    hard = [(piece * 20_000)[:20_000] for piece in HARD]
    for text in hard:
        level(text)
    slowest = max(least(lambda t=text: level(t), 3) for text in hard)
    yield Line(
        "20,000 adversarial characters, slowest, loops", slowest / loop, 20.0, False, _of(hard)
    )
    start = min(
        float(subprocess.check_output([sys.executable, "-c", START], cwd=ROOT)) for _ in range(3)
    )
    yield Line("start to first answer, loops", start / loop, 100.0, False, "a new process")


def level(text: str, kind: str = "story") -> Level:
    return run(text, kind, "en", RULES, ALLOW).level


def sentences(name: str) -> list[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def marked(name: str) -> Iterator[tuple[str, list[tuple[str, int, int]]]]:
    """Yield each sentence without its marks, and the kind and place of each passage."""
    for line in sentences(name):
        text, spans, last = "", [], 0
        for match in MARK.finditer(line):
            text += line[last : match.start()]
            spans.append((match[1], len(text), len(text) + len(match[2])))
            text += match[2]
            last = match.end()
        yield text + line[last:], spans


def share(texts: list[str], is_so: Callable[[str], bool]) -> float:
    return sum(map(is_so, texts)) / len(texts)


def least(work: Callable[[], object], times: int) -> float:
    """Return the least processor time of some work, in seconds: not what a busy machine adds."""
    found = []
    for _ in range(times):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def _of(texts: list[str]) -> str:
    return f"{len(texts)} texts"


if __name__ == "__main__":
    sys.exit(main())
