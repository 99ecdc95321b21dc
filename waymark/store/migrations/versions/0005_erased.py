"""When the words of a submission were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("submissions", sa.Column("erased_at", sa.DateTime(), nullable=True))
