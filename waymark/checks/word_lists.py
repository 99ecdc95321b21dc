"""Lists of words that rules share: ``community/rules/words.<lang>.yaml``, used as ``{name}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from waymark import strict_yaml
from waymark.checks.patterns import WordList, read_word_list
from waymark.errors import BadCommunity


def load_word_lists(path: Path, source: str) -> Mapping[str, WordList]:
    """Return the lists by name. A list may use lists that stand above it."""
    if not path.exists():
        return {}
    lists: dict[str, WordList] = {}
    root = strict_yaml.load_file(path, source, BadCommunity)
    for name, node in root.mapping("a file of word lists").items():
        if not re.fullmatch(r"[a-z_]{2,40}", name) or name in ("gap", "not"):
            raise node.fail("A list is named with small letters and `_`.", "Give it such a name.")
        items = node.items(f"`{name}`")
        if not items:
            raise node.fail(f"The list `{name}` is empty.", "Add a word, or remove it.")
        lists[name] = read_word_list(node, [item.text("a word") for item in items], lists)
    return lists
