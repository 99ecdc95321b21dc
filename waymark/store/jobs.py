"""Work to be done, with leases: a job whose worker died is found by the next one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from waymark.store.connection import read, write
from waymark.store.records import Job, JobState, NewJob
from waymark.store.schema import Moment, jobs

SITE_LANE = "site"
SITE_KINDS = {"publish", "merge", "withdraw", "erase", "hide"}
"""Kinds that change the site's main branch or its history: never two of them run at once."""
OFTEN = 3
"""From this many attempts on, a job that still has not worked shows on the desk."""
WENT_SILENT = "Its worker stopped before the job was done."
# Any fixed number: on PostgreSQL it lets one worker at a time choose a job of the site's lane.
LANE_LOCK = 7_734_202


class Jobs:
    """The part of the store that holds jobs; see `waymark.store.Store`."""

    engine: Engine

    def add_job(self, new: NewJob, now: datetime) -> None:
        with write(self.engine) as connection:
            insert_job(connection, new, now)

    def claim(
        self, worker: str, now: datetime, lease: timedelta, kinds: Collection[str] | None = None
    ) -> Job | None:
        """Take the job that has been due longest, or one whose worker went silent."""
        due = sa.or_(
            sa.and_(jobs.c.state == JobState.READY, jobs.c.next_at <= now),
            sa.and_(jobs.c.state == JobState.RUNNING, jobs.c.lease_until <= now),
        )
        query = sa.select(jobs).where(due).order_by(jobs.c.next_at, jobs.c.id).limit(1)
        if kinds is not None:
            query = query.where(jobs.c.kind.in_(list(kinds)))
        with write(self.engine) as connection:
            if not _lane_is_free(connection, now):
                query = query.where(jobs.c.lane != SITE_LANE)
            row = connection.execute(query.with_for_update(skip_locked=True)).mappings().first()
            if row is None:
                return None
            changes = {
                "state": JobState.RUNNING.value,
                "attempts": row["attempts"] + 1,
                "lease_until": now + lease,
                "worker": worker,
            }
            if row["state"] == JobState.RUNNING:
                changes["last_error"] = WENT_SILENT
            connection.execute(sa.update(jobs).where(jobs.c.id == row["id"]).values(changes))
            return _read({**row, **changes})

    def finish(self, job: Job, worker: str, now: datetime) -> bool:
        """Mark a job done; ``False`` when the lease went to somebody else meanwhile."""
        return self._release(job, worker, {"state": JobState.DONE.value, "last_error": None})

    def fail(
        self, job: Job, worker: str, now: datetime, reason: str, retry_at: datetime | None
    ) -> bool:
        """Put a job back for ``retry_at``, or lay it aside for a person when that is ``None``."""
        changes: dict[str, Any] = {"last_error": reason[:500]}
        if retry_at is None:
            changes["state"] = JobState.DEAD.value
        else:
            changes |= {"state": JobState.READY.value, "next_at": retry_at}
        return self._release(job, worker, changes)

    def put_off(self, job: Job, worker: str, until: datetime) -> bool:
        """Put a job back that has to wait for its turn; this was no attempt."""
        changes = {
            "state": JobState.READY.value,
            "next_at": until,
            "attempts": job.attempts - 1,
            "last_error": job.last_error,
        }
        return self._release(job, worker, changes)

    def renew(self, job: Job, worker: str, now: datetime, lease: timedelta) -> bool:
        """Keep a job a while longer; ``False`` when it is no longer ours."""
        with write(self.engine) as connection:
            return _update_ours(connection, job, worker, {"lease_until": now + lease})

    def forget_done_jobs(self, before: datetime) -> None:
        """Forget what was done and had been due earlier: nobody asks for it any more."""
        old = sa.and_(jobs.c.state == JobState.DONE.value, jobs.c.next_at < before)
        with write(self.engine) as connection:
            connection.execute(sa.delete(jobs).where(old))

    def stuck(self) -> list[Job]:
        """Return the jobs a person should know of: dead, or tried often without success."""
        query = sa.select(jobs).where(
            sa.or_(
                jobs.c.state == JobState.DEAD,
                sa.and_(
                    jobs.c.state.in_([JobState.READY.value, JobState.RUNNING.value]),
                    jobs.c.attempts >= OFTEN,
                ),
            )
        )
        with read(self.engine) as connection:
            return [_read(row) for row in connection.execute(query.order_by(jobs.c.id)).mappings()]

    def retry(self, job_id: int, now: datetime) -> bool:
        """Make a job due at once, with its attempts forgotten; ``False`` if it is running."""
        waiting = sa.and_(
            jobs.c.id == job_id,
            jobs.c.state.in_([JobState.DEAD.value, JobState.READY.value]),
        )
        changes = {"state": JobState.READY.value, "next_at": now, "attempts": 0}
        with write(self.engine) as connection:
            return connection.execute(sa.update(jobs).where(waiting).values(changes)).rowcount == 1

    def open_jobs(self, submission_id: str | None = None) -> list[Job]:
        """Return the jobs that are ready or running, of one submission or of all."""
        query = sa.select(jobs).where(
            jobs.c.state.in_([JobState.READY.value, JobState.RUNNING.value])
        )
        if submission_id is not None:
            query = query.where(jobs.c.submission_id == submission_id)
        with read(self.engine) as connection:
            return [_read(row) for row in connection.execute(query.order_by(jobs.c.id)).mappings()]

    def _release(self, job: Job, worker: str, changes: Mapping[str, Any]) -> bool:
        with write(self.engine) as connection:
            return _update_ours(
                connection, job, worker, {**changes, "worker": None, "lease_until": None}
            )


