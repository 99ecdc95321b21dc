"""What letters a text must hold for a pattern to match: a quick look before the slow one.

Works on the tree that Python's own `re` makes of a pattern. When in doubt it asks for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SHORTEST, MOST = 3, 300
"""Letters of a literal that is worth looking for, and how many one place may have."""
LIST_SIGN = 0xE000
"""The first of the characters that stand for a word list; they are nobody's letters."""
_ONCE = {"MAX_REPEAT", "MIN_REPEAT"}


def needs_of(tree: Any, lists: Mapping[int, frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Return sets of literals; a matching text holds at least one of each set."""
    found: list[frozenset[str]] = []
    run = {""}
    for operator, value in tree:
        spelled = _spelled(operator.name, value)
        joined = {a + b for a in run for b in spelled} if spelled is not None else set()
        if spelled is not None and len(joined) <= MOST:
            run = joined
            continue
        found.append(_kept(run))
        run = {""}
        found += _inner(operator.name, value, lists)
    found.append(_kept(run))
    return tuple(dict.fromkeys(need for need in found if need))


def _spelled(name: str, value: Any) -> set[str] | None:
    """Return every text one part can match, or ``None`` when they are too many to list."""
    if name == "LITERAL":
        return {chr(value)} if value < LIST_SIGN else None
    if name == "IN" and all(kind.name == "LITERAL" for kind, _ in value) and len(value) <= 4:
        return {chr(code) for _, code in value}
    if name == "AT" or name.startswith("ASSERT"):
        return {""}
    if name == "SUBPATTERN":
        return _spelled_all(value[3])
    if name == "BRANCH":
        branches = [_spelled_all(branch) for branch in value[1]]
        if all(branch is not None for branch in branches):
            return {text for branch in branches for text in branch or ()}
    if name in _ONCE and tuple(map(int, value[:2])) == (0, 1):
        inner = _spelled_all(value[2])
        return None if inner is None else inner | {""}
    return None


def _spelled_all(tree: Any) -> set[str] | None:
    texts = {""}
    for operator, value in tree:
        part = _spelled(operator.name, value)
        if part is None:
            return None
        texts = {a + b for a in texts for b in part}
        if len(texts) > MOST:
            return None
    return texts


def _inner(name: str, value: Any, lists: Mapping[int, frozenset[str]]) -> list[frozenset[str]]:
    if name == "LITERAL":
        return [lists[value]]
    if name == "SUBPATTERN":
        return list(needs_of(value[3], lists))
    if name in _ONCE and int(value[0]) > 0:
        return list(needs_of(value[2], lists))
    if name == "BRANCH":
        branches = [one_of(needs_of(branch, lists)) for branch in value[1]]
        if all(branches):
            return [_kept(set().union(*branches))]
    return []


def one_of(needs: tuple[frozenset[str], ...]) -> frozenset[str]:
    """Return the set that is rarest in ordinary text: long literals, and few."""
    return max(needs, key=lambda need: (min(map(len, need)), -len(need)), default=frozenset())


def _kept(run: set[str]) -> frozenset[str]:
    """Return the literals worth looking for, or none when one of them is too short."""
    if min(map(len, run)) < SHORTEST:
        return frozenset()
    return frozenset(a for a in run if not any(b != a and b in a for b in run))
