"""Who was forgotten, what is still to be cleaned up after them."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import Text

revision = "0007"
down_revision = "0006"

GENERATIONS = sa.table("generations", sa.column("key"))


def upgrade() -> None:
    """Add a random key and two tables."""
    op.add_column("generations", sa.Column("key", Text, nullable=False, server_default=""))
    op.execute(sa.update(GENERATIONS).values(key=secrets.token_hex(16)))
    op.create_table(
        "forgotten",
        sa.Column("digest", Text, primary_key=True, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "leftovers",
        sa.Column("owner", Text, sa.ForeignKey("owners.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.PrimaryKeyConstraint("owner", "kind", "name"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
