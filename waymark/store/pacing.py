"""When the next writes may be sent to a forge: one bucket for all workers and processes.

Whoever is to write books its writes first. What does not fit yet gets a time of its own, after
all that were booked before, and comes back then: nobody sleeps, nobody overtakes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from waymark.store.connection import read, write
from waymark.store.inserting import insert_once
from waymark.store.schema import forge_writes, notes

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LATE = timedelta(seconds=10)
"""Who comes later than this after its time books anew: a crowd that was held up must not go at
once."""
PAUSE, TROUBLE = "forge-pause", "forge-trouble"
"""Notes: that the forge asked to be left alone, and why nothing can be sent until it is mended."""
# Any fixed number: on PostgreSQL it lets one worker at a time book.
BOOKING_LOCK = 7_734_203
USED = ""


@dataclass(frozen=True)
class Booked:
    """Some writes, sent one after another, counted as one a second."""

    starts_at: datetime
    number: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.number * SECOND


@dataclass(frozen=True)
class Pause:
    """The forge asked to be left alone: until when, why, and how often in a row."""

    until: datetime
    why: str
    count: int


@dataclass(frozen=True)
class Outgoing:
    """What waits to be sent: how much, when the next goes, a pause, and what has to be mended."""

    waiting: int = 0
    next_at: datetime | None = None
    pause: Pause | None = None
    trouble: str = ""


def earliest(
    booked: Sequence[Booked], number: int, now: datetime, per_minute: int, per_hour: int
) -> datetime:
    """Return when ``number`` more writes may begin: one a second, and no window too full.

    ``booked`` is in order of time and holds all of the last hour.
    """
    start = max(now, booked[-1].ends_at) if booked else now
    for length, most in ((MINUTE, per_minute), (HOUR, per_hour)):
        room = most - number
        for one in reversed(booked):
            room -= one.number
            if room < 0:
                start = max(start, one.ends_at + length)
                break
    return start


class Pacing:
    """The part of the store that paces writes to a forge; see `waymark.store.Store`."""

    engine: Engine

    def book_writes(
        self, key: str, number: int, now: datetime, per_minute: int, per_hour: int
    ) -> datetime | None:
        """Return ``None`` when these writes may be sent now, else the moment to come back.

        ``key`` names the work, so that it finds its booking when it comes back.
        """
        with write(self.engine) as connection:
            _take_turns(connection)
            mine = forge_writes.c.key == key
            found = connection.execute(sa.select(forge_writes).where(mine)).mappings().first()
            pause = _pause(connection)
            if found is not None:
                is_free = pause is None or pause.until <= now
                if found["starts_at"] <= now <= found["starts_at"] + LATE and is_free:
                    connection.execute(sa.update(forge_writes).where(mine).values(key=USED))
                    return None
                if now < found["starts_at"] and is_free:
                    booked_for: datetime = found["starts_at"]
                    return booked_for
                connection.execute(sa.delete(forge_writes).where(mine))
            start = earliest(
                _booked(connection, now),
                number,
                max(now, pause.until) if pause else now,
                per_minute,
                per_hour,
            )
            is_now = start <= now
            row = {"key": USED if is_now else key, "starts_at": start, "number": number}
            connection.execute(sa.insert(forge_writes).values(row))
            return None if is_now else start

    def give_back_writes(self, number: int) -> None:
        """Take back the newest booking of this size that was used: nothing was sent."""
        newest = (
            sa.select(forge_writes.c.id)
            .where(forge_writes.c.key == USED, forge_writes.c.number == number)
            .order_by(forge_writes.c.starts_at.desc(), forge_writes.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        with write(self.engine) as connection:
            _take_turns(connection)
            connection.execute(sa.delete(forge_writes).where(forge_writes.c.id == newest))

    def pause_writes(self, until: datetime, why: str, count: int, now: datetime) -> None:
        """Send nothing until then; what was booked meanwhile books anew."""
        kept = json.dumps({"until": until.isoformat(), "why": why, "count": count})
        with write(self.engine) as connection:
            _take_turns(connection)
            waiting = sa.and_(forge_writes.c.key != USED, forge_writes.c.starts_at > now)
            connection.execute(sa.delete(forge_writes).where(waiting))
            if not insert_once(connection, notes, {"key": PAUSE, "value": kept}):
                mine = notes.c.key == PAUSE
                connection.execute(sa.update(notes).where(mine).values(value=kept))

    def pause(self) -> Pause | None:
        """Return the pause that was asked for last, over or not, unless writing went well since."""
        with read(self.engine) as connection:
            return _pause(connection)

    def end_pause(self) -> None:
        """Forget it: something was sent and went well."""
        with write(self.engine) as connection:
            connection.execute(sa.delete(notes).where(notes.c.key == PAUSE))

    def outgoing(self, now: datetime) -> Outgoing:
        """Return what waits to be sent, for the desk."""
        ahead = sa.and_(forge_writes.c.key != USED, forge_writes.c.starts_at > now)
        query = sa.select(sa.func.count(), sa.func.min(forge_writes.c.starts_at)).where(ahead)
        with read(self.engine) as connection:
            waiting, next_at = connection.execute(query).one()
            pause = _pause(connection)
            trouble = _note(connection, TROUBLE) or ""
        return Outgoing(waiting, next_at, pause if pause and pause.until > now else None, trouble)


def _booked(connection: Connection, now: datetime) -> list[Booked]:
    """Return what was booked in the last hour and ahead; forget the rest."""
    oldest = now - HOUR - MINUTE
    connection.execute(sa.delete(forge_writes).where(forge_writes.c.starts_at < oldest))
    query = sa.select(forge_writes.c.starts_at, forge_writes.c.number)
    rows = connection.execute(query.order_by(forge_writes.c.starts_at, forge_writes.c.id))
    return [Booked(starts_at, number) for starts_at, number in rows]


def _pause(connection: Connection) -> Pause | None:
    value = _note(connection, PAUSE)
    if value is None:
        return None
    kept = json.loads(value)
    return Pause(datetime.fromisoformat(kept["until"]), kept["why"], kept["count"])


def _note(connection: Connection, key: str) -> str | None:
    query = sa.select(notes.c.value).where(notes.c.key == key)
    value: str | None = connection.execute(query).scalar_one_or_none()
    return value


def _take_turns(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(BOOKING_LOCK)))
