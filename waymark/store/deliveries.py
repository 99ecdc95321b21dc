"""What a forge told us, each thing once: webhook deliveries, and the comments people wrote.

Only ids are kept, never words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from waymark.store.connection import read, write
from waymark.store.inserting import insert_once
from waymark.store.jobs import insert_job
from waymark.store.records import NewJob
from waymark.store.schema import deliveries, heard


@dataclass(frozen=True)
class Heard:
    """A comment that was listened to: when first, and what became of it (``""``: not yet known)."""

    key: str
    at: datetime
    outcome: str = ""


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

    def hear(self, key: str, now: datetime) -> Heard:
        """Remember that a comment was listened to; one that was heard before is as it was."""
        with write(self.engine) as connection:
            insert_once(connection, heard, {"key": key, "at": now, "outcome": ""})
            row = connection.execute(sa.select(heard).where(heard.c.key == key)).mappings().one()
            return Heard(row["key"], row["at"], row["outcome"])

    def settle_heard(self, key: str, outcome: str) -> None:
        """Keep what became of a comment; the first word on it stands."""
        first = sa.and_(heard.c.key == key, heard.c.outcome == "")
        with write(self.engine) as connection:
            connection.execute(sa.update(heard).where(first).values(outcome=outcome))
