"""What the services need from the outside, as protocols.

Networks and messengers raise `bot.errors.NetworkError` and its kind, stores
`bot.errors.StoreError`; anything else that comes out of them is a defect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NewType, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime
    from pathlib import Path

    from bot.domain.digest import Outcome, Suggestion
    from bot.domain.exchange import Exchange
    from bot.domain.identity import (
        Account,
        AccountKey,
        NetworkName,
        Owner,
        OwnerId,
        Person,
        PersonId,
        Relationship,
        Standing,
    )
    from bot.domain.interaction import Interaction
    from bot.domain.outbox import Draft, OutboxRow, OutboxState
    from bot.domain.tally import Tally
    from bot.text.limits import Limits

Cursor = NewType("Cursor", str)
"""How far a network was read: its own words, kept for it and given back."""

RemoteId = NewType("RemoteId", str)
"""What a server calls a message that it took: an id or a URI."""


class Clock(Protocol):
    """The time, injected."""

    def now(self) -> datetime:
        """The present instant, UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        ...


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that could not be read: kept as it came, so that it can be looked at.

    `raw` is the item's JSON, at most 4,000 characters of it; `why` names the field.
    """

    raw: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """What one step of a network's history brought. One bad record never costs the page.

    `accounts` describes everyone in `interactions` but the watched account, where the network
    tells. `gone` are the records that the network says are deleted. `cursor` continues after
    this page; `reaches_back_to` is how far back, in time, all has been read by now.
    """

    interactions: tuple[Interaction, ...]
    accounts: tuple[Account, ...]
    cursor: Cursor
    rejected: tuple[Rejected, ...] = ()
    gone: tuple[str, ...] = ()
    reaches_back_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A text for one recipient.

    `to` is the handle by which the network addresses them (a path for a file); `key` serves
    as Idempotency-Key where there is one; `ref` stands in `text` and is what a message is
    recognised by when it is read back.
    """

    kind: Literal["direct", "reply"]
    to: str
    text: str
    key: str
    ref: str
    language: str = "en"
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class DirectMessage:
    """A message that somebody wrote to the signed-in account alone, as plain text."""

    id: str
    sender: Account
    text: str
    at: datetime
    reply_to: str | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Read back: the message is there."""

    remote_id: RemoteId


@dataclass(frozen=True, slots=True)
class NotThere:
    """Read back in full: the message is not there."""


@dataclass(frozen=True, slots=True)
class CouldNotTell:
    """Not read back in full: nothing follows."""

    why: str


ReadBack = Found | NotThere | CouldNotTell


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a network can and cannot do.

    `tells_blocked_by`: whether relationships say that the other blocks the watched account.
    """

    limits: Limits
    idempotency_key: bool = False
    tells_blocked_by: bool = True


class Messenger(Protocol):
    """Takes messages to one recipient, and can look whether one arrived."""

    @property
    def capabilities(self) -> Capabilities:
        """Its limits."""
        ...

    async def obstacle(self, to: str) -> str | None:
        """Why a message to `to` would not be taken, in a sentence; `None` if nothing is known.

        Raises:
            NetworkError: it could not be asked.
        """
        ...

    async def send(self, message: Message) -> RemoteId:
        """Send once: one attempt, no hidden retries.

        Raises:
            RefusedError: the server said no; nothing was sent.
            RateLimitedError: not now; nothing was sent.
            SignInError: the secret is not accepted; nothing was sent.
            UnreachableError: no connection; the message never left.
            UncertainError: it may have been sent: a time-out, a reset, a 5xx.
        """
        ...

    async def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message among those sent since then, by `ref`, author and recipient."""
        ...


class Network(Messenger, Protocol):
    """One watched account, or the bot's own, on one network."""

    @property
    def name(self) -> NetworkName:
        """Which network this is."""
        ...

    async def whoami(self) -> Account:
        """The account that is signed in."""
        ...

    def history(self, since: Cursor | None) -> AsyncIterator[Page]:
        """Everything between the watched account and others, in both directions.

        Without a cursor the back-fill, newest first; with one, what is missing of the
        back-fill, then what is new, with overlap: pages may hold what was seen before. Ends
        when all has been read. Each page's cursor may be kept and continued from later.
        """
        ...

    async def thread(self, uri: str) -> Sequence[Interaction]:
        """The talk between the watched account and others in the thread of this post."""
        ...

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        """How the watched account stands with these, those left out that are unknown there."""
        ...

    async def exists(self, uris: Collection[str]) -> Mapping[str, bool | None]:
        """Whether these posts can still be seen; `None` where that could not be told."""
        ...

    def direct_messages(self, since: Cursor | None) -> AsyncIterator[DirectMessage]:
        """What others wrote to this account alone, oldest first, after the message with that id.

        What the account wrote to itself is included, where the network lets it.
        """
        ...


