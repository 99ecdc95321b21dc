"""When the database cannot be used, nothing is half done and nothing of a writer is told."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import traceback
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.samples import LEASE, MINUTE, NOON, a_story
from waymark.errors import StoreUnavailable
from waymark.states import State
from waymark.store import Decision, NewJob, Store

CANARY = "the heron by the canal"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "var" / "store.sqlite3"


@pytest.fixture
def file_store(path):
    store = Store.open(f"sqlite:///{path}")
    yield store
    store.close()


@contextlib.contextmanager
def no_room(size):
    """No file of this process can grow beyond ``size`` bytes, as on a full disk.

    The limit holds for pytest's own output too, so it ends before the test does.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_on_a_full_disk_nothing_is_called_received(file_store):
    kept, _ = file_store.accept(a_story(1), NOON)

    with no_room(4096), pytest.raises(StoreUnavailable) as trouble:
        file_store.accept(a_story(2, fields={"text": CANARY * 1000}), NOON)

    assert_calm(trouble.value)
    assert file_store.in_states(*State) == [kept]


def test_after_a_full_disk_the_same_form_is_taken(file_store):
    with no_room(4096), pytest.raises(StoreUnavailable):
        file_store.accept(a_story(fields={"text": "x" * 50_000}), NOON)

    kept, is_new = file_store.accept(a_story(), NOON)

    assert is_new
    assert [job.submission_id for job in file_store.open_jobs()] == [kept.id]


def test_a_store_that_may_not_be_written_says_so_and_can_still_be_read(path):
    Store.open(f"sqlite:///{path}").close()
    store = Store.open(f"sqlite:///{path}")
    kept, _ = store.accept(a_story(1), NOON)
    sa.event.listen(store.engine, "checkout", lambda raw, *_: raw.execute("PRAGMA query_only = ON"))
    try:
        with pytest.raises(StoreUnavailable) as trouble:
            store.accept(a_story(2, fields={"text": CANARY}), NOON)
        assert_calm(trouble.value)
        assert store.get(kept.id) == kept
    finally:
        store.close()


@pytest.mark.parametrize("what", ["a file for a folder", "a folder for a file", "not a database"])
def test_a_place_that_cannot_hold_a_store_is_said_at_once(tmp_path, what):
    path = tmp_path / "var" / "store.sqlite3"
    if what == "a file for a folder":
        path.parent.write_text("")
    elif what == "a folder for a file":
        path.mkdir(parents=True)
    else:
        path.parent.mkdir()
        path.write_text(CANARY * 1000)

    with pytest.raises(StoreUnavailable) as trouble:
        Store.open(f"sqlite:///{path}")

    assert_calm(trouble.value)


def test_a_server_that_does_not_answer_is_one_calm_error(tmp_path):
    with pytest.raises(StoreUnavailable) as trouble:
        Store.open(f"postgresql://someone:{CANARY}@/db?host={tmp_path}")

    assert_calm(trouble.value)


def test_a_broken_database_file_is_one_calm_error(path):
    store = Store.open(f"sqlite:///{path}")
    for number in range(50):
        store.accept(a_story(number, fields={"text": CANARY * 100}), NOON)
    store.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))

    with pytest.raises(StoreUnavailable) as trouble:
        Store.open(f"sqlite:///{path}").in_states(*State)

    assert_calm(trouble.value)


