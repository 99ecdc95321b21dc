"""Rules are data with a reason: read from ``community/rules/<category>.<lang>.yaml``.

A rule without examples that must and must not match, with a pattern that could run away, or with
a key nobody knows is refused with its file and line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from waymark import strict_yaml
from waymark.checks.findings import Level
from waymark.entry_fields import KINDS
from waymark.errors import BadCommunity
from waymark.strict_yaml import Node
from waymark.words import LANGUAGES

CATEGORIES = (
    "crisis_language", "self_harm", "method_detail", "personal_data", "contact", "medication",
    "spam", "link", "hostile", "eating", "framing",
)  # fmt: skip
CONTEXTS = ("negated", "past", "other_person", "quoted", "condition")
KEYS = {
    "id", "category", "level", "lang", "kinds", "pattern", "context", "unless", "explain",
    "guideline", "suggest", "policy", "match", "no_match", "lowered",
}  # fmt: skip
NEEDED = (
    "id", "category", "level", "lang", "pattern", "explain", "guideline", "match", "no_match",
)  # fmt: skip
# In a pattern a space stands for up to three blanks or commas, and `{gap:2}` for up to two words,
# none of which turns the meaning round.
_GAP = re.compile(r"\{gap:(\d)\}")
_TURNS = r"not|never|no|dont|don't|cannot|can't|wont|won't|niet|geen|nooit|nie|zonder|without"
_RUNAWAY = re.compile(r"(?<!\\)[*+](?![+])|\{\d+,\}")


@dataclass(frozen=True)
class Lowered:
    """An example that a context lowers: the text and the level it ends at."""

    text: str
    to: Level


@dataclass(frozen=True)
class Rule:
    """One thing to look for, and everything a moderator is told about it."""

    id: str
    category: str
    level: Level
    lang: str
    kinds: tuple[str, ...]
    pattern: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]
    context: Mapping[str, Level]
    explain: str
    guideline: str
    suggest: str | None
    policy: str | None
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    lowered: tuple[Lowered, ...]
    source: str
    """File and line, for messages."""


@dataclass(frozen=True)
class Rules:
    """All rules, with a version that changes when any file does."""

    rules: tuple[Rule, ...]
    version: str


def load_rules(folder: Path) -> Rules:
    """Read every rule file; raise ``BadCommunity`` naming file, line and remedy."""
    base = f"{folder.parent.name}/{folder.name}"
    sources = _read_sources(strict_yaml.load_file(
        folder / "sources.yaml", f"{base}/sources.yaml", BadCommunity
    ))  # fmt: skip
    found: dict[str, Rule] = {}
    digest = hashlib.sha256()
    paths = sorted(p for p in folder.glob("*.yaml") if p.stem.rpartition(".")[2] in LANGUAGES)
    for path in paths:
        digest.update(path.name.encode() + path.read_bytes())
        root = strict_yaml.load_file(path, f"{base}/{path.name}", BadCommunity)
        for node in root.items("a rule file"):
            rule = _read_rule(node, sources)
            if rule.id in found:
                raise node.fail(f"The rule {rule.id} stands twice.", "Give one another id.")
            found[rule.id] = rule
    if not found:
        raise BadCommunity(
            "There are no rules.", remedy="Put the rule files back.", where=f"{base}/"
        )
    return Rules(tuple(found.values()), digest.hexdigest()[:12])


def _read_sources(root: Node) -> frozenset[str]:
    """Return the keys of the guidelines that rules may refer to."""
    for node in root.mapping("the sources").values():
        keys = node.keys_within({"title", "publisher", "year", "link"}, "a source")
        if "title" not in keys:
            raise node.fail("This source has no title.", "Add a `title:` line.")
    return frozenset(root.value)


def _read_rule(node: Node, sources: frozenset[str]) -> Rule:
    keys = node.keys_within(KEYS, "a rule")
    for needed in NEEDED:
        if needed not in keys:
            raise node.fail(f"This rule has no `{needed}`.", f"Add a `{needed}:` line.")
    category, lang = keys["category"].text("`category`"), keys["lang"].text("`lang`")
    if category not in CATEGORIES:
        raise keys["category"].fail(f"`category` should be one of: {', '.join(CATEGORIES)}.")
    if lang not in LANGUAGES:
        raise keys["lang"].fail(f"`lang` should be one of: {', '.join(LANGUAGES)}.")
    if keys["guideline"].text("`guideline`") not in sources:
        raise keys["guideline"].fail("This guideline is not in sources.yaml.", "Add it there.")
    match, no_match = _texts(keys["match"], "match"), _texts(keys["no_match"], "no_match")
    if not match or not no_match:
        raise node.fail("A rule needs examples in `match` and in `no_match`.", "Add some.")
    context = keys["context"].keys_within(set(CONTEXTS), "`context`") if "context" in keys else {}
    kinds = _texts(keys["kinds"], "kinds") if "kinds" in keys else KINDS
    if not set(kinds) <= set(KINDS):
        raise keys["kinds"].fail(f"`kinds` should name some of: {', '.join(KINDS)}.")
    return Rule(
        id=keys["id"].text("`id`"),
        category=category,
        level=_level(keys["level"]),
        lang=lang,
        kinds=kinds,
        pattern=_pattern(keys["pattern"]),
        unless=tuple(
            _pattern(item)
            for item in (keys["unless"].items("`unless`") if "unless" in keys else ())
        ),
        context={name: _level(part) for name, part in context.items()},
        explain=keys["explain"].text("`explain`"),
        guideline=keys["guideline"].text("`guideline`"),
        suggest=keys["suggest"].text("`suggest`") if "suggest" in keys else None,
        policy=keys["policy"].text("`policy`") if "policy" in keys else None,
        match=match,
        no_match=no_match,
        lowered=tuple(_lowered(item) for item in keys["lowered"].items("`lowered`"))
        if "lowered" in keys
        else (),
        source=f"{node.source}:{node.line}",
    )


def _level(node: Node) -> Level:
    value = node.text("a level")
    if value not in set(Level):
        raise node.fail(f"A level should be one of: {', '.join(Level)}.")
    return Level(value)


def _texts(node: Node, what: str) -> tuple[str, ...]:
    return tuple(item.text(f"`{what}`") for item in node.items(f"`{what}`"))


def _lowered(node: Node) -> Lowered:
    keys = node.keys_within({"text", "to"}, "`lowered`")
    if set(keys) != {"text", "to"}:
        raise node.fail("`lowered` needs a `text` and a `to`.")
    return Lowered(keys["text"].text("`text`"), _level(keys["to"]))


def _pattern(node: Node) -> re.Pattern[str]:
    raw = node.text("a pattern")
    if _RUNAWAY.search(raw):
        raise node.fail(
            "This pattern has a repetition without an end.",
            "Use ?, or {0,20} with a highest number, so that it can never run away.",
        )
    gap = rf"(?:(?!(?:{_TURNS})\\b)[\\w']{{1,20}}[\\s,]{{1,3}}){{0,\1}}"
    spaced = raw.replace(" ?", r"[\s,]{0,3}").replace(" ", r"[\s,]{1,3}")
    spaced = _GAP.sub(gap, spaced)
    try:
        return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)")
    except re.error as problem:
        raise node.fail(f"This pattern cannot be read ({problem.msg}).", "Mend it.") from None
