"""A store is opened, made and brought up to date in one step, by any number of processes."""

from __future__ import annotations

import multiprocessing
import stat
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.store.samples import NOON, a_story
from waymark.errors import BadSettings, StoreUnavailable
from waymark.states import State
from waymark.store import Store
from waymark.store.connection import MIGRATIONS
from waymark.store.schema import metadata

NEWEST = max(path.name[:4] for path in MIGRATIONS.glob("versions/0*.py"))


def test_what_was_stored_is_there_after_opening_again(open_store):
    store = open_store()
    accepted, _ = store.accept(a_story(), NOON)
    store.close()

    assert open_store().get(accepted.id) == accepted


def test_the_migrations_make_the_tables_that_the_code_uses(new_url):
    """A change to a table without a migration, or the other way round, fails here."""
    store = Store.open(new_url)
    try:
        with store.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
            assert context.get_current_revision() == NEWEST
    finally:
        store.close()


def test_many_processes_may_open_a_new_store_at_once(new_url):
    """`waymark serve` and `waymark worker` started together on an empty folder."""
    spawn = multiprocessing.get_context("spawn")
    start_at = time.time() + 1.5
    with ProcessPoolExecutor(4, mp_context=spawn) as processes:
        sent = [processes.submit(_open_and_accept, new_url, start_at, n) for n in range(4)]
        answers = [one.result(timeout=60) for one in sent]

    assert answers == ["kept"] * 4
    store = Store.open(new_url)
    assert len(store.in_states(State.RECEIVED)) == len(store.open_jobs()) == 4
    store.close()


def _open_and_accept(url: str, start_at: float, number: int) -> str:
    time.sleep(max(0.0, start_at - time.time()))
    try:
        store = Store.open(url)
        store.accept(a_story(number), NOON)
        store.close()
    except Exception as problem:  # noqa: BLE001  (the parent shows what it was)
        return f"{type(problem).__name__}: {problem}"
    return "kept"


def test_a_store_of_a_newer_version_is_left_alone(open_store, url):
    store = open_store()
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(StoreUnavailable, match="another version of Waymark"):
            Store.open(url)
    finally:
        with store.engine.begin() as connection:
            connection.execute(sa.text(f"UPDATE alembic_version SET version_num = '{NEWEST}'"))


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "var" / "store.sqlite3"


def test_only_its_owner_can_read_the_store(path):
    """The folder, the database and the files SQLite keeps beside it."""
    store = Store.open(f"sqlite:///{path}")
    store.accept(a_story(), NOON)

    rights = {
        file.name: stat.S_IMODE(file.stat().st_mode)
        for file in [path.parent, *path.parent.iterdir()]
    }
    store.close()

    assert rights.pop("var") == 0o700
    assert set(rights.values()) == {0o600}
    assert {"store.sqlite3", "store.sqlite3-wal"} <= set(rights)


def test_a_store_that_others_could_read_is_closed_to_them(path):
    Store.open(f"sqlite:///{path}").close()
    path.chmod(0o644)

    Store.open(f"sqlite:///{path}").close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
        ("secure_delete", 1),
    ],
)
def test_every_commit_is_on_disk_before_anybody_hears_of_it(path, pragma, value):
    store = Store.open(f"sqlite:///{path}")

    with store.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
    store.close()


@pytest.mark.parametrize(
    "url",
    [
        "", "nonsense", "sqlite://", "sqlite:///:memory:", "sqlite:///file::memory:?uri=true",
        "mysql://u:secret@host/db", "postgresql://u:secret@host:port/db", "oracle://u:secret@h/d",
    ],
)  # fmt: skip
def test_an_address_that_cannot_hold_a_store_is_refused_without_its_password(url):
    """Nor does one in memory count: it would forget what people sent."""
    with pytest.raises(BadSettings, match="WAYMARK_DATABASE_URL") as refused:
        Store.open(url)

    assert "secret" not in str(refused.value)
    assert refused.value.remedy
