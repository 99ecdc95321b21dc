"""What is erased is in no row and no byte of the database; what was decided is still known."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.samples import NOON, a_story
from waymark.errors import StoreUnavailable, TransitionRefused
from waymark.states import State
from waymark.store import Decision, NewJob, Store
from waymark.store.erasing import WORDS
from waymark.store.schema import metadata, submissions

CANARY = "canaryphrase"
LATER = NOON + timedelta(days=40)


def told(store: Store, number: int = 1, words: str = CANARY) -> str:
    """A text is sent, asked about, answered, edited and declined, with the canary everywhere."""
    text = f"It rained, and {words} too. " * 400
    new = a_story(number, fields={"text": text, "topics": ["sleep"], "title": words})
    name = store.accept(new, NOON)[0].id
    moves = [
        (State.RECEIVED, State.IN_REVIEW, "note", {"details": {"title": words, "lang": "nl"}}),
        (State.IN_REVIEW, State.ASKED, "ask", {"question": f"{words}?"}),
        (State.ASKED, State.IN_REVIEW, "answer", {"findings": [{"rule": "x", "said": words}]}),
        (State.IN_REVIEW, State.DECLINED, "decline",
         {"edits": [{"rule": "P1", "new": words}], "kept": [words]}),
    ]  # fmt: skip
    for before, after, action, columns in moves:
        decision = Decision(name, action, "Noor", NOON, rules=("P1",), message=f"About {words}.")
        store.change(name, expected=before, after=after, decision=decision, now=NOON, **columns)
    return name


def everything(store: Store) -> str:
    """Return all rows of all tables as one text."""
    with store.engine.connect() as connection:
        rows = {
            name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for name, table in metadata.tables.items()
        }
    return json.dumps(rows, default=str)


def test_no_row_of_any_table_holds_the_words_any_more(store: Store):
    name, other = told(store), told(store, 2, "somethingelse")
    assert everything(store).count(CANARY) > 400

    store.erase(name, "waymark", LATER)
    store.clear_traces()

    assert CANARY not in everything(store)
    assert everything(store).count("somethingelse") > 400
    found = store.get(name)
    assert found is not None
    assert (found.state, found.erased_at, found.fields) == (State.DECLINED, LATER, {"text": ""})
    assert found.details == {"lang": "nl"}
    assert store.get(other).erased_at is None


def test_the_log_says_that_something_was_removed_and_nothing_else(store: Store):
    name = told(store)
    before = store.decisions(name)
    store.erase(name, "waymark", LATER)
    store.erase(name, "waymark", LATER)

    *known, last = store.decisions(name)
    assert [(d.action, d.by, d.rules) for d in known] == [(d.action, d.by, d.rules) for d in before]
    assert {d.message for d in known} == {""}
    assert (last.action, last.by, last.rules, last.message) == ("erase", "waymark", (), "")


def test_not_one_byte_of_the_file_holds_it(tmp_path: Path):
    """Neither free pages nor the log beside the file, also while another reader is open."""
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    names = [told(store, number, f"{CANARY}{number}") for number in range(1, 9)]
    other = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    other.get(names[0])
    assert _bytes_with(tmp_path)

    for name in names:
        store.erase(name, "waymark", LATER)
    store.clear_traces()

    assert _bytes_with(tmp_path) == []
    assert other.get(names[0]).fields == {"text": ""}
    other.close()
    store.close()
    assert _bytes_with(tmp_path) == []


def test_old_pages_that_somebody_reads_are_cleared_the_next_time(tmp_path: Path, monkeypatch):
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    name = told(store)
    reader = sqlite3.connect(tmp_path / "store.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM submissions").fetchall()
    store.erase(name, "waymark", LATER)
    monkeypatch.setattr("waymark.store.erasing.WAIT_MS", 50)
    with pytest.raises(StoreUnavailable) as problem:
        store.clear_traces()
    assert CANARY not in str(problem.value)
    reader.close()

    store.clear_traces()
    assert _bytes_with(tmp_path) == []
    store.close()


def test_what_has_no_words_cannot_be_looked_at_again(store: Store):
    """An appeal comes too late then; taking it back, with its page, is always possible."""
    name = told(store)
    store.erase(name, "waymark", LATER)
    with pytest.raises(TransitionRefused, match="not kept any more"):
        store.change(name, expected=State.DECLINED, after=State.RECEIVED, now=LATER)
    withdrawn = store.change(name, expected=State.DECLINED, after=State.WITHDRAWN, now=LATER)
    assert withdrawn.erased_at is None
    assert [s.id for s in store.with_words(State.WITHDRAWN)] == [name]


def test_only_texts_with_words_are_given_oldest_decision_first(store: Store):
    first, second, third = (told(store, number) for number in (1, 2, 3))
    store.change(first, expected=State.DECLINED, after=State.DECLINED, now=LATER)
    store.erase(second, "waymark", LATER)
    assert [s.id for s in store.with_words(State.DECLINED)] == [third, first]
    assert store.with_words(State.PUBLISHED) == []


def test_revisions_follow_a_rewritten_history(store: Store):
    """Of texts that wait, and of merges that are still to come; nothing else changes."""
    names = [store.accept(a_story(number), NOON)[0].id for number in (1, 2, 3)]
    for name, revision in zip(names, ("old1", "old2", None), strict=True):
        job = NewJob("merge", name, {"revision": revision, "revise": True})
        columns = {"revision": revision}
        store.change(
            name, expected=State.RECEIVED, after=State.RECEIVED, jobs=[job], now=NOON, **columns
        )
    store.rename_revisions({"old1": "new1", "other": "x"})

    assert [store.get(name).revision for name in names] == ["new1", "old2", None]
    assert [store.get(name).changed_at for name in names] == [NOON] * 3
    merges = [job.payload for job in store.open_jobs() if job.kind == "merge"]
    assert merges == [{"revision": r, "revise": True} for r in ("new1", "old2", None)]


def test_every_column_that_can_hold_words_is_known_to_erasing():
    """A new one has to be put into WORDS, or named here as holding none."""
    wordless = {
        "id", "kind", "lang", "to", "receipt_hash", "token_hash", "proof", "level",
        "rules_version", "state", "revision", "reference", "published_path", "for_whom",
    }  # fmt: skip
    texts = {
        column.name
        for column in submissions.columns
        if isinstance(column.type, sa.String | sa.JSON | sa.Text)
    }
    assert texts == wordless | set(WORDS)


def _bytes_with(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if CANARY.encode() in p.read_bytes().lower()]
