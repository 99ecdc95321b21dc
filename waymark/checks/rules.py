"""Rules are data with a reason: read from ``community/rules/<category>.<lang>.yaml``.

A rule without examples that must and must not match, with a pattern that could run away, or with
a key nobody knows is refused with its file and line. ``docs/rules.md`` shows how to write one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from waymark import strict_yaml
from waymark.checks.context import ContextWords, load_context
from waymark.checks.findings import Level
from waymark.checks.levels import CATEGORIES, CONTEXTS, Levels, Row, load_levels, read_level
from waymark.checks.patterns import Pattern, WordList, read_pattern
from waymark.checks.sources import Source, load_sources
from waymark.checks.word_lists import load_word_lists
from waymark.entry_fields import KINDS
from waymark.errors import BadCommunity
from waymark.strict_yaml import Node
from waymark.words import LANGUAGES

NEEDED = ("id", "sign", "patterns", "explain", "guideline", "match", "no_match")
KEYS = {*NEEDED, "kinds", "ignore", "unless", "suggest", "policy", "lowered"}


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
    sign: str
    row: Row
    lang: str
    kinds: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    ignore: frozenset[str]
    explain: str
    guideline: str
    suggest: str | None
    policy: str | None
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    lowered: tuple[Lowered, ...]
    source: str
    """File and line, for messages."""

    @property
    def level(self) -> Level:
        """The level of a finding that no context lowers, in the first kind it is for."""
        return self.row.level_for(self.kinds[0], ())


@dataclass(frozen=True)
class Rules:
    """All rules and what belongs to them, with a version that changes when any file does."""

    rules: tuple[Rule, ...]
    levels: Levels
    context: ContextWords
    sources: Mapping[str, Source]
    literals: frozenset[str]
    """Every literal that some pattern needs: what a text is looked over for first."""
    version: str


def load_rules(folder: Path) -> Rules:
    """Read every rule file; raise ``BadCommunity`` naming file, line and remedy.

    Files that did not change are not read into rules a second time.
    """
    return _load(folder, _version(folder))


@lru_cache(maxsize=4)
def _load(folder: Path, version: str) -> Rules:
    base = f"{folder.parent.name}/{folder.name}"
    sources = load_sources(folder / "sources.yaml", f"{base}/sources.yaml")
    levels = load_levels(folder / "levels.yaml", f"{base}/levels.yaml")
    context = load_context(folder / "context.yaml", f"{base}/context.yaml")
    found: dict[str, Rule] = {}
    for lang in LANGUAGES:
        lists = load_word_lists(folder / f"words.{lang}.yaml", f"{base}/words.{lang}.yaml")
        for path in sorted(folder.glob(f"*.{lang}.yaml")):
            category = path.name.split(".")[0]
            if category == "words":
                continue
            root = strict_yaml.load_file(path, f"{base}/{path.name}", BadCommunity)
            if category not in CATEGORIES:
                raise root.fail(
                    f"There is no category `{category}`.",
                    f"Name the file after one of: {', '.join(CATEGORIES)}.",
                )
            for node in root.items("a rule file"):
                rule = _Reader(node, category, lang, levels, sources, lists).rule()
                if rule.id in found:
                    raise node.fail(
                        f"The rule {rule.id} stands twice: also in {found[rule.id].source}.",
                        "Give one another id.",
                    )
                found[rule.id] = rule
    if not found:
        raise BadCommunity(
            "There are no rules.", remedy="Put the rule files back.", where=f"{base}/"
        )
    rules = tuple(found.values())
    literals = frozenset(
        literal
        for rule in rules
        for pattern in rule.patterns
        for need in pattern.needs
        for literal in need
    )
    return Rules(rules, levels, context, sources, literals, version)


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@dataclass(frozen=True)
class _Reader:
    """Reads one rule of a file."""

    node: Node
    category: str
    lang: str
    levels: Levels
    sources: Mapping[str, Source]
    lists: Mapping[str, WordList]

    def rule(self) -> Rule:
        keys = self.node.keys_within(KEYS, "a rule")
        for needed in NEEDED:
            if needed not in keys:
                raise self.node.fail(f"This rule has no `{needed}`.", f"Add a `{needed}:` line.")
        match, no_match = _texts(keys["match"], "match"), _texts(keys["no_match"], "no_match")
        if not match or not no_match:
            raise self.node.fail("A rule needs examples in `match` and in `no_match`.", "Add some.")
        return Rule(
            id=keys["id"].text("`id`"),
            category=self.category,
            sign=keys["sign"].text("`sign`"),
            row=self._row(keys["sign"]),
            lang=self.lang,
            kinds=self._some_of(keys.get("kinds"), KINDS, "kinds") or KINDS,
            patterns=self._patterns(keys["patterns"]),
            unless=self._patterns(keys["unless"]) if "unless" in keys else (),
            ignore=frozenset(self._some_of(keys.get("ignore"), CONTEXTS, "ignore")),
            explain=keys["explain"].text("`explain`"),
            guideline=self._guideline(keys["guideline"]),
            suggest=keys["suggest"].text("`suggest`") if "suggest" in keys else None,
            policy=keys["policy"].text("`policy`") if "policy" in keys else None,
            match=match,
            no_match=no_match,
            lowered=tuple(map(_lowered, keys["lowered"].items("`lowered`")))
            if "lowered" in keys
            else (),
            source=f"{self.node.source}:{self.node.line}",
        )

    def _row(self, node: Node) -> Row:
        row = self.levels.rows.get((self.category, node.text("`sign`")))
        if row is None:
            signs = sorted(sign for category, sign in self.levels.rows if category == self.category)
            raise node.fail(
                f"The table of levels has no such sign under {self.category}.",
                f"Use one of: {', '.join(signs) or 'none yet'}; or add it to levels.yaml.",
            )
        return row

    def _patterns(self, node: Node) -> tuple[Pattern, ...]:
        found = tuple(read_pattern(item, self.lists) for item in node.items("the patterns"))
        if not found:
            raise node.fail("There is no pattern here.", "Write one, or remove this line.")
        return found

    def _guideline(self, node: Node) -> str:
        key = node.text("`guideline`")
        if key.partition("#")[0] not in self.sources:
            raise node.fail("This guideline is not in sources.yaml.", "Add it there.")
        return key

    def _some_of(self, node: Node | None, allowed: tuple[str, ...], name: str) -> tuple[str, ...]:
        if node is None:
            return ()
        found = _texts(node, name)
        if not set(found) <= set(allowed):
            raise node.fail(f"`{name}` should name some of: {', '.join(allowed)}.", "Mend it.")
        return found


def _texts(node: Node, what: str) -> tuple[str, ...]:
    return tuple(item.text(f"`{what}`") for item in node.items(f"`{what}`"))


def _lowered(node: Node) -> Lowered:
    keys = node.keys_within({"text", "to"}, "`lowered`")
    if set(keys) != {"text", "to"}:
        raise node.fail("`lowered` needs a `text` and a `to`.", "Write both.")
    return Lowered(keys["text"].text("`text`"), read_level(keys["to"]))
