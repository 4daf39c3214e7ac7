"""The network port, on Bluesky and other servers of atproto."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.api import Api
from adapters.bluesky.client.identity import Resolver, Servers
from adapters.bluesky.client.rpc import Rpc
from adapters.bluesky.client.session import SessionFile
from adapters.bluesky.client.sign_in import SignIn
from adapters.bluesky.message import posting, shortcomings
from adapters.bluesky.message.answers import answers_below, answers_in_chat
from adapters.bluesky.message.chat import Chat
from adapters.bluesky.message.inbox import received, written_to
from adapters.bluesky.message.read_back import find_answer, read_back
from adapters.bluesky.read import conversation, existence, profiles
from adapters.bluesky.read.history import History
from adapters.bluesky.read.relations import public_relationships
from adapters.bluesky.read.threads import OwnThreads
from bot.domain.people.identity import Flag, NetworkName
from bot.domain.sentence import Sentence, marked
from bot.errors import RefusedError
from bot.ports import Capabilities, CouldNotTell, Obstacle, RemoteId
from bot.text.safety.limits import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from adapters.bluesky.client.identity import Identity
    from adapters.http import Client
    from bot.domain.people.identity import Account, AccountKey, OwnerId, Relationship
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Clock, Cursor, DirectMessage, Known, Message, Page, ReadBack, Remembered

CAPABILITIES: Final = Capabilities(Limits(graphemes=1_000, bytes=10_000), posting.LIMITS)
_TO_ONESELF: Final = marked(
    "Bluesky takes no messages to oneself: name another account under [bot]."
)

REACH: Final = timedelta(days=365)
"""How far back the back-fill and the later sweeps go."""


class BlueskyNetwork:
    """One account: an implementation of `bot.ports.Network`.

    Args:
        client: sends all requests; its guard must allow `servers` on this machine.
        name: the account as in the config, a handle or a DID.
        owner: whose log the interactions are for.
        secret: reads the app password; without one, only public data are read.
        sessions: the folder for stored sessions.
        clock: the current time.
        servers: those of the public network by default.
        reach: how far back descents go.
        remembered: returns an account's interactions in the log, to find deleted ones.
        follows_threads: without a secret, look for answers in threads.
        known: returns the owner's stored accounts, to recognise one with a new handle.
    """

    def __init__(  # noqa: PLR0913 (what a network is made of)
        self,
        client: Client,
        name: str,
        owner: OwnerId,
        *,
        secret: Callable[[], str] | None,
        sessions: Path,
        clock: Clock,
        servers: Servers | None = None,
        reach: timedelta = REACH,
        remembered: Remembered | None = None,
        follows_threads: bool = True,
        known: Known | None = None,
    ) -> None:
        self._owner = owner
        self._reach = reach
        self._remembered = remembered
        rpc = Rpc(client, clock)
        servers = servers or Servers()
        resolver = Resolver(rpc, servers)
        self.capabilities = replace(
            CAPABILITIES, tells_blocked_by=secret is not None or servers.tells_blocks
        )
        file = SessionFile(sessions, name)
        sign_in = SignIn(rpc, resolver, file, name, secret, known=known) if secret else None
        self._api = Api(rpc, resolver, name, sign_in, known=known)
        self._chat = Chat(self._api)
        reads_threads = secret is None and follows_threads
        self._threads = OwnThreads(self._api, owner) if reads_threads else None

    @property
    def name(self) -> NetworkName:
        """Bluesky, also for other servers of atproto."""
        return NetworkName.BLUESKY

    async def whoami(self) -> Account:
        """The signed-in account; without a secret, the configured one."""
        watched = await self._api.watched()
        account = (await profiles.known(self._api, [watched.did], watched.pds))[watched.did]
        if account.flags & {Flag.SUSPENDED, Flag.UNDESCRIBED}:
            # The AppView does not know the account yet, hides it, or fails.
            return profiles.undescribed(watched.did, watched.handle, watched.pds)
        return account

    async def history(self, since: Cursor | None) -> AsyncIterator[Page]:
        """The account's interactions with others: see `adapters.bluesky.read.history`."""
        reading = History(
            self._api,
            await self._api.watched(),
            self._owner,
            reach=self._reach,
            remembered=self._remembered,
            threads=self._threads,
        )
        async for page in reading.pages(since):
            yield page

    async def thread(self, uri: str) -> Sequence[Interaction]:
        """The talk between the watched account and others in a post's thread."""
        watched = await self._api.watched()
        return await conversation.talk(self._api, uri, watched.did, self._owner)

    async def beginning(self, uri: str) -> str | None:
        """The text of the first post of a post's thread."""
        return await conversation.beginning(self._api, uri)

    async def describe(self, accounts: Collection[AccountKey]) -> Mapping[AccountKey, Account]:
        """The current profiles of these accounts."""
        watched = await self._api.watched()
        fetched = await profiles.fetch(self._api, [account.id for account in accounts])
        now = self._api.rpc.clock.now()
        return {
            key: profiles.account(fetched.found[key.id], watched.pds, now)
            for key in accounts
            if key.id in fetched.found
        }

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        """Follows, blocks and mutes with these accounts; hidden accounts are left out."""
        dids = [key.id for key in accounts]
        if self._api.sign_in is None:
            watched = await self._api.watched()
            public = await public_relationships(self._api, watched.did, dids)
            return {key: public[key.id] for key in accounts if key.id in public}
        fetched = (await profiles.fetch(self._api, dids)).found
        return {
            key: profiles.relationship(fetched[key.id]) for key in accounts if key.id in fetched
        }

    async def shortcomings(self, sender: AccountKey | None) -> Sequence[Sentence]:
        """What the servers fail to tell, and what keeps `sender`'s messages from this account."""
        watched = await self._api.watched()
        chat = self._chat if self._api.sign_in is not None else None
        return await shortcomings.shortcomings(self._api, chat, watched.did, sender)

    async def hindrances(self) -> Sequence[Sentence]:
        """None: `obstacle` tells of an app password that gives no access to messages."""
        return ()

    async def exists(self, uris: Collection[str]) -> Mapping[str, bool | None]:
        """Whether these records are still shown to the account."""
        return await existence.exist(self._api, uris)

    async def direct_messages(self, since: Cursor | None) -> AsyncIterator[DirectMessage]:
        """Direct messages from others, oldest first."""
        for message in await received(self._chat, await self._api.watched(), since):
            yield message

    async def send(self, message: Message) -> RemoteId:
        """Send a chat message or post a reply: see `bot.ports.Messenger`."""
        watched = await self._api.watched()
        to = await self._recipient(message, watched)
        if message.kind == "reply":
            return await posting.answer(self._api, message, watched.did, to)
        if not self.capabilities.limits.fit(message.text):
            raise RefusedError(
                marked("The message is longer than Bluesky's chat takes; nothing was sent.")
            )
        if to == watched.did:
            raise RefusedError(_TO_ONESELF)
        return RemoteId(await self._chat.send(to, message.to, message.text))

    async def limits_to(self, to: str) -> Limits:
        """The limits of a chat message, which are the same for everybody."""
        del to
        return self.capabilities.limits

    async def obstacle(self, to: str) -> Obstacle | None:
        """Why a message to this handle would be refused; sends nothing."""
        watched = await self._api.watched()
        try:
            did = await self._chat.did_of(to)
            if did == watched.did:
                return Obstacle(Sentence(_TO_ONESELF))
            return await self._chat.obstacle(did, to)
        except RefusedError as problem:
            return Obstacle(problem.said)

    async def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message in the chat, or for a reply in the account's repository."""
        watched = await self._api.watched()
        try:
            to = await self._recipient(message, watched)
            if message.kind == "reply":
                return await find_answer(self._api, message, watched.did, to, since)
            return await read_back(self._chat, message, watched.did, to, since)
        except RefusedError as error:
            return CouldNotTell(error.said)

    async def written_to(self, to: AccountKey, since: datetime) -> Sequence[DirectMessage]:
        """Chat messages from this account to `to` since then, newest first."""
        return await written_to(self._chat, await self.whoami(), to.id, since)

    def addressed(self, text: str, to: str) -> str:
        """The text itself: chats and replies need no mention of the recipient."""
        del to
        return text

    async def answers(self, sent: RemoteId, sender: AccountKey) -> Sequence[DirectMessage]:
        """The answers of `sender` to our message `sent`, in the chat or below our post."""
        watched = await self._api.watched()
        if at_uri.parse(sent):
            return await answers_below(self._api, watched, sent, sender.id)
        return await answers_in_chat(self._api, self._chat, watched, sent, sender.id)

    async def compose_link(self, text: str, *, to: str, reply_to: str | None) -> str | None:
        """A page on which the owner can post by hand: see `adapters.bluesky.message.posting`."""
        return posting.reply_url(reply_to) if reply_to else posting.compose_url(text, to)

    async def _recipient(self, message: Message, watched: Identity) -> str:
        """The DID that a message goes to: the pinned one, even if the handle has changed hands.

        Raises:
            RefusedError: there is no such account, or the pin is not an account on Bluesky.
            NetworkError: the handle could not be resolved.
        """
        pin = message.recipient
        if pin is None:
            return await self._chat.did_of(message.to)
        if not at_uri.is_did(pin.key.id) or not pin.is_of(
            pin.key, profiles.host(watched.pds), pin.key.id
        ):
            raise RefusedError(
                marked("{to} belongs to another account by now; nothing was sent."), to=message.to
            )
        return pin.key.id
