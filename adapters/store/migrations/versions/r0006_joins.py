"""Which accounts are one person's, and what a profile links to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import Text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add columns and two tables."""
    op.add_column("accounts", sa.Column("uri", Text))
    for name in ("links", "verified"):
        column = sa.Column(name, Text, nullable=False, server_default="[]")
        op.add_column("accounts", column)
    for table in ("accounts", "suggestions", "invitations", "meetings"):
        op.add_column(table, sa.Column("half", Text))
    op.create_table(
        "halves",
        _owner(),
        sa.Column("id", Text, nullable=False),
        sa.Column("person", Text, nullable=False),
        sa.Column("standing", Text, nullable=False),
        sa.Column("snoozed_until", Text),
        sa.PrimaryKeyConstraint("owner", "id"),
        sa.ForeignKeyConstraint(
            ["owner", "person"], ["persons.owner", "persons.id"], ondelete="CASCADE"
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "joins",
        _owner(),
        *(sa.Column(name, Text, nullable=False) for name in _JOIN),
        sa.PrimaryKeyConstraint("owner", "first", "second"),
        *(
            sa.ForeignKeyConstraint(
                ["owner", name], ["accounts.owner", "accounts.key"], ondelete="CASCADE"
            )
            for name in ("first", "second")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


_JOIN = ("first", "second", "state", "proof", "at")


def _owner() -> sa.Column[str]:
    return sa.Column("owner", Text, sa.ForeignKey("owners.id", ondelete="CASCADE"), nullable=False)
