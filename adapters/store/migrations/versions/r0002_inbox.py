"""What the owner writes to the bot: each message acted upon once, from the paired account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer, primary_key=True, nullable=False),
        _owner(),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.UniqueConstraint("owner", "reader", "message_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "pairings",
        _owner(key=True),
        sa.Column("key", sa.Text, primary_key=True, nullable=False),
        sa.Column("local_ids", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _owner(*, key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "owner",
        sa.Text,
        sa.ForeignKey("owners.id", ondelete="CASCADE"),
        primary_key=key,
        nullable=False,
    )
