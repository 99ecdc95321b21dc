"""Levels, spans and context on whole texts; a check that fails never loses a submission."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from waymark.checks import Level, load_rules, run
from waymark.checks.jsonl import LONGEST_LINE, answer, lines_of
from waymark.checks.report import report

RULES = load_rules(Path(__file__).resolve().parents[2] / "community" / "rules")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I am going to do it tonight.", "crisis"),
        ("ik wil dood", "crisis"),
        ("I WANT   to\u200b die", "crisis"),
        ("I wannaaaa die", "crisis"),
        ("I don’t want to live anymore", "urgent"),
        ("I think the death penalty is wrong.", "routine"),
        ("I put the kettle on and sat by the window.", "routine"),
        ("Ik ben doodmoe en ga slapen.", "routine"),
        ("Call me on 06 12345678.", "review"),
    ],
)
def test_a_text_gets_the_level_at_which_a_person_should_read_it(text, level):
    """Plain words of intent in two languages come first; figures of speech do not."""
    assert run(text, "story", "en", RULES).level == level


def test_spans_are_code_points_into_the_original():
    """Emoji, wide letters and zero-width marks before a hit do not shift it."""
    text = "🌧️ ﬁne… I just wa\u200bnt to die. Bye"
    finding = run(text, "story", "en", RULES).findings[0]

    assert text[finding.start : finding.end] == "wa\u200bnt to die"


def test_a_higher_level_always_has_the_higher_score():
    """Many small findings never overtake one great one."""
    one = run("I want to die", "story", "en", RULES)
    many = run("I wish I was dead. " * 50, "story", "en", RULES)

    assert one.level.rank > many.level.rank
    assert one.score > many.score


def test_a_check_that_fails_says_so_and_asks_for_a_person(monkeypatch):
    """An error inside a check gives `review` with a visible finding."""
    monkeypatch.setattr("waymark.checks.engine.normalise", lambda text: 1 / 0)

    checked = run("anything; call 06 12345678", "story", "en", RULES)

    assert checked.level is Level.REVIEW
    assert {finding.rule for finding in checked.findings} == {"checks.failed", "contact.phone"}


def test_a_check_that_takes_too_long_stops_and_asks_for_a_person():
    """What was seen until then is kept; the rest is for a person to read."""
    seconds = iter(range(0, 1000, 3))

    checked = run("I put the kettle on.", "story", "en", RULES, clock=lambda: next(seconds))

    assert checked.level is Level.REVIEW
    assert [finding.rule for finding in checked.findings] == ["checks.slow"]


def test_the_end_of_a_very_long_text_is_left_to_a_person():
    """Nothing is routine that nobody looked at."""
    checked = run("a quiet line\n" * 2_000, "story", "en", RULES)

    assert checked.level is Level.REVIEW
    assert [finding.rule for finding in checked.findings] == ["checks.long"]


def test_json_lines_are_answered_in_order_and_bad_ones_do_not_end_the_run():
    """Each line gets an answer; only valid ones get a level."""
    lines = [
        b'{"id": "a", "kind": "story", "text": "I want to die"}\n',
        b"not json\n",
        b"\n",
        b'{"id": 2, "kind": "poem", "text": "x"}',
        b'{"id": "c", "kind": "story"}',
        b'{"kind": "story", "text": "x"}',
        b'{"id": "d", "kind": "story", "text": "\\ud800"}',
        b'["a"]',
        b"[" * 100_000,
        b'{"id": "big", "kind": "story", "text": "' + b"a" * 5_000_000 + b'"}',
        b"\xff\xfe",
        '{"id": "e", "kind": "story", "text": "one\u2028two"}'.encode(),
    ]

    answers = [(json.loads(text), good) for text, good in answer(lines, RULES)]

    assert [good for _, good in answers] == [True] + [False] * 9 + [True]
    assert [a["id"] for a, _ in answers if "error" not in a] == ["a", "e"]
    assert set(answers[0][0]) == {"id", "level", "score", "flags", "rules_version"}
    flag = answers[0][0]["flags"][0]
    assert {"category", "start", "end", "rule", "explanation", "context"} <= set(flag)
    assert all("text" not in a for a, _ in answers)


def test_a_line_without_an_end_is_answered_without_reading_it_whole():
    """What is too long is thrown away as it comes; the next line is a line again."""
    long = b'{"id": "big", "text": "' + b"a" * 9_000_000 + b'"}'
    stream = io.BytesIO(long + b"\n" + b'{"id": "b", "kind": "story", "text": "x"}\n' + long)

    kept = list(lines_of(stream))

    assert max(map(len, kept)) <= LONGEST_LINE + 1
    assert [json.loads(text).get("id") for text, _ in answer(kept, RULES)] == [None, "b", None]


def test_a_report_names_file_line_and_column():
    """People and CI get one line for each finding."""
    text = "fine\n  call 06 12345678"
    checked = run(text, "story", "en", RULES)

    assert [line.split(": ")[0] for line in report("a.md", text, checked)] == ["a.md:2:8"]
