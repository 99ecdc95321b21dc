"""What people said about pages on the site, until somebody has looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from waymark.reports import Outcome
from waymark.store.connection import read, write
from waymark.store.inserting import insert_once
from waymark.store.jobs import insert_job
from waymark.store.log import write_down
from waymark.store.records import Decision, NewJob
from waymark.store.schema import reports, submissions


@dataclass(frozen=True)
class NewReport:
    """A report as the door hands it over; ``key`` is the same when a form is sent twice."""

    key: str
    entry_id: str
    kind: str
    lang: str
    reason: str
    said: str
    outcome: Outcome


@dataclass(frozen=True)
class Report:
    """One report. ``ending`` is what somebody made of it; ``None`` while it is open."""

    id: int
    entry_id: str
    kind: str
    lang: str
    reason: str
    said: str
    outcome: Outcome
    at: datetime
    closed_at: datetime | None
    closed_by: str | None
    ending: str | None


class Reports:
    """The part of the store for reports; see `waymark.store.Store`."""

    engine: Engine

    def add_report(self, new: NewReport, now: datetime) -> bool:
        """Keep a report, and have its page hidden when it says so; ``False`` if it is known."""
        with write(self.engine) as connection:
            if not insert_once(connection, reports, {**vars(new), "at": now}):
                return False
            if new.outcome is Outcome.HIDE:
                _log(connection, Decision(new.entry_id, "hide", "waymark", now))
                insert_job(connection, _settling(new.entry_id), now)
            return True

    def open_reports(self) -> list[Report]:
        """Return the reports that nobody has looked at, first to last."""
        return self._reports(reports.c.closed_at.is_(None))

    def reports_of(self, entry_id: str) -> list[Report]:
        """Return all reports about a page, first to last."""
        return self._reports(reports.c.entry_id == entry_id)

    def count_reports(self, since: datetime) -> int:
        """Return how many reports came since a moment."""
        query = sa.select(sa.func.count()).select_from(reports).where(reports.c.at >= since)
        with read(self.engine) as connection:
            return int(connection.execute(query).scalar_one())

    def is_hidden(self, entry_id: str) -> bool:
        """Say whether a page is to be hidden: somebody reported it so, and nobody has looked."""
        hides = sa.and_(
            reports.c.entry_id == entry_id,
            reports.c.outcome == Outcome.HIDE.value,
            reports.c.closed_at.is_(None),
        )
        with read(self.engine) as connection:
            return connection.execute(sa.select(reports.c.id).where(hides)).first() is not None

    def close_reports(
        self, entry_id: str, last: int, ending: str, decision: Decision, now: datetime
    ) -> int:
        """Close what somebody looked at, up to the report ``last``; return how many there were."""
        seen = sa.and_(
            reports.c.entry_id == entry_id, reports.c.id <= last, reports.c.closed_at.is_(None)
        )
        values = {"closed_at": now, "closed_by": decision.by, "ending": ending}
        with write(self.engine) as connection:
            closed = connection.execute(sa.update(reports).where(seen).values(values)).rowcount
            if closed:
                _log(connection, decision)
                insert_job(connection, _settling(entry_id), now)
            return closed

    def erase_reports(self, closed_before: datetime) -> int:
        """Take out what was said in reports that were closed earlier; return in how many."""
        old = sa.and_(reports.c.closed_at < closed_before, reports.c.said != "")
        with write(self.engine) as connection:
            return connection.execute(sa.update(reports).where(old).values(said="")).rowcount

    def _reports(self, which: sa.ColumnElement[bool]) -> list[Report]:
        query = sa.select(reports).where(which).order_by(reports.c.id)
        with read(self.engine) as connection:
            return [_read(dict(row)) for row in connection.execute(query).mappings()]


def close_for_good(connection: Connection, entry_id: str, now: datetime) -> None:
    """Forget what was said about a page that is gone, inside somebody's transaction."""
    about = reports.c.entry_id == entry_id
    connection.execute(sa.update(reports).where(about).values(said=""))
    ended = {"closed_at": now, "closed_by": "waymark", "ending": "withdrawn"}
    still_open = sa.and_(about, reports.c.closed_at.is_(None))
    connection.execute(sa.update(reports).where(still_open).values(ended))


def _settling(entry_id: str) -> NewJob:
    return NewJob("hide", payload={"entry": entry_id}, key=entry_id)


def _log(connection: Connection, decision: Decision) -> None:
    """Write a decision down when it is about a submission: an editor's page has no log."""
    query = sa.select(submissions.c.id).where(submissions.c.id == decision.submission_id)
    if connection.execute(query).first() is not None:
        write_down(connection, decision)


def _read(row: dict[str, Any]) -> Report:
    row.pop("key")
    return Report(**{**row, "outcome": Outcome(row["outcome"])})
