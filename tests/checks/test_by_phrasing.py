"""Functional sentences by phrasing, in both languages: the gate before rules are changed.

`written` is the set the rules were written with in sight; `held_out` was written before them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from waymark.checks import load_rules, run

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "checks"
RULES = load_rules(ROOT / "community" / "rules")
BOUNDS = {
    "intent": ("crisis", "crisis"),
    "urgent": ("urgent", "crisis"),
    "harmless": ("routine", "review"),
}
LEVELS = ("routine", "review", "urgent", "crisis")


def sentences(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def level_of(text: str, kind: str = "story") -> int:
    return LEVELS.index(run(text, kind, "en", RULES).level)


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("kind", BOUNDS)
def test_each_sentence_that_rules_were_written_for_has_its_level(kind, lang):
    """Present intent is a crisis, a passive wish or self-harm urgent, the rest none."""
    lowest, highest = (LEVELS.index(level) for level in BOUNDS[kind])
    texts = sentences(DATA / "written" / f"{kind}.{lang}.txt")

    assert len(texts) >= 40
    assert [text for text in texts if not lowest <= level_of(text) <= highest] == []


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize(("kind", "share"), [("intent", 0.95), ("urgent", 0.95), ("harmless", 1)])
def test_sentences_nobody_wrote_rules_for_have_theirs_too(kind, share, lang):
    """A change of the rules may not cost what they reach beyond their own examples."""
    lowest, highest = (LEVELS.index(level) for level in BOUNDS[kind])
    texts = sentences(DATA / "held_out" / f"{kind}.{lang}.txt")

    right = sum(lowest <= level_of(text) <= highest for text in texts)

    assert right / len(texts) >= share


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_ordinary_texts_stay_out_of_the_front_of_the_queue(lang):
    """Money, sport, machines and games, with words that sound grave."""
    texts = sentences(DATA / f"ordinary.{lang}.txt")

    assert [text for text in texts if level_of(text) >= LEVELS.index("urgent")] == []


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_words_that_hold_somebody_up_are_routine(lang):
    """Helpers speak of dark times, their own and others', and that is what helps."""
    texts = sentences(DATA / f"supportive.{lang}.txt")

    assert [text for text in texts if level_of(text, "response") >= LEVELS.index("review")] == []


@pytest.mark.parametrize(
    "text",
    [
        "I w\u0430nt to d\u0456e",
        "I\u200b w\u200ba\u200bnt t\u200bo d\u200bie",
        "I ＷＡＮＴ to ｄｉｅ",
        "I wánt tö díe",
        "i waaaaant to dieeeee",
        "I **want** to __die__",
        "I want\n\nto   die",
        "😀😀 I want to die 😀",
        "I w4nt to d1e",
        "I\u00a0want\u00a0to\u2009die",
        "“I‘m going to kil myself”, that is what I mean: I am going to k*ll myself",
        "ik wíl dóód",
    ],
)
def test_odd_spelling_hides_nothing(text):
    """Letters of other scripts, zero width, width, accents, stretching, emphasis, digits."""
    checked = run(text, "story", "en", RULES)
    grave = [finding for finding in checked.findings if finding.level == "crisis"]

    assert checked.level == "crisis"
    assert all(0 <= finding.start < finding.end <= len(text) for finding in grave)