def insert_job(connection: Connection, new: NewJob, now: datetime) -> None:
    """Add a job inside somebody's transaction.

    While the same one is still ready it is not added twice: the newest payload stands, and one
    that waits for its next try becomes due when the new one would be.
    """
    due_at = new.not_before or now
    same = sa.and_(
        jobs.c.kind == new.kind,
        jobs.c.submission_id.is_not_distinct_from(new.submission_id),
        jobs.c.key == new.key,
        jobs.c.state == JobState.READY.value,
    )
    due = sa.literal(due_at, Moment)
    sooner = sa.case((jobs.c.next_at < due, jobs.c.next_at), else_=due)
    if connection.dialect.name == "postgresql":
        # Two who add the same job take turns, so that the second sees the first.
        name = f"{new.kind} {new.submission_id} {new.key}"
        turn = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, LANE_LOCK))
        connection.execute(sa.select(turn))
    brought = {"payload": dict(new.payload), "next_at": sooner}
    if connection.execute(sa.update(jobs).where(same).values(brought)).rowcount:
        return
    connection.execute(
        sa.insert(jobs).values(
            kind=new.kind,
            lane=SITE_LANE if new.kind in SITE_KINDS else "",
            submission_id=new.submission_id,
            key=new.key,
            payload=dict(new.payload),
            state=JobState.READY.value,
            attempts=0,
            next_at=due_at,
        )
    )


def _lane_is_free(connection: Connection, now: datetime) -> bool:
    """Say whether a job of the site's lane may start; nobody else may say so until we commit."""
    if connection.dialect.name == "postgresql":
        ours = sa.select(sa.func.pg_try_advisory_xact_lock(LANE_LOCK))
        if not connection.execute(ours).scalar_one():
            return False
    busy = sa.select(jobs.c.id).where(
        jobs.c.lane == SITE_LANE,
        jobs.c.state == JobState.RUNNING,
        jobs.c.lease_until > now,
    )
    return connection.execute(busy.limit(1)).first() is None


def _update_ours(connection: Connection, job: Job, worker: str, changes: Mapping[str, Any]) -> bool:
    # ``attempts`` fences: the same worker name may have claimed the job a second time.
    ours = sa.and_(
        jobs.c.id == job.id,
        jobs.c.worker == worker,
        jobs.c.attempts == job.attempts,
        jobs.c.state == JobState.RUNNING.value,
    )
    return connection.execute(sa.update(jobs).where(ours).values(dict(changes))).rowcount == 1


def _read(row: Mapping[Any, Any]) -> Job:
    return Job(
        id=row["id"],
        kind=row["kind"],
        submission_id=row["submission_id"],
        payload=row["payload"],
        state=JobState(row["state"]),
        attempts=row["attempts"],
        next_at=row["next_at"],
        last_error=row["last_error"],
    )