# --- the store ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Watch:
    """How far a watched account has been read. Times are UTC.

    `account` is as the owner wrote it; `key` is what the network made of it. `complete_at` is
    when the first back-fill reached its end.
    """

    account: str
    key: AccountKey
    cursor: Cursor | None = None
    reaches_back_to: datetime | None = None
    complete_at: datetime | None = None
    collected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a page's interactions in the log."""

    added: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Stance:
    """A relationship as it was told, by whom and when (UTC)."""

    watched: AccountKey
    account: AccountKey
    relationship: Relationship
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that the owner said of a person, with what stood before, for `undo`."""

    person: PersonId
    verb: str
    before: Standing
    before_until: datetime | None
    at: datetime


class Log(Protocol):
    """The one log of interactions, and the tallies and exchanges that follow from it."""

    async def record(self, interactions: Iterable[Interaction]) -> Recorded:
        """Upsert on the natural key; the tallies and exchanges touched are brought up to date."""
        ...

    async def withdraw(self, uris: Collection[str]) -> int:
        """Follow deletions upstream: talk loses text and link, a signal leaves the log.

        Returns how many interactions that changed.
        """
        ...

    async def expire(self, *, text_before: datetime, all_before: datetime) -> None:
        """Drop the text of older interactions, and still older ones wholly, tallies included.

        Items in quarantine hold text too, and go with it.
        """
        ...

    async def tallies(self) -> Sequence[Tally]:
        """All tallies, by day."""
        ...

    async def exchanges(self) -> Sequence[Exchange]:
        """All exchanges, oldest first."""
        ...

    async def with_accounts(
        self, accounts: Collection[AccountKey], *, root_uri: str | None = None
    ) -> Sequence[Interaction]:
        """The interactions with these accounts, in one thread or in all, oldest first."""
        ...

    async def count(self) -> int:
        """How many interactions the log holds."""
        ...

    async def rebuild(self) -> None:
        """Recompute all tallies and exchanges from the log."""
        ...


class People(Protocol):
    """Accounts, the people behind them, and what the owner said of them."""

    async def save(self, accounts: Iterable[Account]) -> None:
        """Keep these descriptions; an account not seen before becomes a person of its own."""
        ...

    async def all(self) -> Sequence[Person]:
        """Everybody, by id."""
        ...

    async def get(self, person: PersonId) -> Person | None:
        """One person."""
        ...

    async def stand(
        self, person: PersonId, verb: str, standing: Standing, until: datetime | None, at: datetime
    ) -> None:
        """Write down what the owner said of a person, and what stood before."""
        ...

    async def undo(self) -> Decision | None:
        """Take the latest decision back, and return it; `None` when there is none left."""
        ...

    async def save_stances(self, stances: Iterable[Stance]) -> None:
        """Keep what servers told of relationships, in place of what they told before."""
        ...

    async def stances(self) -> Sequence[Stance]:
        """All that servers told of relationships."""
        ...


class Watches(Protocol):
    """How far each watched account has been read, and what could not be."""

    async def save(self, watch: Watch) -> None:
        """Keep this state, in place of what was kept of the same account."""
        ...

    async def all(self) -> Sequence[Watch]:
        """The state of all accounts ever watched."""
        ...

    async def quarantine(
        self, watched: AccountKey, rejected: Iterable[Rejected], at: datetime
    ) -> None:
        """Keep items that could not be read; the same item is kept once."""
        ...

    async def quarantined(self) -> Mapping[AccountKey, int]:
        """How many items could not be read, by watched account."""
        ...


class Suggestions(Protocol):
    """Who was suggested when, and which occurrences of the schedule are settled."""

    async def add(self, suggestions: Iterable[Suggestion]) -> None:
        """Write down whom a digest names."""
        ...

    async def withdraw(self, due: datetime, revision: int) -> None:
        """Forget the suggestions of a digest that will not go out."""
        ...

    async def all(self) -> Sequence[Suggestion]:
        """All suggestions, in the order in which they were made."""
        ...

    async def settle(self, due: datetime, revision: int, outcome: Outcome, at: datetime) -> None:
        """Write down what became of an occurrence, in place of what it was."""
        ...

    async def began(self) -> datetime | None:
        """The first occurrence that was dealt with: the schedule counts from it."""
        ...

    async def settled(self) -> datetime | None:
        """The latest occurrence that was dealt with; `BARRED` ones are open still."""
        ...

    async def revision(self, due: datetime) -> int:
        """The latest revision of an occurrence's digest; 0 when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Pairing:
    """The owner's account as it was when it first wrote to the bot.

    `local_ids` are the ids that servers gave it: a command comes from the same key *and* the
    same id, as a name can be taken over on another server, and a handle by somebody else.
    """

    key: AccountKey
    local_ids: Mapping[str, str]
    at: datetime


