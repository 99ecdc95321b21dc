"""Open a database, bring its schema up to date, and speak of its troubles without its contents."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from waymark.errors import BadSettings, StoreUnavailable

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
BUSY_MS = 10_000
# Any fixed number: it keeps two processes from migrating one PostgreSQL at once.
MIGRATION_LOCK = 7_734_201
# Alembic keeps the migration it is in in a global, so threads take turns.
_one_migration = threading.Lock()


def open_engine(url: str) -> Engine:
    """Return an engine on a database whose schema is current; make its folder when needed."""
    parsed = _read_url(url)
    with explained():
        if parsed.get_backend_name() == "sqlite":
            _make_private(Path(str(parsed.database)))
            engine = sa.create_engine(parsed, hide_parameters=True)
            sa.event.listen(engine, "connect", _prepare_sqlite)
        else:
            engine = _postgresql(parsed)
        try:
            with _one_migration, write(engine) as connection:
                _migrate(connection)
        except BaseException:
            engine.dispose()
            raise
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
        error = StoreUnavailable(
            f"The store cannot be used just now ({kind}).",
            remedy="Look at free disk space and the rights of the data folder: `waymark doctor`.",
        )
        try:
            raise error from None
        finally:
            # A database may quote a whole row in its error. Nobody is to find it from ours.
            error.__context__ = None


def _read_url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = URL.create("unreadable")
    kind = parsed.get_backend_name()
    # A database in memory would forget what people sent.
    lasts = bool(parsed.database) and ":memory:" not in str(parsed.database)
    if kind != "postgresql" and not (kind == "sqlite" and lasts):
        raise BadSettings(
            "WAYMARK_DATABASE_URL cannot be used.",
            remedy="Write it like sqlite:///path or postgresql+psycopg://user@host/name.",
        )
    return parsed


def _postgresql(url: URL) -> Engine:
    try:
        return sa.create_engine(
            url.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={"connect_timeout": BUSY_MS // 1000},
        )
    except ImportError:
        raise BadSettings(
            "WAYMARK_DATABASE_URL asks for PostgreSQL, whose driver is not installed.",
            remedy="Run `pip install 'waymark[postgresql]'`, or unset it to use SQLite.",
        ) from None


def _make_private(path: Path) -> None:
    """Make the folder and the file for the owner only, before anything is written."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        # One that was copied here may be readable by all.
        if file.exists() and file.stat().st_mode & 0o077:
            with contextlib.suppress(PermissionError):  # It belongs to somebody else.
                file.chmod(0o600)


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
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StoreUnavailable(
            "The store was made by another version of Waymark.",
            remedy="Run the version that made it, or a newer one.",
        ) from None
