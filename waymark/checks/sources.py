"""The guidelines that rules refer to: who says so, and where to read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from waymark import strict_yaml
from waymark.errors import BadCommunity
from waymark.strict_yaml import Node

KEYS = ("title", "publisher", "year", "link")


@dataclass(frozen=True)
class Source:
    """One guideline. ``link`` is an https address, or a file of this community's folder."""

    title: str
    publisher: str
    year: int
    link: str


def load_sources(path: Path, source: str) -> dict[str, Source]:
    """Read the list of guidelines by key; raise ``BadCommunity`` with file, line and remedy."""
    root = strict_yaml.load_file(path, source, BadCommunity)
    return {key: _source(node) for key, node in root.mapping("the sources").items()}


def _source(node: Node) -> Source:
    keys = node.keys_within(set(KEYS), "a source")
    for needed in KEYS:
        if needed not in keys:
            raise node.fail(f"This source has no `{needed}`.", f"Add a `{needed}:` line.")
    link = keys["link"].text("`link`")
    if not re.fullmatch(r"https://\S+|[\w/.-]+\.(?:yaml|md)", link):
        raise keys["link"].fail("`link` should be an https address.", "Write the whole address.")
    year = keys["year"].number("`year`")
    if not 1990 <= year <= 2100:
        raise keys["year"].fail("`year` should be a year.", "Write it in four digits.")
    return Source(keys["title"].text("`title`"), keys["publisher"].text("`publisher`"), year, link)
