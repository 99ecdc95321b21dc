"""How far each proposal came on a forge whose calls may fail half-way."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from waymark.store.connection import read, write
from waymark.store.inserting import insert_once
from waymark.store.schema import forge_steps


@dataclass(frozen=True)
class Step:
    """The step of a proposal that was begun last.

    While it is not done nobody knows whether the forge did it: look before doing it again.
    ``blob`` is the git id of the proposed text, ``number`` that of the pull request (0 for none),
    ``shown`` a digest of everything else that was shown with it.
    """

    submission_id: str
    step: str
    is_done: bool = False
    blob: str = ""
    revision: str = ""
    number: int = 0
    shown: str = ""


class Steps:
    """The part of the store that knows steps on a forge; see `waymark.store.Store`."""

    engine: Engine

    def begin_steps(self, step: Step) -> bool:
        """Keep the first step of a proposal; ``False`` when there is one already."""
        with write(self.engine) as connection:
            return insert_once(connection, forge_steps, asdict(step))

    def keep_step(self, step: Step) -> None:
        """Keep where a proposal is, in place of what was known."""
        with write(self.engine) as connection:
            if not insert_once(connection, forge_steps, asdict(step)):
                mine = forge_steps.c.submission_id == step.submission_id
                connection.execute(sa.update(forge_steps).where(mine).values(asdict(step)))

    def step(self, submission_id: str) -> Step | None:
        query = sa.select(forge_steps).where(forge_steps.c.submission_id == submission_id)
        with read(self.engine) as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else Step(**row)

    def forget_steps(self, submission_id: str) -> None:
        mine = forge_steps.c.submission_id == submission_id
        with write(self.engine) as connection:
            connection.execute(sa.delete(forge_steps).where(mine))
