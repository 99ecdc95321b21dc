"""Write a row that may be there already, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert_once(connection: Connection, table: sa.Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless one of its unique values is taken; say whether it was written.

    A plain look before the insert would let two writers through on PostgreSQL, and the count of
    inserted rows is not to be had there: what comes back says it.
    """
    statement: sa.Insert
    if connection.dialect.name == "postgresql":
        statement = postgresql.insert(table).on_conflict_do_nothing()
    else:
        statement = sqlite.insert(table).on_conflict_do_nothing()
    statement = statement.values(dict(values)).returning(*table.primary_key)
    return connection.execute(statement).first() is not None
