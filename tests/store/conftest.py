"""Every promise of the store is tried on each database that is here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from tests.store.postgresql import PostgreSQL, find_server
from waymark.store import Store
from waymark.store.schema import metadata

DATABASES = ["sqlite", *(["postgresql"] if find_server() else [])]


@pytest.fixture(scope="session")
def postgresql():
    """One server for the whole run, started when the first test asks for it."""
    programs = find_server()
    assert programs is not None, "Install PostgreSQL's server for this test."
    server = PostgreSQL(programs)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shared_database(postgresql):
    """One database with its tables: making one for each test would take most of the time."""
    url = postgresql.new_database()
    store = Store.open(url)
    yield url, store.engine
    store.close()


@pytest.fixture(params=DATABASES)
def new_url(request, tmp_path) -> str:
    """The address of a database nobody opened yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'private' / 'store.sqlite3'}"
    return request.getfixturevalue("postgresql").new_database()


@pytest.fixture(params=DATABASES)
def url(request, tmp_path) -> str:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'private' / 'store.sqlite3'}"
    address, engine = request.getfixturevalue("shared_database")
    with engine.begin() as connection:
        names = ", ".join(metadata.tables)
        # The log refuses to be emptied; only a superuser of a test's own database may.
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY"))
    return address


@pytest.fixture
def open_store(url) -> Callable[[], Store]:
    """Open the same database as often as asked, as several processes would."""
    opened = []

    def open_one() -> Store:
        opened.append(Store.open(url))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store) -> Store:
    return open_store()
