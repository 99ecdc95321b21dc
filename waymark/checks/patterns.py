"""The little language in which rules say what to look for, and what it is not allowed to do.

See ``docs/rules.md``. A pattern becomes a regular expression that Python and JavaScript read alike:
no look-behind, no named groups. Its only group is the optional "not".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from waymark.checks.needs import LIST_SIGN, needs_of, one_of
from waymark.strict_yaml import Node

NEGATORS = (
    "no[rt]?|never|neither|without|cannot|"
    "(?:do|does|did|ca|could|wo|would|is|ai|are|was|were|should|have|has|had)n't|"
    "niet?|geen|nooit|nimmer|zonder"
).replace("'", "'?")
"""Words that turn a meaning round. A gap never swallows one."""
SPACE = r"[\s,]{1,3}"
MOST_GAP, MOST_GAPS, MOST_REPEATS = 6, 4, 60
_GAP_WORD = rf"(?:(?!(?:{NEGATORS})\b)[a-z0-9'*/-]{{1,20}}{SPACE})"
_GAP = re.compile(r"\{gap:(\d{1,2})\}")
_NOT = "{not?}"
_LIST = re.compile(r"\{([a-z_]{2,40})\}")
# What Python's patterns have and JavaScript's do not: possessive repetition, atomic groups, flags,
# remarks and names in Python's way, and the ends of the whole text.
_ONLY_PYTHON = re.compile(r"[*+?}]\+|\(\?[>#aiLmsux-]|\(\?P|\(\?\(|\\[AZ]")
_REPEAT = {"MAX_REPEAT", "MIN_REPEAT"}
_ALLOWED = {
    "LITERAL", "NOT_LITERAL", "IN", "ANY", "BRANCH", "SUBPATTERN", "ASSERT", "ASSERT_NOT", "AT",
    *_REPEAT,
}  # fmt: skip


@dataclass(frozen=True)
class Pattern:
    """One thing to look for: a regular expression, made when it is first needed.

    ``needs`` are sets of letters: a text without one of each set cannot match, which is quick to
    see.
    """

    source: str
    needs: tuple[frozenset[str], ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.source, re.ASCII)

    def may_match(self, present: frozenset[str]) -> bool:
        """Say whether a text with these letters in it is worth a closer look."""
        return all(not need.isdisjoint(present) for need in self.needs)


@dataclass(frozen=True)
class WordList:
    """Words that patterns share: their alternatives, and literals of which each has one."""

    words: str
    needs: frozenset[str]


def read_pattern(node: Node, lists: Mapping[str, WordList]) -> Pattern:
    """Return the pattern of a rule; refuse one that could run away, with file, line and remedy."""
    raw = node.text("a pattern")
    tree = _checked(node, raw, lists)
    return Pattern(source_of(fill_lists(raw, lists)), needs_of(tree, _list_needs(lists)))


def read_word_list(node: Node, raws: list[str], lists: Mapping[str, WordList]) -> WordList:
    """Return a word list, whose words may use the lists that stand above it."""
    raw = "|".join(raws)
    tree = _checked(node, raw, lists)
    return WordList(fill_lists(raw, lists), one_of(needs_of(tree, _list_needs(lists))))


def fill_lists(raw: str, lists: Mapping[str, WordList]) -> str:
    """Put the words of each ``{list}`` in its place."""
    return _LIST.sub(lambda name: f"(?:{lists[name[1]].words})", raw)


def _checked(node: Node, raw: str, lists: Mapping[str, WordList]) -> Any:
    """Return the tree of a pattern with a sign for each list; lists were checked themselves."""
    if _ONLY_PYTHON.search(raw):
        raise node.fail(
            "This pattern uses something that browsers do not know.",
            "Write it without `++`, `(?i)`, `(?P<name>`, `(?>`, `(?#` and `\\Z`.",
        )
    for name in _LIST.findall(raw):
        if name not in lists:
            raise node.fail(
                f"There is no word list `{name}`.",
                f"Use one of the lists in words.*.yaml: {', '.join(sorted(lists)) or 'none yet'}.",
            )
    gaps = [int(number) for number in _GAP.findall(raw)]
    if len(gaps) > MOST_GAPS * raw.count("|") + MOST_GAPS or max(gaps, default=0) > MOST_GAP:
        raise node.fail(
            "This pattern has too many or too wide gaps.",
            f"Use at most {MOST_GAPS}, of at most {MOST_GAP} words each.",
        )
    # Gaps are bounded, and ours: here it matters only that something may stand there.
    light = _GAP.sub(".", raw).replace(_NOT, ".")
    for place, name in enumerate(lists):
        light = light.replace(f"{{{name}}}", chr(LIST_SIGN + place))
    tree = _parsed(node, _expand(light))
    _refuse_runaways(node, tree)
    return tree


def _list_needs(lists: Mapping[str, WordList]) -> Mapping[int, frozenset[str]]:
    return {LIST_SIGN + place: words.needs for place, words in enumerate(lists.values())}


def source_of(filled: str) -> str:
    """Return the regular expression for a pattern whose lists are filled in."""
    expanded = _GAP.sub(lambda gap: f"{_GAP_WORD}{{0,{gap[1]}}}", _expand(filled))
    return rf"\b(?:{expanded})(?![a-z0-9_])"


def _expand(filled: str) -> str:
    inside_class = False
    parts: list[str] = []
    for piece in re.split(r"(\\.|\[|\]|\{not\?\}| \?| |')", filled):
        if piece == _NOT:
            parts.append(rf"(?:({NEGATORS}){SPACE})?")
        elif inside_class or piece not in (" ?", " ", "'"):
            inside_class = piece == "[" or (inside_class and piece != "]")
            parts.append(piece)
        else:
            parts.append({" ?": r"[\s,-]{0,3}", " ": SPACE, "'": "'?"}[piece])
    return "".join(parts)


def _parsed(node: Node, source: str) -> Any:
    try:
        return _parser.parse(source)
    except (re.error, RecursionError, OverflowError) as problem:
        why = getattr(problem, "msg", "too large")
        raise node.fail(f"This pattern cannot be read ({why}).", "Mend it.") from None


def _refuse_runaways(node: Node, tree: Any, inside: bool = False) -> None:
    for operator, value in tree:
        name = operator.name
        if name not in _ALLOWED or (name.startswith("ASSERT") and value[0] < 0):
            raise node.fail(
                "This pattern uses something that not every browser knows.",
                "Leave out look-behind and references to groups.",
            )
        if name == "SUBPATTERN" and value[0] is not None:
            raise node.fail("This pattern has a group.", "Write (?:...) in place of (...).")
        again = name in _REPEAT and int(value[1]) > 1
        is_list = name == "LITERAL" and value >= LIST_SIGN
        if again and int(value[1]) > MOST_REPEATS:
            raise node.fail(
                "This pattern has a repetition without an end.",
                "Use ?, or {0,20} with a highest number, so that it can never run away.",
            )
        if (again or is_list) and inside:
            raise node.fail(
                "This pattern has a repetition within a repetition.",
                "Repeat only one of them, so that it can never run away.",
            )
        for child in _children(name, value):
            _refuse_runaways(node, child, inside or again)


def _children(name: str, value: Any) -> Iterator[Any]:
    if name == "BRANCH":
        yield from value[1]
    elif name == "SUBPATTERN":
        yield value[3]
    elif name.startswith("ASSERT"):
        yield value[1]
    elif name in _REPEAT:
        yield value[2]
