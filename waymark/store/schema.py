"""The tables. Change them only together with a new migration; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

metadata = sa.MetaData()


class Moment(sa.TypeDecorator[datetime]):
    """A point in time: aware in Python, UTC without a zone in every database."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


submissions = sa.Table(
    "submissions",
    metadata,
    sa.Column("id", sa.String(20), primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("lang", sa.String(5), nullable=False),
    sa.Column("fields", sa.JSON, nullable=False),
    sa.Column("to", sa.String(60)),
    sa.Column("receipt_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("proof", sa.String(20), nullable=False),
    sa.Column("level", sa.String(20), nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("findings", sa.JSON, nullable=False),
    sa.Column("rules_version", sa.String(64), nullable=False),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Column("revision", sa.String(64)),
    sa.Column("reference", sa.String(200)),
    sa.Column("question", sa.Text),
    sa.Column("published_path", sa.String(200)),
    sa.Column("sequence", sa.Integer),
    sa.Column("details", sa.JSON, nullable=False),
    sa.Column("edits", sa.JSON, nullable=False),
    sa.Column("kept", sa.JSON, nullable=False),
    sa.Column("wait_until", Moment),
    sa.Column("for_whom", sa.String(80)),
    sa.Column("erased_at", Moment),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    # No foreign key: the log outlives what it is about.
    sa.Column("submission_id", sa.String(20), nullable=False, index=True),
    sa.Column("action", sa.String(30), nullable=False),
    sa.Column("by", sa.String(80), nullable=False),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("rules", sa.JSON, nullable=False),
    sa.Column("level", sa.String(20), nullable=False),
    sa.Column("mark", sa.String(64), nullable=False),
)
"""The log. A trigger in the database refuses every change and every removal of a row."""

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("decision_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("submission_id", sa.String(20), nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
)
"""What was said with a decision, and what a writer answered: it goes when the submission goes."""

claims = sa.Table(
    "claims",
    metadata,
    sa.Column("submission_id", sa.String(20), primary_key=True),
    sa.Column("by", sa.String(80), nullable=False),
    sa.Column("until", Moment, nullable=False),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("key_hash", sa.String(64), primary_key=True),
    sa.Column("moderator", sa.String(80), nullable=False, index=True),
    sa.Column("begun_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
)

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("lane", sa.String(10), nullable=False),
    sa.Column("submission_id", sa.String(20)),
    sa.Column("key", sa.String(80), nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", Moment, nullable=False),
    sa.Column("lease_until", Moment),
    sa.Column("worker", sa.String(80)),
    sa.Column("last_error", sa.Text),
    sa.Index("jobs_by_due", "state", "next_at"),
)

sign_ins = sa.Table(
    "sign_ins",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("moderator", sa.String(80), nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("used_at", Moment),
)

spent = sa.Table(
    "spent",
    metadata,
    sa.Column("challenge_hash", sa.String(64), primary_key=True),
    sa.Column("expires_at", Moment, nullable=False),
)

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("key", sa.String(80), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

forge_steps = sa.Table(
    "forge_steps",
    metadata,
    sa.Column("submission_id", sa.String(20), primary_key=True),
    sa.Column("step", sa.String(20), nullable=False),
    sa.Column("is_done", sa.Boolean, nullable=False),
    sa.Column("blob", sa.String(64), nullable=False),
    sa.Column("revision", sa.String(64), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("shown", sa.String(64), nullable=False),
)

forge_writes = sa.Table(
    "forge_writes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(80), nullable=False),
    sa.Column("starts_at", Moment, nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False),
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(64), nullable=False, unique=True),
    sa.Column("entry_id", sa.String(60), nullable=False, index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("lang", sa.String(5), nullable=False),
    sa.Column("reason", sa.String(20), nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("outcome", sa.String(10), nullable=False),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("closed_at", Moment),
    sa.Column("closed_by", sa.String(80)),
    sa.Column("ending", sa.String(20)),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("event", sa.String(60), nullable=False),
    sa.Column("received_at", Moment, nullable=False, index=True),
)

heard = sa.Table(
    "heard",
    metadata,
    sa.Column("key", sa.String(80), primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("is_settled", sa.Boolean, nullable=False),
)
