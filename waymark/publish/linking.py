"""How entries lead to one another: answers, one way on, and a few that are related.

A page looks back, to entries published before it and to the responses it got. Besides, each new
entry is announced on one older page, so that every entry can be reached from another. So a new
entry changes a handful of old pages, however many there are.

No entry with a heavy note leads to another one (E6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from waymark.entry import Entry
from waymark.publish.entry_page import EntryPage
from waymark.publish.related import relate
from waymark.rendering import plain_text, render_entry
from waymark.vocabulary import Vocabulary

__all__ = ["EntryPage", "link"]

WORDS_A_MINUTE = 200
GENTLE_TONES = ("hopeful", "steady")
COMFORT_FIRST = (
    "comfort", "shared-experience", "letter", "reframe", "question-to-sit-with", "practical-tip",
    "tried",
)  # fmt: skip


def link(entries: Sequence[Entry], vocabulary: Vocabulary) -> list[EntryPage]:
    """Return a page for each entry, in order of publication, with its neighbours filled in."""
    pages = [_page(entry, vocabulary) for entry in entries]
    by_id = {page.entry.id: page for page in pages}
    for page in pages:
        target = by_id.get(str(page.entry.get("to", "")))
        if page.entry.kind == "response" and target is not None and target is not page:
            page.answers = target
            target.responses.append(page)
    latest: dict[str, dict[str, list[EntryPage]]] = {"strategy": {}, "gentle": {}}
    for page in pages:
        page.responses.sort(key=_comfort_first)
        page.next_strategy = _nearest(page, latest["strategy"])
        page.next_gentle = _nearest(page, latest["gentle"], besides=page.next_strategy)
        if not page.is_heavy:
            if page.entry.kind == "strategy":
                _remember(page, latest["strategy"])
            elif page.entry.kind == "story" and page.entry.get("tone") in (None, *GENTLE_TONES):
                _remember(page, latest["gentle"])
    for page in pages:
        page.next_strategy = page.next_strategy or _first(page, latest["strategy"])
        page.next_gentle = page.next_gentle or _first(page, latest["gentle"], page.next_strategy)
    relate(pages, by_id)
    return pages


def _page(entry: Entry, vocabulary: Vocabulary) -> EntryPage:
    words = len(plain_text(entry.body).split())
    return EntryPage(
        entry=entry,
        html=render_entry(entry.body),
        minutes=max(1, round(words / WORDS_A_MINUTE)),
        is_heavy=vocabulary.is_heavy(entry.notes),
    )


def _comfort_first(page: EntryPage) -> tuple[int, int, str]:
    kind = str(page.entry.get("type", "shared-experience"))
    place = COMFORT_FIRST.index(kind) if kind in COMFORT_FIRST else len(COMFORT_FIRST)
    return place, page.entry.sequence, page.entry.id


def _remember(page: EntryPage, latest: dict[str, list[EntryPage]]) -> None:
    for topic in ("", *page.entry.topics):
        latest.setdefault(topic, []).append(page)


def _first(
    page: EntryPage, latest: Mapping[str, list[EntryPage]], besides: EntryPage | None = None
) -> EntryPage | None:
    """Return the first one ever published, for the pages that had none before them."""
    others = [other for other in latest.get("", [])[:12] if other not in (page, besides)]
    same = [other for other in others if other.entry.lang == page.entry.lang]
    return next(iter(same or others), None)


def _nearest(
    page: EntryPage, latest: Mapping[str, list[EntryPage]], besides: EntryPage | None = None
) -> EntryPage | None:
    """Return an earlier page: on a shared topic and in the same language where there is one.

    Which of the earlier ones is chosen turns with the entry's place, so that all get a share.
    """
    for topic in (*page.entry.topics, ""):
        earlier = [other for other in latest.get(topic, [])[-12:] if other not in (page, besides)]
        same = [other for other in earlier if other.entry.lang == page.entry.lang]
        if same or (earlier and not topic):
            choice = same or earlier
            return choice[page.entry.sequence % len(choice)]
    return None
