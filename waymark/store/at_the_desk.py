"""Who is at the desk, and what each is reading just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from waymark.store.connection import read, write
from waymark.store.inserting import insert_once
from waymark.store.schema import claims, sessions


@dataclass(frozen=True)
class Claim:
    """Somebody reads a submission, until a moment; then another may take it."""

    submission_id: str
    by: str
    until: datetime


class AtTheDesk:
    """The part of the store for sessions and claims; see `waymark.store.Store`."""

    engine: Engine

    def take(self, claim: Claim, now: datetime) -> Claim:
        """Take a submission to read; return who has it now, which may be somebody else."""
        mine = sa.and_(
            claims.c.submission_id == claim.submission_id,
            sa.or_(claims.c.by == claim.by, claims.c.until <= now),
        )
        with write(self.engine) as connection:
            if insert_once(connection, claims, vars(claim)):
                return claim
            values = {"by": claim.by, "until": claim.until}
            if connection.execute(sa.update(claims).where(mine).values(values)).rowcount:
                return claim
            query = sa.select(claims).where(claims.c.submission_id == claim.submission_id)
            return Claim(**connection.execute(query).mappings().one())

    def let_go(self, submission_id: str, by: str) -> None:
        """Give back what one had taken; what somebody else has stays theirs."""
        own = sa.and_(claims.c.submission_id == submission_id, claims.c.by == by)
        with write(self.engine) as connection:
            connection.execute(sa.delete(claims).where(own))

    def claims(self, now: datetime) -> Mapping[str, Claim]:
        """Return what is being read just now, by submission."""
        query = sa.select(claims).where(claims.c.until > now)
        with read(self.engine) as connection:
            found = [Claim(**row) for row in connection.execute(query).mappings()]
        return {claim.submission_id: claim for claim in found}

    def begin_session(self, key_hash: str, moderator: str, now: datetime, lasts: timedelta) -> None:
        """Remember a session by the hash of its key; forget those that lasted their time."""
        row = {"key_hash": key_hash, "moderator": moderator, "begun_at": now, "seen_at": now}
        with write(self.engine) as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.begun_at <= now - lasts))
            connection.execute(sa.insert(sessions).values(row))

    def session(self, key_hash: str) -> tuple[str, datetime, datetime] | None:
        """Return whose session it is, when it began and when it was last seen."""
        columns = (sessions.c.moderator, sessions.c.begun_at, sessions.c.seen_at)
        query = sa.select(*columns).where(sessions.c.key_hash == key_hash)
        with read(self.engine) as connection:
            row = connection.execute(query).first()
        return None if row is None else (str(row[0]), row[1], row[2])

    def see_session(self, key_hash: str, now: datetime) -> None:
        """Note that somebody is still there."""
        query = sa.update(sessions).where(sessions.c.key_hash == key_hash)
        with write(self.engine) as connection:
            connection.execute(query.values(seen_at=now))

    def end_session(self, key_hash: str) -> None:
        with write(self.engine) as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.key_hash == key_hash))

    def end_sessions_of(self, moderator: str) -> None:
        """End every session of somebody, in whatever browser."""
        with write(self.engine) as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.moderator == moderator))
