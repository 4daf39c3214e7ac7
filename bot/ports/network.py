"""One account on one network: what it reads, whom it knows, what it can send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType, Protocol

from bot.domain.safety.outside import kept, redacted, safe
from bot.ports.messenger import Messenger

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping, Sequence
    from datetime import datetime

    from bot.domain.people.identity import (
        Account,
        AccountKey,
        NetworkName,
        Relationship,
    )
    from bot.domain.talk.interaction import Interaction
    from bot.ports.messenger import DirectMessage, RemoteId


Cursor = NewType("Cursor", str)
"""How far a network was read: its own words, kept for it and given back."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that could not be read: kept as it came, so that it can be looked at.

    `raw` is the item's JSON, at most 4,000 characters of it, without secrets and controls; `why`
    names the field.
    """

    raw: str
    why: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "raw", redacted(kept(self.raw, lines=True)))
        object.__setattr__(self, "why", safe(self.why))


@dataclass(frozen=True, slots=True)
class Page:
    """What one step of a network's history brought. One bad record never costs the page.

    `accounts` describes everyone in `interactions` but the watched account, where the network
    tells, and the accounts that some of them have moved to. `gone` are the records that the
    network says are deleted. `cursor` continues after this page; `reaches_back_to` is how far
    back, in time, all has been read by now.
    """

    interactions: tuple[Interaction, ...]
    accounts: tuple[Account, ...]
    cursor: Cursor
    rejected: tuple[Rejected, ...] = ()
    gone: tuple[str, ...] = ()
    reaches_back_to: datetime | None = None


class Network(Messenger, Protocol):
    """One watched account, or the bot's own, on one network.

    Nothing is read or sent before it is sure that the secret signs in the account that the config
    names. Where it signs in another, all that would ask the network raises `WrongAccountError`.
    """

    @property
    def name(self) -> NetworkName:
        """Which network this is."""
        ...

    async def whoami(self) -> Account:
        """The account that is signed in, asked of its server now.

        One that is called otherwise by now is the same account: `handle` is its present name, and
        its key stays.

        Raises:
            WrongAccountError: it is not the one that the config names.
            NetworkError: it could not be asked.
        """
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

    async def describe(self, accounts: Collection[AccountKey]) -> Mapping[AccountKey, Account]:
        """How these describe themselves now, those left out that are unknown or gone there.

        Where one has moved, the account that it has moved to is described too. Asked anew, each
        time, and never taken from what was read before.

        Raises:
            NetworkError: they could not be asked for.
        """
        ...

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        """How the watched account stands with these, those left out that are unknown there."""
        ...

    async def shortcomings(self, sender: AccountKey | None) -> Sequence[str]:
        """What keeps this account from being read in full, or messages of `sender` unseen on it.

        A sentence each; empty where nothing is known of any.

        Raises:
            NetworkError: it could not be asked.
        """
        ...

    async def exists(self, uris: Collection[str]) -> Mapping[str, bool | None]:
        """Whether these posts can still be seen; `None` where that could not be told."""
        ...

    def direct_messages(self, since: Cursor | None) -> AsyncIterator[DirectMessage]:
        """What others wrote to this account alone, oldest first, after the message with that id.

        What the account wrote to itself is included, where the network lets it.
        """
        ...

    async def written_to(self, to: AccountKey, since: datetime) -> Sequence[DirectMessage]:
        """What this account wrote to `to` alone since then, as far as the latest pages show.

        What it wrote to itself, where `to` is its own key and the network lets it.

        Raises:
            NetworkError: it could not be read.
        """
        ...

    def addressed(self, text: str, to: str) -> str:
        """The whole of what is posted so that a message with this text reaches `to`.

        On Mastodon the text with the recipient's handle before it, direct or in public, as who
        is not mentioned is not reached; on Bluesky the text as it is. What the owner approves,
        and what `send` takes and posts unchanged, are these bytes. Addressing what is addressed
        already changes nothing.
        """
        ...

    async def answers(self, sent: RemoteId, sender: AccountKey) -> Sequence[DirectMessage]:
        """What `sender` answered to our message `sent`, oldest first.

        To a direct message: what they wrote in that conversation. To a reply in public: what
        they wrote beneath it. Nothing else of the account's messages is read.

        Raises:
            NetworkError: it could not be read.
        """
        ...

    async def compose_link(self, text: str, *, to: str, reply_to: str | None) -> str | None:
        """A page on the account's own server where the owner can send a text by hand.

        On Mastodon a compose window with the text, addressed to `to` and set to be direct; on
        Bluesky one for a post in public that names `to`, as no page there opens a chat with a
        text in it. With `reply_to`, the page of that post as the server shows it: an answer
        with its text written is opened nowhere, it is to be pasted. `None` where the server's
        software is not known to have such a page, or the text is too long for one.

        Raises:
            NetworkError: what the server is could not be asked.
        """
        ...