@pytest.mark.parametrize(
    "do",
    [
        lambda store: store.accept(a_story(2, kind=None, fields={"text": CANARY}), NOON),
        lambda store: store.accept(a_story(2, score=CANARY), NOON),
        lambda store: store.accept(a_story(1, token_hash="t", fields={"text": CANARY}), NOON),
        lambda store: store.add_job(NewJob(None, CANARY, {"text": CANARY}), NOON),
        lambda store: store.note(None, CANARY),
        lambda store: store.change(
            store.in_states(State.RECEIVED)[0].id, expected=State.RECEIVED, after=State.RECEIVED,
            question=CANARY, sequence=CANARY, now=NOON),
        lambda store: store.change(
            store.in_states(State.RECEIVED)[0].id, expected=State.RECEIVED, after=State.DECLINED,
            decision=Decision(store.in_states(State.RECEIVED)[0].id, None, CANARY, NOON,
                message=CANARY), now=NOON),
    ],
)  # fmt: skip
def test_an_error_of_the_database_never_quotes_what_it_was_given(store, do):
    """PostgreSQL would show the whole row that fails."""
    accepted, _ = store.accept(a_story(1), NOON)

    try:
        do(store)
    except StoreUnavailable as trouble:
        assert_calm(trouble)
    # SQLite keeps a word where a number belongs; then there is no error to look at.
    assert store.find_by_receipt("receipt-1").received_at == accepted.received_at


@pytest.mark.parametrize(
    "do",
    [
        lambda s: s.accept(a_story(), NOON), lambda s: s.get("x"), lambda s: s.queue(NOON),
        lambda s: s.find_by_receipt("x"), lambda s: s.in_states(*State), lambda s: s.counts(),
        lambda s: s.decisions("x"), lambda s: s.add_job(NewJob("publish"), NOON),
        lambda s: s.claim("w", NOON, LEASE), lambda s: s.stuck(), lambda s: s.open_jobs(),
        lambda s: s.retry(1, NOON), lambda s: s.note("a", "b"), lambda s: s.read_note("a"),
        lambda s: s.forget_note("a"), lambda s: s.spend("a", NOON, NOON),
        lambda s: s.add_sign_in("a", "b", NOON, NOON), lambda s: s.use_sign_in("a", NOON),
        lambda s: s.change("x", expected=State.RECEIVED, after=State.DECLINED, now=NOON),
    ],
)  # fmt: skip
def test_every_question_to_a_store_that_is_gone_gets_the_same_calm_error(path, do):
    store = Store.open(f"sqlite:///{path}")
    store.close()
    for file in path.parent.iterdir():
        file.unlink()
    path.mkdir()

    with pytest.raises(StoreUnavailable) as trouble:
        do(store)

    assert_calm(trouble.value)


def test_a_writer_waits_for_another_instead_of_failing(file_store, path):
    """Somebody holds the write lock for a moment, as a backup would."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, other.commit)
    release.start()

    accepted, _ = file_store.accept(a_story(), NOON)
    release.join()
    other.close()

    assert file_store.get(accepted.id) == accepted


KILLED = """
import os, signal, sys
from tests.store.samples import NOON, a_story
from waymark.store import Store
import sqlalchemy as sa
store = Store.open(sys.argv[1])
store.accept(a_story(1), NOON)
if sys.argv[2] == "before the commit":
    def die(*_): os.kill(os.getpid(), signal.SIGKILL)
    sa.event.listen(store.engine, "commit", die)
store.accept(a_story(2), NOON)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("moment", "kept"), [("before the commit", 1), ("after the commit", 2)])
def test_a_process_that_is_killed_leaves_whole_submissions_only(url, moment, kept):
    """With every submission there is its job, and the other way round."""
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, url, moment], cwd=ROOT, timeout=60, check=False
    )

    store = Store.open(url)
    found = {submission.id for submission in store.in_states(*State)}
    jobs = {job.submission_id for job in store.open_jobs()}
    again = [store.accept(a_story(number), NOON + MINUTE)[1] for number in (1, 2)]
    store.close()

    assert killed.returncode == -signal.SIGKILL
    assert len(found) == kept
    assert jobs == found
    assert again == [False, kept == 1]


def assert_calm(trouble: StoreUnavailable) -> None:
    """One error with a remedy, with nothing behind it that a log could show."""
    told = "".join(traceback.format_exception(trouble))
    assert trouble.remedy
    assert trouble.__context__ is None
    assert trouble.__cause__ is None
    assert CANARY not in told
    assert CANARY not in repr(trouble)
    assert "INSERT" not in told
    assert "SELECT" not in str(trouble)
