"""One account on one network: its history, its relationships, its messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType, Protocol

from bot.domain.safety.outside import kept, redacted, safe
from bot.ports.messenger import Messenger

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping, Sequence
    from datetime import datetime

    from bot.domain.people.identity import Account, AccountKey, NetworkName, Relationship
    from bot.domain.sentence import Sentence
    from bot.domain.talk.interaction import Interaction
    from bot.ports.messenger import DirectMessage, RemoteId


Cursor = NewType("Cursor", str)
"""How far a network was read: an opaque value of the network's, stored and passed back."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that could not be parsed, kept for inspection.

    `raw` is the item's JSON, at most 4,000 characters, without secrets and control characters;
    `why` names the field.
    """

    raw: str
    why: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "raw", redacted(kept(self.raw, lines=True)))
        object.__setattr__(self, "why", safe(self.why))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a network's history. Bad records go to `rejected`, and the rest is kept.

    `accounts` describes everyone in `interactions` but the watched account, as far as the network
    does, and the accounts that they have moved to. `gone` are records that the network reports as
    deleted. `cursor` continues after this page. `reaches_back_to` is the time since which
    everything has been read.
    """

    interactions: tuple[Interaction, ...]
    accounts: tuple[Account, ...]
    cursor: Cursor
    rejected: tuple[Rejected, ...] = ()
    gone: tuple[str, ...] = ()
    reaches_back_to: datetime | None = None


class Network(Messenger, Protocol):
    """One watched account, or the bot's own, on one network.

    Nothing is read or sent before the signed-in account is confirmed to be the configured one. If
    it is another account, every method that makes a request raises `WrongAccountError`.
    """

    @property
    def name(self) -> NetworkName:
        """Which network this is."""

    async def whoami(self) -> Account:
        """Ask the server for the signed-in account.

        A renamed account is the same account: it has a new `handle`, and the same key.

        Raises:
            WrongAccountError: it is not the configured account.
            NetworkError: the request failed.
        """

    def history(self, since: Cursor | None) -> AsyncIterator[Page]:
        """All interactions between the watched account and others, in both directions.

        Without a cursor: the back-fill, newest first. With a cursor: the rest of the back-fill,
        then what is new; pages may overlap with earlier ones. It ends when everything has been
        read. Reading can continue later from the cursor of any page.
        """

    async def thread(self, uri: str) -> Sequence[Interaction]:
        """The talk between the watched account and others in the thread of this post."""

    async def beginning(self, uri: str) -> str | None:
        """The text of the first post of this post's thread, whoever wrote it, for whomever.

        `None` if it cannot be seen, or not by everybody.

        Raises:
            NetworkError: it could not be read.
        """

    async def describe(self, accounts: Collection[AccountKey]) -> Mapping[AccountKey, Account]:
        """The current profiles of these accounts, without those that are unknown or gone.

        For an account that has moved, the target is described too. Nothing is cached.

        Raises:
            NetworkError: the request failed.
        """

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        """The watched account's relationships with these accounts, without unknown ones."""

    async def shortcomings(self, sender: AccountKey | None) -> Sequence[Sentence]:
        """Known reasons why this account cannot be read in full, or misses messages of `sender`.

        A sentence each.

        Raises:
            NetworkError: the request failed.
        """

    async def hindrances(self) -> Sequence[Sentence]:
        """Known reasons why this account cannot send messages, or read the answers to them.

        A sentence each. Nothing is sent.

        Raises:
            NetworkError: the request failed.
        """

    async def exists(self, uris: Collection[str]) -> Mapping[str, bool | None]:
        """Whether these posts can still be seen; `None` means unknown."""

    def direct_messages(self, since: Cursor | None) -> AsyncIterator[DirectMessage]:
        """Private messages to this account after the message with the id `since`, oldest first.

        Messages of the account to itself are included, on networks that allow them.
        """

    async def written_to(self, to: AccountKey, since: datetime) -> Sequence[DirectMessage]:
        """Private messages of this account to `to` since then, as far as the latest pages show.

        `to` may be the account itself, on networks that allow that.

        Raises:
            NetworkError: the request failed.
        """

    def addressed(self, text: str, to: str) -> str:
        """The complete post with which a message of this text reaches `to`.

        On Mastodon the text with the recipient's handle before it, as only mentioned accounts are
        notified; on Bluesky the text unchanged. The owner approves this post, and `send` posts it
        unchanged. Calling this on its own result changes nothing.
        """

    async def answers(self, sent: RemoteId, sender: AccountKey) -> Sequence[DirectMessage]:
        """The answers of `sender` to our message `sent`, oldest first.

        For a direct message, their messages in that conversation; for a public reply, their
        replies below it. No other messages are read.

        Raises:
            NetworkError: the request failed.
        """

    async def compose_link(self, text: str, *, to: str, reply_to: str | None) -> str | None:
        """A page on the account's own server where the owner can send a text by hand.

        On Mastodon, a compose window with the text as a direct post to `to`. On Bluesky, one for a
        public post that names `to`, as no link opens a chat with a text. With `reply_to`, the page
        of that post, where the owner pastes the text. `None` if the server's software is not known
        to have such a page, or the text is too long for it.

        Raises:
            NetworkError: the server's software could not be determined.
        """
