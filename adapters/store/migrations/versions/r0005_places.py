"""When profiles were last seen, and where people live by the owner's word."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add a column and a table."""
    op.add_column("accounts", sa.Column("described_at", Text))
    op.create_table(
        "places",
        sa.Column("owner", Text, sa.ForeignKey("owners.id", ondelete="CASCADE"), nullable=False),
        sa.Column("account", Text, nullable=False),
        sa.Column("city", sa.Integer, nullable=False),
        sa.Column("said_at", Text, nullable=False),
        sa.PrimaryKeyConstraint("owner", "account"),
        sa.ForeignKeyConstraint(
            ["owner", "account"], ["accounts.owner", "accounts.key"], ondelete="CASCADE"
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
