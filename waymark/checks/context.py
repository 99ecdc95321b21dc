"""What stands around a finding and changes its weight: not, used to, she, "…", if you ever.

In the manner of NegEx (Chapman and others 2001, 10.1006/jbin.2001.1029) and ConText (Harkema and
others 2009, 10.1016/j.jbi.2009.05.002): words in the sentence around a hit lower its level and
say so. They never remove it. The words are data: ``community/rules/context.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from waymark import strict_yaml
from waymark.checks.patterns import read_pattern
from waymark.errors import BadCommunity
from waymark.words import LANGUAGES

BEFORE, AFTER = 140, 70
"""Characters around a hit that are looked at."""
NEGATION_REACH = 48
PARTS = (
    "clause_end", "negation_end", "negated", "not_negated", "thinks_not", "past", "not_past",
    "present", "writer", "writer_as_subject", "other_person", "other_subject", "condition",
    "metaphor",
)  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?;\n]")


@dataclass(frozen=True)
class ContextWords:
    """One regular expression for each part of the list, both languages in one."""

    clause_end: re.Pattern[str]
    negation_end: re.Pattern[str]
    negated: re.Pattern[str]
    not_negated: re.Pattern[str]
    thinks_not: re.Pattern[str]
    past: re.Pattern[str]
    not_past: re.Pattern[str]
    present: re.Pattern[str]
    writer: re.Pattern[str]
    writer_as_subject: re.Pattern[str]
    other_person: re.Pattern[str]
    other_subject: re.Pattern[str]
    condition: re.Pattern[str]
    metaphor: re.Pattern[str]


def load_context(path: Path, source: str) -> ContextWords:
    """Read the words; raise ``BadCommunity`` naming file, line and remedy."""
    root = strict_yaml.load_file(path, source, BadCommunity)
    parts = root.keys_within(set(PARTS), "the words of contexts")
    compiled = {}
    for name in PARTS:
        if name not in parts:
            raise root.fail(f"There is no `{name}`.", "Add it.")
        languages = parts[name].keys_within(set(LANGUAGES), f"`{name}`")
        phrases = [node for part in languages.values() for node in part.items(f"`{name}`")]
        sources = [read_pattern(node, {}).source for node in phrases]
        compiled[name] = re.compile("|".join(sources), re.ASCII)
    return ContextWords(**compiled)


def context_of(text: str, start: int, end: int, words: ContextWords) -> Iterator[str]:
    """Yield the names of the contexts around ``text[start:end]``; ``text`` is normalised."""
    sentence = _after_last(_SENTENCE_END, text[max(0, start - BEFORE) : start])
    clause = _after_last(words.clause_end, sentence)
    hit = text[start:end]
    after = _SENTENCE_END.split(text[end : end + AFTER], maxsplit=1)[0]
    after_clause = words.clause_end.split(after, maxsplit=1)[0]
    if _is_negated(clause + _subject_of(hit, words), words):
        yield "negated"
    if _is_past(clause, hit, after_clause, words):
        yield "past"
    if _is_of_another(clause, hit, words):
        yield "other_person"
    if words.condition.search(sentence):
        yield "condition"
    if words.metaphor.search(f"{clause[-40:]}{hit}{after_clause}"):
        yield "metaphor"
    if _is_quoted(text, start, end):
        yield "quoted"


def _after_last(pattern: re.Pattern[str], text: str) -> str:
    last = 0
    for match in pattern.finditer(text):
        last = match.end()
    return text[last:]


def _own_words(clause: str, words: ContextWords) -> str:
    """Return the part of a clause after the last person in it: "i told her | i do not"."""
    return _after_last(words.other_person, _after_last(words.writer, clause))


def _subject_of(hit: str, words: ContextWords) -> str:
    """Return the "I" a hit begins with: a "not" before it belongs to other words."""
    subject = words.writer_as_subject.match(hit)
    return subject[0] if subject else ""


def _is_negated(clause: str, words: ContextWords) -> bool:
    own = _own_words(clause, words)
    said = _after_last(words.negation_end, own)
    plain = words.not_negated.sub(lambda match: "-" * len(match[0]), said)
    if words.negated.search(plain[-NEGATION_REACH:]):
        return True
    before_person = clause[: len(clause) - len(own)]
    return bool(words.thinks_not.search(before_person[-NEGATION_REACH:]))


def _is_past(clause: str, hit: str, after: str, words: ContextWords) -> bool:
    around = f"{clause} {hit} {after}"
    plain = words.not_past.sub("-", around)
    return bool(words.past.search(plain)) and not words.present.search(plain)


def _is_of_another(clause: str, hit: str, words: ContextWords) -> bool:
    """Say whether the nearest person, in the hit or before it, is somebody else."""
    for part, other_words in ((hit, words.other_subject), (clause, words.other_person)):
        others = [match.end() for match in other_words.finditer(part)]
        own = [match.end() for match in words.writer.finditer(part)]
        if others or own:
            return max(others, default=-1) > max(own, default=-1)
    return False


def _is_quoted(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 400) : start]
    paragraph = before[before.rfind("\n") + 1 :]
    return paragraph.count('"') % 2 == 1 and '"' in text[end : end + 400].split("\n")[0]
