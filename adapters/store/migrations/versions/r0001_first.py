"""The first schema: the log and what follows from it, people, digests, the outbox."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _table("owners", _text("id", key=True), _text("zone"))
    _log()
    _derived()
    _people()
    _watches()
    _digests()
    _invitations()
    _inbox()
    _outbox()


def _table(name: str, *parts: sa.schema.SchemaItem, **options: Any) -> None:  # noqa: ANN401
    op.create_table(name, *parts, sqlite_strict=True, **options)


def _text(name: str, *, key: bool = False, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=null)


def _integer(name: str, *, key: bool = False, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=key, nullable=null)


def _blob(name: str, *, key: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, primary_key=key, nullable=False)


def _owner(*, key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "owner",
        sa.Text,
        sa.ForeignKey("owners.id", ondelete="CASCADE"),
        primary_key=key,
        nullable=False,
    )


def _person() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["owner", "person"], ["persons.owner", "persons.id"], ondelete="CASCADE"
    )


def _log() -> None:
    _table(
        "interactions",
        _integer("id", key=True),
        _owner(),
        _text("key"),
        _text("watched"),
        _text("account"),
        _integer("outgoing"),
        _text("kind"),
        _text("object_uri"),
        _text("subject_uri"),
        _text("root_uri"),
        _text("parent_uri"),
        _text("thread"),
        _text("at"),
        _text("day"),
        _text("seen_at"),
        _text("text", null=True),
        _text("languages"),
        _text("visibility"),
        _text("url", null=True),
        sa.UniqueConstraint("owner", "key"),
    )
    op.create_index("interactions_by_day", "interactions", ["owner", "watched", "account", "day"])
    op.create_index("interactions_by_thread", "interactions", ["owner", "account", "thread"])
    op.create_index("interactions_by_uri", "interactions", ["owner", "object_uri"])
    op.create_index("interactions_by_time", "interactions", ["owner", "at"])
    op.create_index(
        "interactions_with_text",
        "interactions",
        ["owner", "at"],
        sqlite_where=sa.text("text IS NOT NULL"),
    )
    _table(
        "withdrawn", _owner(key=True), _text("uri", key=True), _text("at"), sqlite_with_rowid=False
    )


def _derived() -> None:
    _table(
        "tallies",
        _owner(key=True),
        _text("watched", key=True),
        _text("account", key=True),
        _text("day", key=True),
        _integer("out_talk"),
        _integer("in_talk"),
        _integer("out_signal"),
        _integer("in_signal"),
        sqlite_with_rowid=False,
    )
    _table(
        "exchanges",
        _owner(key=True),
        _text("account", key=True),
        _text("root_uri", key=True),
        _text("first", key=True),
        _text("last"),
        _integer("talk"),
        _integer("turns"),
        _integer("started_by_owner"),
        _text("link", null=True),
        sqlite_with_rowid=False,
    )


def _people() -> None:
    _table(
        "persons",
        _owner(key=True),
        _text("id", key=True),
        _text("standing"),
        _text("snoozed_until", null=True),
        sqlite_with_rowid=False,
    )
    _table(
        "accounts",
        _owner(key=True),
        _text("key", key=True),
        _text("person"),
        _text("handle"),
        _text("display_name"),
        _text("url", null=True),
        _text("bio"),
        _text("fields"),
        _integer("is_bot"),
        _text("flags"),
        _text("language", null=True),
        _text("local_ids"),
        _person(),
        sqlite_with_rowid=False,
    )
    op.create_index("accounts_by_person", "accounts", ["owner", "person"])
    _table(
        "decisions", _integer("id", key=True), _owner(), _text("verb"), _text("before"), _text("at")
    )
    _table(
        "stances",
        _owner(key=True),
        _text("watched", key=True),
        _text("account", key=True),
        _integer("following", null=True),
        _integer("followed_by", null=True),
        _integer("blocking", null=True),
        _integer("blocked_by", null=True),
        _integer("muting", null=True),
        _text("apart_since", null=True),
        _text("apart_until", null=True),
        _text("checked_at"),
        sqlite_with_rowid=False,
    )


def _watches() -> None:
    _table(
        "watches",
        _owner(key=True),
        _text("key", key=True),
        _text("account"),
        _text("cursor", null=True),
        _text("reaches_back_to", null=True),
        _text("complete_at", null=True),
        _text("collected_at", null=True),
        sqlite_with_rowid=False,
    )
    _table(
        "quarantine",
        _owner(key=True),
        _text("watched", key=True),
        _blob("digest", key=True),
        _text("raw"),
        _text("why"),
        _text("at"),
    )


def _digests() -> None:
    _table(
        "suggestions",
        _integer("id", key=True),
        _owner(),
        _text("person"),
        _integer("number"),
        _text("due"),
        _integer("revision"),
        _text("at"),
    )
    op.create_index("suggestions_by_due", "suggestions", ["owner", "due", "revision"])
    _table(
        "occurrences",
        _owner(key=True),
        _text("due", key=True),
        _integer("revision"),
        _text("outcome"),
        _text("at"),
        sqlite_with_rowid=False,
    )


def _invitations() -> None:
    _table(
        "invitations",
        _integer("id", key=True),
        _owner(),
        _text("person"),
        _integer("number", null=True),
        _person(),
        sqlite_autoincrement=True,
    )
    op.create_index("invitations_by_person", "invitations", ["owner", "person"])
    _table(
        "invitation_versions",
        sa.Column(
            "invitation",
            sa.Integer,
            sa.ForeignKey("invitations.id", ondelete="CASCADE"),
            primary_key=True,
            nullable=False,
        ),
        _integer("version", key=True),
        _text("state"),
        _text("at"),
        _text("wording", null=True),
        _text("approval", null=True),
        _text("sent_at", null=True),
        _text("remote_id", null=True),
        _text("answered_at", null=True),
        _text("plan", null=True),
        _integer("asked"),
        _text("asked_at", null=True),
        sqlite_with_rowid=False,
    )
    _table(
        "meetings",
        _integer("id", key=True),
        _owner(),
        _text("day"),
        _text("person", null=True),
        _text("said_at"),
        _person(),
    )
    op.create_index("meetings_by_day", "meetings", ["owner", "day"])
    _table(
        "preferences",
        _owner(key=True),
        _text("name", key=True),
        _text("value"),
        _text("at"),
        sqlite_with_rowid=False,
    )


def _inbox() -> None:
    _table(
        "inbox",
        _integer("id", key=True),
        _owner(),
        _text("reader"),
        _text("message_id"),
        _text("at"),
        sa.UniqueConstraint("owner", "reader", "message_id"),
    )
    _table(
        "pairings",
        _owner(key=True),
        _text("key", key=True),
        _text("local_ids"),
        _text("at"),
        sqlite_with_rowid=False,
    )


def _outbox() -> None:
    _table(
        "outbox",
        _integer("id", key=True),
        _owner(),
        _text("kind"),
        _text("sender", null=True),
        _text("recipient"),
        _text("batch"),
        _integer("part"),
        _text("dedupe_key"),
        _text("body"),
        _text("body_sha"),
        _text("ref", null=True),
        _text("names"),
        _text("language"),
        _text("reply_to", null=True),
        _text("idem_key"),
        _text("created_at"),
        _text("state"),
        _integer("attempts"),
        _integer("read_backs"),
        _integer("fence"),
        _text("lease_owner", null=True),
        _text("lease_until", null=True),
        _text("not_before", null=True),
        _text("first_try_at", null=True),
        _text("last_try_at", null=True),
        _text("resent_at", null=True),
        _text("remote_id", null=True),
        _text("error", null=True),
        sa.UniqueConstraint("owner", "dedupe_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_by_batch", "outbox", ["owner", "batch", "part"])
    op.create_index("outbox_by_state", "outbox", ["owner", "state"])
