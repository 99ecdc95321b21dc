"""What is related to an entry, from its metadata only: no reading, no counting of readers.

A page looks back to entries like it, of more than one standing, so that a reader meets more than
one way things can go (E22). And each entry is announced on exactly one page that was there before
it, so that all can be reached and a new one changes one old page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from waymark.publish.entry_page import EntryPage

MOST, LEAST = 4, 2
"""How many earlier entries a page looks back to; fewer when editors chose some themselves."""
WINDOW = 12
"""How far back one looks, for each topic and each language."""


class _Earlier:
    """The newest pages so far: of each topic, of each language, and stories apart."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, ...], list[EntryPage]] = {}

    def add(self, page: EntryPage) -> None:
        lang = page.entry.lang
        keys = [("all",), ("lang", lang), *(("topic", lang, topic) for topic in page.entry.topics)]
        if page.entry.kind == "story":
            keys.append(("story", lang))
        if not page.is_heavy:
            keys += [("light",), ("light", lang)]
        for key in keys:
            self._lists.setdefault(key, []).append(page)

    def newest(self, *key: str) -> Sequence[EntryPage]:
        return self._lists.get(key, [])[-WINDOW:]


def relate(pages: Sequence[EntryPage], by_id: Mapping[str, EntryPage]) -> None:
    """Fill in what is related to each page; ``pages`` are in order of publication."""
    earlier = _Earlier()
    waiting: list[EntryPage] = []
    announced: dict[str, list[EntryPage]] = {}
    for page in pages:
        page.related = _chosen_by_editors(page, by_id)
        page.related += _look_back(page, earlier, max(LEAST, MOST - len(page.related)))
        # What no earlier page could announce (the first of all, or heavy ones before any light
        # one) is announced on the first page that may lead there.
        for other in [other for other in waiting if page.may_lead_to(other)]:
            waiting.remove(other)
            announced.setdefault(page.entry.id, []).append(other)
        host = _host(page, earlier)
        if host is None:
            waiting.append(page)
        else:
            announced.setdefault(host.entry.id, []).append(page)
        earlier.add(page)
    for page in pages:
        shown = _shown(page)
        news = announced.get(page.entry.id, ())
        page.related += [other for other in news if other.entry.id not in shown]


def _chosen_by_editors(page: EntryPage, by_id: Mapping[str, EntryPage]) -> list[EntryPage]:
    named = (by_id.get(name) for name in page.entry.get("related"))
    shown = _shown(page)
    return [other for other in named if other is not None and _is_new(page, other, shown)]


def _look_back(page: EntryPage, earlier: _Earlier, most: int) -> list[EntryPage]:
    """Return the nearest earlier pages: first two stories of different standing, then others."""
    lang = page.entry.lang
    pools = [earlier.newest("topic", lang, topic) for topic in page.entry.topics]
    pools += [earlier.newest("story", lang), earlier.newest("lang", lang)]
    near = {other.entry.id: other for some in pools for other in some}
    shown = _shown(page)
    pool = [other for other in near.values() if _is_new(page, other, shown)]
    ranked = sorted(pool, key=lambda other: (-_nearness(page, other), -_place(other)))
    stories = [
        other for other in ranked if other.entry.kind == "story" and other.entry.get("standing")
    ]
    chosen = stories[:1]
    standings = {other.entry.get("standing") for other in chosen}
    chosen += [other for other in stories if other.entry.get("standing") not in standings][:1]
    rest = [other for other in ranked if other not in chosen]
    return (chosen + rest)[:most]


def _host(page: EntryPage, earlier: _Earlier) -> EntryPage | None:
    """Return the earlier page that announces this one: near it, and another one each time."""
    lang = page.entry.lang
    near = (earlier.newest("topic", lang, topic) for topic in page.entry.topics)
    own, every = (("light", lang), ("light",)) if page.is_heavy else (("lang", lang), ("all",))
    for pool in (*near, earlier.newest(*own), earlier.newest(*every)):
        hosts = [other for other in pool if other.may_lead_to(page)]
        if hosts:
            return hosts[page.entry.sequence % len(hosts)]
    return None


def _is_new(page: EntryPage, other: EntryPage, shown: Set[str]) -> bool:
    """Say whether a page may lead to another and does not yet."""
    return page.may_lead_to(other) and other.entry.id not in shown


def _shown(page: EntryPage) -> set[str]:
    """Return the ids of the entries that a page leads to so far."""
    return {other.entry.id for other in page.leads_to()}


def _nearness(page: EntryPage, other: EntryPage) -> int:
    """Count what two entries have in common; topics count double."""
    mine, theirs = page.entry, other.entry
    kind = 0 if mine.kind == theirs.kind else 1
    return 2 * _common(mine.topics, theirs.topics) + _common(mine.notes, theirs.notes) + kind


def _common(some: Iterable[str], others: Iterable[str]) -> int:
    return len(set(some) & set(others))


def _place(page: EntryPage) -> int:
    return page.entry.sequence
