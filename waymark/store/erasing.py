"""Take words out of the store for good; what stays says only that something was removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from waymark.errors import StoreUnavailable
from waymark.states import State
from waymark.store.connection import explained, read, write
from waymark.store.log import write_down
from waymark.store.records import Decision, Submission
from waymark.store.reports import close_for_good
from waymark.store.schema import jobs, messages, reports, submissions
from waymark.store.submissions import read_submission

WORDS: Mapping[str, Any] = {
    "fields": {"text": ""}, "details": {}, "findings": [], "question": None, "edits": [],
    "kept": [],
}  # fmt: skip
"""Every column of a submission that can hold somebody's words, and what it holds without them."""


WAIT_MS = 10_000
"""How long to wait for readers of old pages."""


class Erasing:
    """The part of the store that forgets; see `waymark.store.Store`."""

    engine: Engine

    def with_words(self, *states: State) -> list[Submission]:
        """Return the submissions in any of these states whose words are still here."""
        query = sa.select(submissions).where(
            submissions.c.state.in_([state.value for state in states]),
            submissions.c.erased_at.is_(None),
        )
        with read(self.engine) as connection:
            rows = connection.execute(query.order_by(submissions.c.changed_at, submissions.c.id))
            return [read_submission(row) for row in rows.mappings()]

    def erase(self, submission_id: str, by: str, now: datetime) -> None:
        """Take out all that was written, and all that was said about it; doing so twice is fine.

        Call `clear_traces` afterwards: until then a database may hold old pages.
        """
        same = submissions.c.id == submission_id
        with write(self.engine) as connection:
            row = connection.execute(sa.select(submissions).where(same)).mappings().first()
            if row is None or row["erased_at"] is not None:
                return
            # The language is no word of anybody's, and the notice on the site is written in it.
            lang = {k: v for k, v in dict(row["details"]).items() if k == "lang"}
            changes = {**WORDS, "details": lang, "erased_at": now}
            connection.execute(sa.update(submissions).where(same).values(changes))
            said = messages.c.submission_id == submission_id
            connection.execute(sa.delete(messages).where(said))
            close_for_good(connection, submission_id, now)
            write_down(connection, Decision(submission_id, "erase", by, now))

    def rename_revisions(self, renamed: Mapping[str, str]) -> None:
        """Follow a forge whose history was rewritten: the same texts have other revisions now."""
        with write(self.engine) as connection:
            held = sa.select(submissions.c.id, submissions.c.revision).where(
                submissions.c.revision.is_not(None)
            )
            for submission_id, revision in connection.execute(held).all():
                if revision in renamed:
                    values: dict[str, Any] = {"revision": renamed[revision]}
                    same = submissions.c.id == submission_id
                    connection.execute(sa.update(submissions).where(same).values(values))
            asked = sa.select(jobs.c.id, jobs.c.payload).where(jobs.c.kind == "merge")
            for job_id, payload in connection.execute(asked).all():
                if payload.get("revision") in renamed:
                    values = {"payload": {**payload, "revision": renamed[payload["revision"]]}}
                    connection.execute(sa.update(jobs).where(jobs.c.id == job_id).values(values))

    def clear_traces(self) -> None:
        """Have the database write itself anew, so that no free page holds what was erased."""
        with explained(), self.engine.connect() as connection:
            if self.engine.dialect.name == "sqlite":
                _rewrite_sqlite(connection)
            else:
                whole = connection.execution_options(isolation_level="AUTOCOMMIT")
                for table in (submissions, messages, reports):
                    whole.execute(sa.text(f"VACUUM FULL {table.name}"))


def _rewrite_sqlite(connection: Connection) -> None:
    # The copy that VACUUM makes stays in memory: no words in a temporary file.
    connection.exec_driver_sql("PRAGMA temp_store = MEMORY")
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {WAIT_MS}")
    connection.exec_driver_sql("VACUUM")
    is_busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    if is_busy:
        raise StoreUnavailable(
            "The store is being read, so that old pages could not be cleared.",
            remedy="It is tried again.",
        )
