"""From what was seen, and what stands around it, to how soon a person must read: a table of data.

``community/rules/levels.yaml`` has a row for each sign of each category. A row names its level, and
the level that each context lowers it to; ``in`` changes a row for one kind of submission.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from operator import attrgetter
from pathlib import Path

from waymark import strict_yaml
from waymark.checks.findings import Level
from waymark.entry_fields import KINDS
from waymark.errors import BadCommunity
from waymark.strict_yaml import Node

CATEGORIES = (
    "crisis_language", "self_harm", "method_detail", "personal_data", "contact", "medication",
    "spam", "link", "hostile", "eating", "framing",
)  # fmt: skip
CONTEXTS = ("negated", "past", "other_person", "quoted", "condition", "metaphor")


@dataclass(frozen=True)
class Row:
    """One line of the table: a level, and what each context makes of it."""

    level: Level
    contexts: Mapping[str, Level]
    kinds: Mapping[str, Row] = field(default_factory=dict)

    def level_for(self, kind: str, contexts: Collection[str]) -> Level:
        """Return the level for a kind of submission in these contexts: the lowest that applies."""
        row = self.kinds.get(kind, self)
        lowered = (row.contexts[name] for name in contexts if name in row.contexts)
        return min((row.level, *lowered), key=attrgetter("rank"))

    def is_lowered_by(self, context: str, kind: str) -> bool:
        """Say whether a context changes anything for this row."""
        row = self.kinds.get(kind, self)
        return context in row.contexts and row.contexts[context].rank < row.level.rank


@dataclass(frozen=True)
class Levels:
    """The whole table, and how long each level may wait until it counts as the next one."""

    rows: Mapping[tuple[str, str], Row]
    patience: Mapping[Level, timedelta]

    def in_queue(self, level: Level, waited: timedelta) -> Level:
        """Return the level that a submission has in the queue after waiting, so that quiet ones
        get their turn. Waiting never makes a crisis, and changes nothing but the order."""
        turn = level
        while turn in self.patience and waited >= self.patience[turn]:
            waited -= self.patience[turn]
            turn = list(Level)[turn.rank + 1]
        return turn


def load_levels(path: Path, source: str) -> Levels:
    """Read the table; raise ``BadCommunity`` naming file, line and remedy."""
    root = strict_yaml.load_file(path, source, BadCommunity)
    parts = root.keys_within({*CATEGORIES, "waiting"}, "the table of levels")
    if "waiting" not in parts:
        raise root.fail("The table of levels has no `waiting`.", "Add it.")
    patience = parts.pop("waiting")
    rows: dict[tuple[str, str], Row] = {}
    for category, signs in parts.items():
        for sign, node in signs.mapping(f"`{category}`").items():
            rows[category, sign] = _row(node)
    return Levels(rows, _patience(patience))


def read_level(node: Node) -> Level:
    """Return the level a node names."""
    value = node.text("a level")
    if value not in set(Level):
        raise node.fail(f"A level should be one of: {', '.join(Level)}.", "Write one of them.")
    return Level(value)


def _row(node: Node) -> Row:
    keys = node.keys_within({"level", "in", *CONTEXTS}, "a row of the table")
    if "level" not in keys:
        raise node.fail("This row has no `level`.", "Add one.")
    contexts = {name: read_level(part) for name, part in keys.items() if name in CONTEXTS}
    row = Row(read_level(keys["level"]), contexts)
    kinds = keys["in"].keys_within(set(KINDS), "`in`") if "in" in keys else {}
    return replace(row, kinds={kind: _changed(row, part) for kind, part in kinds.items()})


def _changed(row: Row, node: Node) -> Row:
    keys = node.keys_within({"level", *CONTEXTS}, "a row of the table")
    levels = {name: read_level(part) for name, part in keys.items()}
    level = levels.pop("level", row.level)
    return Row(level, {**row.contexts, **levels})


def _patience(node: Node) -> dict[Level, timedelta]:
    keys = node.keys_within({"routine", "review"}, "`waiting`")
    return {Level(name): timedelta(days=part.number("days")) for name, part in keys.items()}
