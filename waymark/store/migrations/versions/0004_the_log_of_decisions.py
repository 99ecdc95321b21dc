"""A log that only grows, words apart from it; edits, cooling-off, claims and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

REFUSES = "The log of decisions is only added to."


def upgrade() -> None:
    with op.batch_alter_table("submissions") as table:
        table.add_column(sa.Column("edits", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("kept", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("wait_until", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("for_whom", sa.String(length=80), nullable=True))
    with op.batch_alter_table("submissions") as table:
        table.alter_column("edits", server_default=None, existing_type=sa.JSON())
        table.alter_column("kept", server_default=None, existing_type=sa.JSON())
    op.create_table(
        "messages",
        sa.Column("decision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission_id", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("decision_id"),
    )
    op.create_index("ix_messages_submission_id", "messages", ["submission_id"])
    op.execute(
        "INSERT INTO messages (decision_id, submission_id, text) "
        "SELECT id, submission_id, message FROM decisions WHERE message <> ''"
    )
    _rebuild_the_log()
    op.create_table(
        "claims",
        sa.Column("submission_id", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id"),
    )
    op.create_table(
        "sessions",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("moderator", sa.String(length=80), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_index("ix_sessions_moderator", "sessions", ["moderator"])
    # Sessions were notes before; everybody signs in once more.
    op.execute("DELETE FROM notes WHERE key LIKE 'desk-session:%'")


def _rebuild_the_log() -> None:
    """Take the words out of the log and refuse changes from now on.

    SQLite cannot drop a foreign key in place, so there the table is written anew.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("decisions_submission_id_fkey", "decisions", type_="foreignkey")
        op.drop_column("decisions", "message")
        for name, length in (("level", 20), ("mark", 64)):
            column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
            op.add_column("decisions", column)
            op.alter_column("decisions", name, server_default=None)
        op.create_index("ix_decisions_at", "decisions", ["at"])
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSES}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER decisions_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    op.create_table(
        "decisions_anew",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("submission_id", sa.String(length=20), nullable=False),
        sa.Column("action", sa.String(length=30), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(
        'INSERT INTO decisions_anew (id, submission_id, action, "by", at, rules, level, mark) '
        "SELECT id, submission_id, action, \"by\", at, rules, '', '' FROM decisions"
    )
    op.drop_table("decisions")
    op.rename_table("decisions_anew", "decisions")
    op.create_index("ix_decisions_submission_id", "decisions", ["submission_id"])
    op.create_index("ix_decisions_at", "decisions", ["at"])
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER decisions_refuse_{what.lower()} BEFORE {what} ON decisions "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSES}'); END"
        )