class Inbox(Protocol):
    """What the owner wrote to the bot: each message is acted upon once."""

    async def consume(self, reader: AccountKey, message_id: str, at: datetime) -> bool:
        """Mark a message as read by `reader`; False when it was already."""
        ...

    async def latest(self, reader: AccountKey) -> Cursor | None:
        """The id of the message that `reader` consumed last."""
        ...

    async def pair(self, pairing: Pairing) -> None:
        """Keep a pairing, in place of what was kept of the same account."""
        ...

    async def pairing(self, key: AccountKey) -> Pairing | None:
        """How an account was paired, if it was."""
        ...


class Outbox(Protocol):
    """Messages on their way out: see `bot.domain.outbox` for the states."""

    async def put(self, drafts: Iterable[Draft], at: datetime) -> int:
        """Add drafts as pending rows, those left out whose dedupe key is there already.

        Returns how many were added.
        """
        ...

    async def next(self, now: datetime) -> OutboxRow | None:
        """The pending row that may be claimed now: the oldest, its earlier parts being sent.

        `None` too while another row of the same sender is being sent.
        """
        ...

    async def claim(self, row: OutboxRow, worker: str, now: datetime) -> OutboxRow | None:
        """Take a pending row for sending: lease, fence and attempt are counted up.

        Returns the row as claimed, or `None` when somebody else was first.
        """
        ...

    async def settle(  # noqa: PLR0913 (what an attempt can end with)
        self,
        row: OutboxRow,
        state: OutboxState,
        *,
        now: datetime,
        remote_id: str | None = None,
        error: str | None = None,
        not_before: datetime | None = None,
    ) -> bool:
        """Write down how an attempt or a read-back ended.

        Returns False, and changes nothing, unless the row still has the state and the fence
        of `row` and the new state may follow it. A rejected part cancels the parts after it.
        `UNKNOWN` after `UNKNOWN` counts a read-back that could not tell.
        """
        ...

    async def cancel(self, batch: str) -> bool:
        """Cancel what is pending of a message.

        Returns whether nothing of it got out, or may have: then it can be composed anew.
        """
        ...

    async def overdue(self, now: datetime) -> Sequence[OutboxRow]:
        """Rows being sent whose lease ran out, and unknown rows whose quarantine is over."""
        ...

    async def all(self) -> Sequence[OutboxRow]:
        """All rows, oldest first."""
        ...


class Unit(Protocol):
    """One transaction, scoped to one owner: all of it is kept, or nothing."""

    @property
    def log(self) -> Log:
        """Interactions, tallies, exchanges."""
        ...

    @property
    def people(self) -> People:
        """Accounts, people, standing, relationships."""
        ...

    @property
    def watches(self) -> Watches:
        """Cursors and the quarantine."""
        ...

    @property
    def suggestions(self) -> Suggestions:
        """Digests past."""
        ...

    @property
    def inbox(self) -> Inbox:
        """What the owner wrote."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Messages on their way out."""
        ...


class Store(Protocol):
    """Where everything is kept."""

    def unit(self, owner: Owner) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction; it commits at the end of the block, or rolls back on an error.

        Units do not nest: a second one waits for the first to end.
        """
        ...

    async def owners(self) -> Sequence[OwnerId]:
        """Everyone of whom something is kept."""
        ...

    async def integrity(self) -> Sequence[str]:
        """What is wrong with the store, a sentence each; empty when all is well."""
        ...

    async def backup(self, path: Path) -> None:
        """Write a whole copy to a new file, also while others read and write."""
        ...

    async def close(self) -> None:
        """Let go of the store."""
        ...
