"""Open a database, bring its schema up to date, and speak of its troubles without its contents."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from waymark.errors import BadSettings, StoreUnavailable

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
BUSY_MS = 10_000
# Any fixed number: it keeps two processes from migrating one PostgreSQL at once.
MIGRATION_LOCK = 7_734_201


def open_engine(url: str) -> Engine:
    """Return an engine on a database whose schema is current; make its folder when needed."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadSettings(
            "WAYMARK_DATABASE_URL cannot be read.",
            remedy="Write it like sqlite:///path or postgresql+psycopg://user@host/name.",
        ) from None
    with explained():
        if parsed.get_backend_name() == "sqlite":
            _make_private(parsed)
        engine = sa.create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
        if parsed.get_backend_name() == "sqlite":
            sa.event.listen(engine, "connect", _prepare_sqlite)
        with write(engine) as connection:
            _migrate(connection)
    return engine


@contextlib.contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """One writing transaction: committed as a whole, or not at all."""
    with explained(), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Take the write lock at once: a lock taken half-way could never be granted.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


@contextlib.contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """One consistent look."""
    with explained(), engine.connect() as connection:
        yield connection


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn trouble with the database into one calm error that holds none of its values."""
    try:
        yield
    except (SQLAlchemyError, OSError) as problem:
        kind = type(getattr(problem, "orig", None) or problem).__name__
        raise StoreUnavailable(
            f"The store cannot be used just now ({kind}).",
            remedy="Look at free disk space and the rights of the data folder: `waymark doctor`.",
        ) from None


def _make_private(url: URL) -> None:
    """Make the folder and the file for the owner only, before anything is written."""
    if not url.database or url.database == ":memory:":
        return
    path = Path(url.database)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: object, _record: object) -> None:
    # The driver must not open transactions of its own: `write` does, in one place.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
