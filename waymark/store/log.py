"""The log of decisions: rows are added and never changed; a trigger in the database sees to it.

No words of anybody stand in it. What was said with a decision is kept in a table of its own, so
that it can go when the submission goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from waymark.store.connection import read
from waymark.store.records import Decision
from waymark.store.schema import decisions, messages


class Log:
    """The part of the store that tells what was decided; see `waymark.store.Store`."""

    engine: Engine

    def decisions(self, submission_id: str) -> list[Decision]:
        """Return what was done with a submission, first to last, with what was said."""
        return self._find(decisions.c.submission_id == submission_id)

    def decisions_since(self, moment: datetime) -> list[Decision]:
        """Return what was done with any submission since a moment, first to last."""
        return self._find(decisions.c.at >= moment)

    def decisions_citing(self, rule: str, most: int = 20) -> list[Decision]:
        """Return the latest decisions that cite a rule of the house, newest first."""
        cites = sa.cast(decisions.c.rules, sa.String).contains(f'"{rule}"', autoescape=True)
        return self._find(cites, newest=most)

    def _find(self, which: sa.ColumnElement[bool], newest: int = 0) -> list[Decision]:
        with_words = decisions.outerjoin(messages, messages.c.decision_id == decisions.c.id)
        query = sa.select(decisions, messages.c.text).select_from(with_words).where(which)
        if newest:
            query = query.order_by(decisions.c.id.desc()).limit(newest)
        else:
            query = query.order_by(decisions.c.id)
        with read(self.engine) as connection:
            return [_read(row) for row in connection.execute(query).mappings()]


def write_down(connection: Connection, decision: Decision) -> None:
    """Add a row to the log inside somebody's transaction; its words go into their own table."""
    number = connection.execute(
        sa.insert(decisions)
        .values(
            submission_id=decision.submission_id,
            action=decision.action,
            by=decision.by,
            at=decision.at,
            rules=list(decision.rules),
            level=decision.level,
            mark=decision.mark,
        )
        .returning(decisions.c.id)
    ).scalar_one()
    if decision.message:
        connection.execute(
            sa.insert(messages).values(
                decision_id=number,
                submission_id=decision.submission_id,
                text=decision.message,
            )
        )


def last_number(connection: Connection, submission_id: str) -> int:
    """Return the number of the last decision about a submission; 0 when there is none."""
    query = sa.select(sa.func.max(decisions.c.id)).where(decisions.c.submission_id == submission_id)
    return int(connection.execute(query).scalar_one() or 0)


def _read(row: Mapping[Any, Any]) -> Decision:
    return Decision(
        submission_id=row["submission_id"],
        action=row["action"],
        by=row["by"],
        at=row["at"],
        rules=tuple(row["rules"]),
        message=row["text"] or "",
        level=row["level"],
        mark=row["mark"],
        number=row["id"],
    )
