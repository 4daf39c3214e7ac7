"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from adapters.store.columns import Day, Flags, Instant, Json, Key, Pairs, Text, Texts, Word, YesNo
from bot.domain.delivery.outbox import OutboxState
from bot.domain.digest import Outcome
from bot.domain.meeting.invitation import State
from bot.domain.people.identity import Standing
from bot.domain.people.join import JoinState, Proof
from bot.domain.people.pairing import PairingState
from bot.domain.talk.interaction import Kind, Visibility

if TYPE_CHECKING:
    from sqlalchemy.sql.schema import SchemaItem

METADATA: Final = MetaData()

VERSIONS = Table(
    "alembic_version",
    METADATA,
    Column("version_num", String(32), nullable=False, comment="see `adapters.store.migrate`"),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def _owner(*, primary_key: bool = False) -> Column[str]:
    return Column(
        "owner",
        Text,
        ForeignKey("owners.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


def _table(name: str, *parts: SchemaItem, rowid: bool = True, autoincrement: bool = False) -> Table:
    """A table whose cells have the types of their columns, on SQLite too.

    `rowid` and `autoincrement`: as SQLite has them (https://sqlite.org/withoutrowid.html).
    """
    return Table(
        name,
        METADATA,
        *parts,
        sqlite_strict=True,
        sqlite_with_rowid=rowid,
        sqlite_autoincrement=autoincrement,
    )


def _numbered(name: str, *parts: SchemaItem, autoincrement: bool = False) -> Table:
    """A table of an owner's rows, each with a number of its own."""
    number = Column("id", Integer, primary_key=True)
    return _table(name, number, _owner(), *parts, autoincrement=autoincrement)


def _keyed(name: str, *parts: SchemaItem, rowid: bool = False) -> Table:
    """A table of an owner's rows; the other columns of the primary key are among its parts."""
    return _table(name, _owner(primary_key=True), *parts, rowid=rowid)


def _half() -> Column[str]:
    return Column("half", Text, comment="of a joined person: whose it was before")


OWNERS = _table(
    "owners",
    Column("id", Text, primary_key=True),
    Column("zone", Text, nullable=False, comment="in which the days of the log were reckoned"),
)

INTERACTIONS = _numbered(
    "interactions",
    Column("key", Text, nullable=False, comment="digest of the natural key"),
    Column("watched", Key, nullable=False),
    Column("account", Key, nullable=False),
    Column("outgoing", YesNo, nullable=False),
    Column("kind", Word(Kind), nullable=False),
    Column("object_uri", Text, nullable=False),
    Column("subject_uri", Text, nullable=False),
    Column("root_uri", Text, nullable=False),
    Column("parent_uri", Text, nullable=False),
    Column("thread", Text, nullable=False, comment="root_uri, or what stands in for it"),
    Column("at", Instant, nullable=False),
    Column("day", Day, nullable=False, comment="the owner's, of `at`"),
    Column("seen_at", Instant, nullable=False),
    Column("text", Text),
    Column("languages", Texts, nullable=False),
    Column("visibility", Word(Visibility), nullable=False),
    Column("url", Text),
    UniqueConstraint("owner", "key"),
    Index("interactions_by_day", "owner", "watched", "account", "day"),
    Index("interactions_by_thread", "owner", "account", "thread"),
    Index("interactions_by_uri", "owner", "object_uri"),
    Index("interactions_by_time", "owner", "at"),
)
WITH_TEXT: Final = (
    "CREATE INDEX interactions_with_text ON interactions (owner, at) WHERE text IS NOT NULL"
)
"""One index more, in the words of both databases.

For `postgresql_where`, SQLAlchemy loads all that it has of PostgreSQL, whatever the database is.
"""

WITHDRAWN = _keyed(
    "withdrawn",
    Column("uri", Text, primary_key=True),
    Column("at", Instant, nullable=False, comment="when what it names happened"),
)

TALLIES = _keyed(
    "tallies",
    Column("watched", Key, primary_key=True),
    Column("account", Key, primary_key=True),
    Column("day", Day, primary_key=True),
    Column("out_talk", Integer, nullable=False),
    Column("in_talk", Integer, nullable=False),
    Column("out_signal", Integer, nullable=False),
    Column("in_signal", Integer, nullable=False),
    Column("out_boost", Integer, nullable=False, server_default="0"),
)

EXCHANGES = _keyed(
    "exchanges",
    Column("account", Key, primary_key=True),
    Column("root_uri", Text, primary_key=True),
    Column("first", Instant, primary_key=True),
    Column("last", Instant, nullable=False),
    Column("talk", Integer, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("started_by_owner", YesNo, nullable=False),
    Column("link", Text),
)

PERSONS = _keyed(
    "persons",
    Column("id", Text, primary_key=True),
    Column("standing", Word(Standing), nullable=False),
    Column("snoozed_until", Instant),
)

ACCOUNTS = _keyed(
    "accounts",
    Column("key", Key, primary_key=True),
    Column("person", Text, nullable=False),
    Column("handle", Text, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("url", Text),
    Column("bio", Text, nullable=False),
    Column("fields", Pairs, nullable=False),
    Column("is_bot", YesNo, nullable=False),
    Column("flags", Flags, nullable=False),
    Column("language", Text),
    Column("local_ids", Json, nullable=False),
    Column("described_at", Instant, comment="when the profile was last seen"),
    Column("uri", Text),
    Column("links", Texts, nullable=False, server_default="[]"),
    Column("verified", Texts, nullable=False, server_default="[]"),
    _half(),
    ForeignKeyConstraint(["owner", "person"], ["persons.owner", "persons.id"], ondelete="CASCADE"),
    Index("accounts_by_person", "owner", "person"),
)

HALVES = _keyed(
    "halves",
    Column("id", Text, primary_key=True, comment="of the person that they were"),
    Column("person", Text, nullable=False, comment="the joined person that they are now"),
    Column("standing", Word(Standing), nullable=False, comment="before they were joined"),
    Column("snoozed_until", Instant),
    ForeignKeyConstraint(["owner", "person"], ["persons.owner", "persons.id"], ondelete="CASCADE"),
)

JOINS = _keyed(
    "joins",
    Column("first", Key, primary_key=True),
    Column("second", Key, primary_key=True),
    Column("state", Word(JoinState), nullable=False),
    Column("proof", Word(Proof), nullable=False),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(
        ["owner", "first"], ["accounts.owner", "accounts.key"], ondelete="CASCADE"
    ),
    ForeignKeyConstraint(
        ["owner", "second"], ["accounts.owner", "accounts.key"], ondelete="CASCADE"
    ),
)

PLACES = _keyed(
    "places",
    Column("account", Key, primary_key=True),
    Column("city", Integer, nullable=False, comment="where the owner says that they live"),
    Column("said_at", Instant, nullable=False),
    ForeignKeyConstraint(
        ["owner", "account"], ["accounts.owner", "accounts.key"], ondelete="CASCADE"
    ),
)

DECISIONS = _numbered(
    "decisions",
    Column("verb", Text, nullable=False),
    Column("before", Json, nullable=False, comment="what stood before, for undo"),
    Column("at", Instant, nullable=False),
)

STANCES = _keyed(
    "stances",
    Column("watched", Key, primary_key=True),
    Column("account", Key, primary_key=True),
    Column("following", YesNo),
    Column("followed_by", YesNo),
    Column("blocking", YesNo),
    Column("blocked_by", YesNo),
    Column("muting", YesNo),
    Column("apart_since", Instant),
    Column("apart_until", Instant),
    Column("checked_at", Instant, nullable=False),
)

WATCHES = _keyed(
    "watches",
    Column("key", Key, primary_key=True),
    Column("account", Text, nullable=False),
    Column("cursor", Text),
    Column("reaches_back_to", Instant),
    Column("complete_at", Instant),
    Column("collected_at", Instant),
    Column("local_ids", Json, nullable=False, server_default="{}"),
)

QUARANTINE = _keyed(
    "quarantine",
    Column("watched", Key, primary_key=True),
    Column("digest", LargeBinary, primary_key=True, comment="of raw: an item is kept once"),
    Column("raw", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Instant, nullable=False),
    rowid=True,
)

SUGGESTIONS = _numbered(
    "suggestions",
    Column("person", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("due", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    _half(),
    Index("suggestions_by_due", "owner", "due", "revision"),
)

OCCURRENCES = _keyed(
    "occurrences",
    Column("due", Instant, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("outcome", Word(Outcome), nullable=False),
    Column("at", Instant, nullable=False),
)

INVITATIONS = _numbered(
    "invitations",
    Column("person", Text, nullable=False),
    Column("number", Integer),
    _half(),
    ForeignKeyConstraint(["owner", "person"], ["persons.owner", "persons.id"], ondelete="CASCADE"),
    Index("invitations_by_person", "owner", "person"),
    # The outbox names an invitation by its id, and outlives it.
    autoincrement=True,
)

INVITATION_VERSIONS = _table(
    "invitation_versions",
    Column(
        "invitation", Integer, ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("version", Integer, primary_key=True),
    Column("state", Word(State), nullable=False),
    Column("at", Instant, nullable=False),
    Column("wording", Json),
    Column("approval", Json),
    Column("sent_at", Instant),
    Column("remote_id", Text),
    Column("answered_at", Instant),
    Column("plan", Json),
    Column("asked", Integer, nullable=False),
    Column("asked_at", Instant),
    rowid=False,
)

MEETINGS = _numbered(
    "meetings",
    Column("day", Day, nullable=False),
    Column("person", Text),
    Column("said_at", Instant, nullable=False),
    _half(),
    ForeignKeyConstraint(["owner", "person"], ["persons.owner", "persons.id"], ondelete="CASCADE"),
    Index("meetings_by_day", "owner", "day"),
)

PREFERENCES = _keyed(
    "preferences",
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

INBOX = _numbered(
    "inbox",
    Column("reader", Key, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("owner", "reader", "message_id"),
)

MAILBOXES = _keyed(
    "mailboxes",
    Column("reader", Key, primary_key=True),
    Column("opened_at", Instant, nullable=False, comment="when it was first read"),
    Column("known_until", Instant, comment="date of the newest message that lay in it then"),
    Column("message_id", Text, comment="the newest message read; none in an empty mailbox"),
    Column("message_at", Instant, comment="its date"),
)

PAIRINGS = _keyed(
    "pairings",
    Column("key", Key, primary_key=True),
    Column("local_ids", Json, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reader", Key, comment="whom they wrote to; none where older versions paired them"),
    Column("state", Word(PairingState), nullable=False, server_default="paired"),
)

MOVES = _keyed(
    "moves",
    Column("account", Key, primary_key=True),
    Column("target", Key, nullable=False, comment="where it has moved"),
    Column("shown", YesNo, nullable=False, comment="by a server on which the owner is signed in"),
)

MISHAPS = _keyed(
    "mishaps",
    Column("digest", LargeBinary, primary_key=True, comment="of subject and error"),
    Column("subject", Text, nullable=False, comment="the account, person or item it befell"),
    Column("error", Text, nullable=False),
    Column("traceback", Text, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("times", Integer, nullable=False),
)

GENERATIONS = _table(
    "generations",
    Column("store", Text, primary_key=True, comment="a random name of this store"),
    Column("number", Integer, nullable=False, comment="grows; a copy beside the file tells"),
    Column("key", Text, nullable=False, server_default="", comment="random, of `forgotten`"),
    rowid=False,
)

FORGOTTEN = _table(
    "forgotten",
    Column("digest", Text, primary_key=True, comment="keyed, of an owner and what is forgotten"),
    rowid=False,
)

LEFTOVERS = _keyed(
    "leftovers",
    Column("kind", Text, primary_key=True, comment="see `bot.ports.store.erasure`"),
    Column("name", Text, primary_key=True, comment="a UID, a path, or empty"),
)

OUTBOX = _numbered(
    "outbox",
    Column("kind", Text, nullable=False),
    Column("sender", Key),
    Column("recipient", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("dedupe_key", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("body_sha", Text, nullable=False),
    Column("ref", Text),
    Column("names", Texts, nullable=False),
    Column("language", Text, nullable=False),
    Column("reply_to", Text),
    Column("idem_key", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("state", Word(OutboxState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("read_backs", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", Instant),
    Column("not_before", Instant),
    Column("first_try_at", Instant),
    Column("last_try_at", Instant),
    Column("resent_at", Instant),
    Column("remote_id", Text),
    Column("error", Text),
    Column("invitation", Integer, comment="the one that it sends or tells of"),
    Column("version", Integer, comment="of that invitation"),
    Column("answer_to", Text, comment="the owner's message that it answers"),
    Column("due", Instant, comment="the occurrence whose digest it is"),
    Column("revision", Integer, comment="of that digest"),
    UniqueConstraint("owner", "dedupe_key"),
    Index("outbox_by_state", "owner", "state"),
    Index("outbox_by_batch", "owner", "batch", "part"),
    # A number once given never names another message, whatever is deleted.
    autoincrement=True,
)
