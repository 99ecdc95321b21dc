"""What a forge told us, each thing once: webhook deliveries, and the comments people wrote.

Of both only ids are kept, and our own answers; never anybody's words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from waymark.store.connection import read, write
from waymark.store.inserting import insert_once
from waymark.store.jobs import insert_job
from waymark.store.records import NewJob
from waymark.store.schema import deliveries, heard


@dataclass(frozen=True)
class Heard:
    """A comment: when it was first heard, our answer to it (``""`` while it is being done), and
    whether that was given."""

    key: str
    at: datetime
    answer: str
    is_settled: bool


class Deliveries:
    """The part of the store that remembers what a forge told; see `waymark.store.Store`."""

    engine: Engine

    def take_delivery(
        self, delivery_id: str, event: str, jobs: Sequence[NewJob], now: datetime
    ) -> bool:
        """Remember a delivery with the jobs it asks for, in one transaction.

        ``False`` when it was taken before: then nothing is done.
        """
        with write(self.engine) as connection:
            row = {"id": delivery_id, "event": event, "received_at": now}
            if not insert_once(connection, deliveries, row):
                return False
            for job in jobs:
                insert_job(connection, job, now)
            return True

    def taken_deliveries(self, delivery_ids: Collection[str]) -> set[str]:
        """Return those of these deliveries that were taken."""
        query = sa.select(deliveries.c.id).where(deliveries.c.id.in_(list(delivery_ids)))
        with read(self.engine) as connection:
            return set(connection.execute(query).scalars())

    def forget_deliveries(self, before: datetime) -> None:
        """Forget the deliveries that came earlier."""
        with write(self.engine) as connection:
            connection.execute(sa.delete(deliveries).where(deliveries.c.received_at < before))

    def settled(self, keys: Collection[str]) -> set[str]:
        """Return those of these comments that need nothing more."""
        done = sa.and_(heard.c.key.in_(list(keys)), heard.c.is_settled)
        with read(self.engine) as connection:
            return set(connection.execute(sa.select(heard.c.key).where(done)).scalars())

    def hear(self, key: str, now: datetime) -> Heard:
        """Begin with a comment, or go on where somebody stopped who was killed.

        No two comments have the same moment, so that it names what is done because of one.
        """
        with write(self.engine) as connection:
            last = connection.execute(sa.select(sa.func.max(heard.c.at))).scalar_one()
            at = now if last is None or last < now else last + timedelta(microseconds=1)
            insert_once(
                connection, heard, {"key": key, "at": at, "answer": "", "is_settled": False}
            )
            query = sa.select(heard).where(heard.c.key == key)
            return Heard(**connection.execute(query).mappings().one())

    def keep_answer(self, key: str, answer: str) -> str:
        """Keep what is to be answered, once everything that was asked is done.

        Of two who did it at once the first one's answer stands; return that.
        """
        mine = heard.c.key == key
        with write(self.engine) as connection:
            unanswered = sa.and_(mine, heard.c.answer == "")
            connection.execute(sa.update(heard).where(unanswered).values(answer=answer))
            return str(connection.execute(sa.select(heard.c.answer).where(mine)).scalar_one())

    def settle_heard(self, key: str) -> None:
        """Mark a comment that was heard as answered: it is not looked at again."""
        settled = sa.update(heard).where(heard.c.key == key).values(is_settled=True)
        with write(self.engine) as connection:
            connection.execute(settled)
