"""The network port, on Mastodon and servers that speak its API."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.mastodon.client.api import Api
from adapters.mastodon.client.server import USUAL_LIMITS
from adapters.mastodon.message import posting
from adapters.mastodon.message.inbox import Inbox
from adapters.mastodon.message.read_back import read_back, written_to
from adapters.mastodon.read import conversation, existence, relations, shortcomings
from adapters.mastodon.read.connection import connect
from adapters.mastodon.read.history import History
from bot.domain.people.identity import NetworkName
from bot.domain.sentence import Sentence, marked
from bot.ports import Capabilities, Obstacle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from adapters.http import Client
    from adapters.mastodon.message.posting import Sessions
    from adapters.mastodon.read.connection import Connection
    from bot.domain.people.identity import Account, AccountKey, OwnerId, Relationship
    from bot.domain.talk.interaction import Interaction
    from bot.ports import (
        Clock,
        Cursor,
        DirectMessage,
        Known,
        Message,
        Page,
        ReadBack,
        Remembered,
        RemoteId,
    )
    from bot.text.safety.limits import Limits

REACH: Final = timedelta(days=365)
"""How far back the back-fill goes, and the sweeps after it."""
LARGEST_PAGE: Final = 80
"""Items; no server gives more on one page."""


class MastodonNetwork:
    """One account: an implementation of `bot.ports.Network`.

    Args:
        client: sends all reads; its guard knows `url`, where it is on this machine.
        sessions: makes guarded sessions for Mastodon.py, which sends messages.
        handle: the account as the owner wrote it, user@host.
        owner: whose log its interactions are for.
        secret: reads the access token, when it is needed; without one, only what is public is
            read.
        clock: tells the time.
        url: the address of the server, where WebFinger does not lead there.
        reach: how far back descents go.
        page_size: items that are asked for at once, at most.
        keep_text: posts older than that are given without their text; `None`: all have theirs.
        remembered: reads what the log holds of an account, to find deletions.
        follows_threads: without a secret, read replies of others from threads.
        known: reads the owner's accounts from the store, to recognise one that was renamed.
    """

    def __init__(  # noqa: PLR0913 (what a network is made of)
        self,
        client: Client,
        sessions: Sessions,
        handle: str,
        owner: OwnerId,
        *,
        secret: Callable[[], str] | None,
        clock: Clock,
        url: str | None = None,
        reach: timedelta = REACH,
        page_size: int = LARGEST_PAGE,
        keep_text: timedelta | None = None,
        remembered: Remembered | None = None,
        follows_threads: bool = True,
        known: Known | None = None,
    ) -> None:
        self._api = Api(client, clock, handle, url, secret)
        self._sessions = sessions
        self._handle = handle
        self._reach = reach
        self._page_size = page_size
        self._keep_text = keep_text
        self._remembered = remembered
        self._follows_threads = follows_threads
        self._owner = owner
        self._known = known
        self._connection: Connection | None = None
        self._inbox: Inbox | None = None
        self._tells_blocked_by = True
        self._sent: list[tuple[str, datetime]] = []
        self._connecting = asyncio.Lock()

    @property
    def name(self) -> NetworkName:
        """Which network this is."""
        return NetworkName.MASTODON

    @property
    def capabilities(self) -> Capabilities:
        """What the server can do; before it was asked, what Mastodon can."""
        server = self._api.known_server
        limits = server.limits if server else USUAL_LIMITS
        return Capabilities(
            limits,
            limits,
            idempotency_key=server is None or server.dialect.idempotency_keys,
            tells_blocked_by=(
                self._tells_blocked_by
                and self._api.is_signed_in
                and (server is None or server.dialect.tells_blocked_by)
            ),
        )

    async def whoami(self) -> Account:
        """The account that is signed in; without a secret, the one that is read."""
        connection = await self._connect()
        return connection.watched.account

    async def history(self, since: Cursor | None) -> AsyncIterator[Page]:
        """Everything between the watched account and others."""
        connection = await self._connected()
        reading = History(
            connection,
            self._page_size,
            reach=self._reach,
            keep_text=self._keep_text,
            remembered=self._remembered,
            follows_threads=self._follows_threads,
        )
        async for page in reading.pages(since):
            yield page

    async def thread(self, uri: str) -> Sequence[Interaction]:
        """The talk between the watched account and others in the thread of this status."""
        connection = await self._connected()
        return await conversation.talk(connection, uri)

    async def beginning(self, uri: str) -> str | None:
        """The text of the first status of this status' thread, if it is public."""
        connection = await self._connected()
        return await conversation.beginning(connection, uri)

    async def describe(self, accounts: Collection[AccountKey]) -> Mapping[AccountKey, Account]:
        """The present profiles of these accounts and of those that they moved to."""
        connection = await self._connected()
        return await connection.people.described_now(accounts)

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        """The watched account's relationships with these; empty without a secret."""
        connection = await self._connected()
        if not accounts or not self._api.is_signed_in:
            return {}
        told = await relations.relationships(
            self._api, connection.people, accounts, with_domains=True
        )
        if told:
            self._tells_blocked_by = any(
                relationship.blocked_by is not None for relationship in told.values()
            )
        return told

    async def shortcomings(self, sender: AccountKey | None) -> Sequence[Sentence]:
        """What keeps this account from being read in full, or `sender`'s messages from it."""
        connection = await self._connected()
        if not self._api.is_signed_in:
            return ()
        return await shortcomings.shortcomings(connection, sender)

    async def hindrances(self) -> Sequence[Sentence]:
        """Which scopes the token lacks for messages."""
        connection = await self._connected()
        if not self._api.is_signed_in:
            return (self._cannot_send,)
        return await shortcomings.hindrances(connection)

    @property
    def _cannot_send(self) -> Sentence:
        sentence = marked("{account} has no secret in the config file: it cannot send.")
        return Sentence(sentence, account=f"@{self._handle}")

    async def exists(self, uris: Collection[str]) -> Mapping[str, bool | None]:
        """Whether these statuses can still be seen."""
        connection = await self._connected()
        return await existence.exist(self._api, connection.posts, uris)

    async def direct_messages(self, since: Cursor | None) -> AsyncIterator[DirectMessage]:
        """Direct messages to this account alone, its own to itself included, oldest first."""
        connection = await self._connected()
        if not self._api.is_signed_in:
            return
        if self._inbox is None:
            self._inbox = Inbox(connection)
        for message in await self._inbox.after(since):
            yield message

    async def limits_to(self, to: str) -> Limits:
        """The limits of a direct message, without the mention of this handle before it."""
        server = (await self._connected()).server
        return server.limits_after(posting.with_mention("", to, self._handle))

    async def obstacle(self, to: str) -> Obstacle | None:
        """Why a message to this handle could not be delivered, if so."""
        if not self._api.is_signed_in:
            return Obstacle(self._cannot_send)
        connection = await self._connected()
        return await posting.obstacle(connection, to)

    async def send(self, message: Message) -> RemoteId:
        """Send once: see `bot.ports.Messenger`."""
        self._api.require_secret()
        connection = await self._connected()
        sent_at = self._api.clock.now()
        sent = await posting.send(connection, self._sessions, message)
        self._sent.append((sent, sent_at))
        return sent

    async def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message among those sent since then."""
        self._api.require_secret()
        connection = await self._connected()
        return await read_back(connection, message, since, self._sent)

    async def written_to(self, to: AccountKey, since: datetime) -> Sequence[DirectMessage]:
        """What this account wrote to `to` alone since then."""
        self._api.require_secret()
        connection = await self._connected()
        return await written_to(connection, to, since)

    def addressed(self, text: str, to: str) -> str:
        """The text with the mention of the recipient before it, unless it is there.

        Raises:
            RefusedError: `to` is not a handle.
        """
        return posting.with_mention(text, to, self._handle)

    async def answers(self, sent: RemoteId, sender: AccountKey) -> Sequence[DirectMessage]:
        """The replies of `sender` below our status `sent`, private or not."""
        self._api.require_secret()
        connection = await self._connected()
        return await conversation.answers_to(connection, sent, sender)

    async def compose_link(self, text: str, *, to: str, reply_to: str | None) -> str | None:
        """A page where the owner can send a text by hand, if the server has one."""
        connection = await self._connected()
        if reply_to is not None:
            return connection.server.reply_url(reply_to)
        return connection.server.share_url(self.addressed(text, to))

    async def _connected(self) -> Connection:
        """The connection, once the present secret is verified.

        Raises:
            WrongAccountError: it is another account's.
            NetworkError: it could not be asked.
        """
        if self._connection is None or not self._api.is_verified:
            return await self._connect()
        return self._connection

    async def _connect(self) -> Connection:
        async with self._connecting:
            self._connection = await connect(
                self._api, self._owner, self._known, before=self._connection
            )
            return self._connection
