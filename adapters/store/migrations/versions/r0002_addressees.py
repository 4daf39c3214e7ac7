"""Who has opted in with whom, how far mailboxes were read, moved accounts, mishaps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables, and carry over what is known."""
    op.add_column("watches", sa.Column("local_ids", sa.Text, nullable=False, server_default="{}"))
    op.add_column("pairings", sa.Column("reader", sa.Text))
    op.add_column("pairings", sa.Column("state", sa.Text, nullable=False, server_default="paired"))
    _mailboxes()
    _moves()
    _mishaps()
    _generations()
    _carry_over()


def _owner() -> sa.Column[str]:
    return sa.Column(
        "owner",
        sa.Text,
        sa.ForeignKey("owners.id", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
    )


def _mailboxes() -> None:
    op.create_table(
        "mailboxes",
        _owner(),
        sa.Column("reader", sa.Text, primary_key=True),
        sa.Column("opened_at", sa.Text, nullable=False),
        sa.Column("known_until", sa.Text),
        sa.Column("message_id", sa.Text),
        sa.Column("message_at", sa.Text),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _moves() -> None:
    op.create_table(
        "moves",
        _owner(),
        sa.Column("account", sa.Text, primary_key=True),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("shown", sa.Integer, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _mishaps() -> None:
    op.create_table(
        "mishaps",
        _owner(),
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("traceback", sa.Text, nullable=False),
        sa.Column("first_at", sa.Text, nullable=False),
        sa.Column("last_at", sa.Text, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _generations() -> None:
    op.create_table(
        "generations",
        sa.Column("store", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO generations (store, number) VALUES (lower(hex(randomblob(8))), 0)")


def _carry_over() -> None:
    # What a mailbox held so far was read: the next reading goes on from its latest message.
    op.execute(
        "INSERT INTO mailboxes (owner, reader, message_id, opened_at) "
        "SELECT owner, reader, message_id, at FROM inbox "
        "WHERE id IN (SELECT max(id) FROM inbox GROUP BY owner, reader)"
    )
    # Where only one account was ever written to, that is whom a pairing was made with.
    op.execute(
        "UPDATE pairings SET reader = "
        "(SELECT min(reader) FROM mailboxes WHERE mailboxes.owner = pairings.owner) "
        "WHERE (SELECT count(*) FROM mailboxes WHERE mailboxes.owner = pairings.owner) = 1"
    )
