"""Submissions: taken in, found, and moved from state to state."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from waymark.checks.findings import Level
from waymark.errors import ChangedMeanwhile, TransitionRefused
from waymark.states import State, require_move
from waymark.store.connection import read, write
from waymark.store.inserting import insert_once
from waymark.store.jobs import insert_job
from waymark.store.log import last_number, write_down
from waymark.store.records import Decision, NewJob, NewSubmission, Submission
from waymark.store.schema import submissions

# No vowels and no look-alikes: an id spells nothing and can be read out.
ID_LETTERS = "bcdfghjkmnpqrstvwxz23456789"
ID_LENGTH = 10
CHANGEABLE = {
    "revision", "reference", "question", "published_path", "sequence", "details", "level", "score",
    "findings", "fields", "edits", "kept", "wait_until", "for_whom",
}  # fmt: skip


class Submissions:
    """The part of the store that holds submissions; see `waymark.store.Store`."""

    engine: Engine

    def accept(self, new: NewSubmission, now: datetime) -> tuple[Submission, bool]:
        """Store a submission with its first job in one transaction.

        The same form sent again (same ``token_hash``) gives the first submission and ``False``.
        """
        values = {
            **vars(new),
            "id": _new_id(),
            "fields": dict(new.fields),
            "findings": [dict(finding) for finding in new.findings],
            "state": State.RECEIVED.value,
            "received_at": now,
            "changed_at": now,
            "details": {},
            "edits": [],
            "kept": [],
        }
        same_form = submissions.c.token_hash == new.token_hash
        with write(self.engine) as connection:
            is_new = insert_once(connection, submissions, values)
            if is_new:
                insert_job(connection, NewJob("propose", values["id"]), now)
            # When something else than the form's token was taken, nothing is there: no "received".
            row = connection.execute(sa.select(submissions).where(same_form)).mappings().one()
            return read_submission(row), is_new

    def get(self, submission_id: str) -> Submission | None:
        with read(self.engine) as connection:
            return _find(connection, submissions.c.id == submission_id)

    def find_by_receipt(self, receipt_hash: str) -> Submission | None:
        with read(self.engine) as connection:
            return _find(connection, submissions.c.receipt_hash == receipt_hash)

    def in_states(self, *states: State) -> list[Submission]:
        """Return the submissions in any of these states, oldest first."""
        wanted = submissions.c.state.in_([state.value for state in states])
        query = sa.select(submissions).where(wanted)
        with read(self.engine) as connection:
            rows = connection.execute(query.order_by(submissions.c.received_at, submissions.c.id))
            return [read_submission(row) for row in rows.mappings()]

    def queue(self, now: datetime) -> list[Submission]:
        """Return what waits for a moderator: highest level first, then oldest."""
        waiting = self.in_states(*(state for state in State if state.is_open))
        return sorted(waiting, key=lambda s: (-Level(s.level).rank, s.received_at, -s.score, s.id))

    def counts(self) -> Mapping[State, int]:
        """Return how many submissions are in each state; states with none are 0."""
        query = sa.select(submissions.c.state, sa.func.count()).group_by(submissions.c.state)
        with read(self.engine) as connection:
            found = {State(state): number for state, number in connection.execute(query)}
        return {state: found.get(state, 0) for state in State}

    def change(
        self,
        submission_id: str,
        *,
        expected: State | Collection[State],
        after: State,
        decision: Decision | None = None,
        jobs: Sequence[NewJob] = (),
        now: datetime,
        only_if: Mapping[str, Any] | None = None,
        last: int | None = None,
        **columns: Any,
    ) -> Submission:
        """Move a submission, with its decision and jobs, in one transaction.

        Raises ``TransitionRefused`` when it is not (or no longer) in one of the ``expected``
        states, or when the table of states has no such way. ``after`` may be the state it is in,
        to change only columns. ``only_if`` names columns and what they held when somebody read
        them, ``last`` the number of the last decision they knew of (0 for none):
        ``ChangedMeanwhile`` when one of them is different by now.
        """
        unknown = set(columns) - CHANGEABLE
        if unknown:
            raise ValueError(f"not a column that may change: {sorted(unknown)}")
        if decision is not None and decision.submission_id != submission_id:
            raise ValueError("the decision is about another submission")
        states = {expected} if isinstance(expected, State) else set(expected)
        with write(self.engine) as connection:
            lock = sa.select(submissions).where(submissions.c.id == submission_id)
            row = connection.execute(lock.with_for_update()).mappings().first()
            if row is None:
                raise TransitionRefused("There is no such submission.")
            before = State(row["state"])
            if before not in states:
                raise TransitionRefused(
                    f"This submission is {before} by now.",
                    remedy="Reload the page to see where it is.",
                )
            if before is not after:
                require_move(before, after)
            if row["erased_at"] is not None and before is not after is not State.WITHDRAWN:
                raise TransitionRefused(
                    "The words of this submission are not kept any more.",
                    remedy="Its writer may send them again.",
                )
            is_newer = last is not None and last != last_number(connection, submission_id)
            if is_newer or any(row[name] != value for name, value in _plain(only_if or {}).items()):
                raise ChangedMeanwhile(
                    "This submission changed meanwhile.", remedy="Read it again, then decide."
                )
            changes = {**_plain(columns), "state": after.value, "changed_at": now}
            if before is not after and after is State.WITHDRAWN:
                # Its words may be gone from here, but not yet from what was published of them.
                changes["erased_at"] = None
            connection.execute(
                sa.update(submissions).where(submissions.c.id == submission_id).values(changes)
            )
            if decision is not None:
                write_down(connection, decision)
            for job in jobs:
                insert_job(connection, job, now)
            return read_submission({**row, **changes})


def _new_id() -> str:
    return "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))


def _plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same with lists and dicts in place of other sequences and mappings, for JSON."""
    plain = dict(columns)
    for name in {"fields", "details"} & plain.keys():
        plain[name] = dict(plain[name])
    for name in {"findings", "edits"} & plain.keys():
        plain[name] = [dict(item) for item in plain[name]]
    if "kept" in plain:
        plain["kept"] = list(plain["kept"])
    return plain


def _find(connection: Connection, condition: sa.ColumnElement[bool]) -> Submission | None:
    row = connection.execute(sa.select(submissions).where(condition)).mappings().first()
    return None if row is None else read_submission(row)


def read_submission(row: Mapping[Any, Any]) -> Submission:
    """Return a row of the table as plain values."""
    lists = {name: tuple(row[name]) for name in ("findings", "edits", "kept")}
    return Submission(**{**row, **lists, "state": State(row["state"])})
