"""Sign-in links, spent proofs of work, and a few durable notes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from waymark.store.connection import read, write
from waymark.store.inserting import insert_once
from waymark.store.schema import notes, sign_ins, spent


class SmallThings:
    """The part of the store for what is small and short-lived; see `waymark.store.Store`."""

    engine: Engine

    def add_sign_in(
        self, token_hash: str, moderator: str, expires_at: datetime, now: datetime
    ) -> None:
        """Remember the hash of a sign-in link; forget those that expired."""
        with write(self.engine) as connection:
            connection.execute(sa.delete(sign_ins).where(sign_ins.c.expires_at < now))
            connection.execute(
                sa.insert(sign_ins).values(
                    token_hash=token_hash, moderator=moderator, expires_at=expires_at
                )
            )

    def use_sign_in(self, token_hash: str, now: datetime) -> str | None:
        """Use a link up and return its moderator; ``None`` when used, expired or unknown."""
        valid = sa.and_(
            sign_ins.c.token_hash == token_hash,
            sign_ins.c.used_at.is_(None),
            sign_ins.c.expires_at > now,
        )
        with write(self.engine) as connection:
            used = connection.execute(sa.update(sign_ins).where(valid).values(used_at=now))
            if used.rowcount != 1:
                return None
            query = sa.select(sign_ins.c.moderator).where(sign_ins.c.token_hash == token_hash)
            return str(connection.execute(query).scalar_one())

    def spend(self, challenge_hash: str, expires_at: datetime, now: datetime) -> bool:
        """Mark a proof of work as used; ``False`` when it was used before."""
        with write(self.engine) as connection:
            connection.execute(sa.delete(spent).where(spent.c.expires_at < now))
            row = {"challenge_hash": challenge_hash, "expires_at": expires_at}
            return insert_once(connection, spent, row)

    def note(self, key: str, value: str) -> None:
        """Keep one small text under a key."""
        with write(self.engine) as connection:
            if not insert_once(connection, notes, {"key": key, "value": value}):
                connection.execute(sa.update(notes).where(notes.c.key == key).values(value=value))

    def read_note(self, key: str) -> str | None:
        with read(self.engine) as connection:
            query = sa.select(notes.c.value).where(notes.c.key == key)
            value = connection.execute(query).scalar_one_or_none()
        return None if value is None else str(value)

    def forget_note(self, key: str) -> None:
        with write(self.engine) as connection:
            connection.execute(sa.delete(notes).where(notes.c.key == key))
