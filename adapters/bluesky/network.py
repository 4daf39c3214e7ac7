"""The network port, on Bluesky and other servers of atproto."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.bluesky import at_uri, compose, conversation, existence, posting, profiles
from adapters.bluesky.answers import answers_below, answers_in_chat
from adapters.bluesky.api import Api
from adapters.bluesky.chat import Chat
from adapters.bluesky.history import History
from adapters.bluesky.identity import Resolver, Servers
from adapters.bluesky.inbox import received, written_to
from adapters.bluesky.read_back import find_answer, read_back
from adapters.bluesky.relations import public_relationships
from adapters.bluesky.rpc import Rpc
from adapters.bluesky.session import SessionFile
from adapters.bluesky.sign_in import SignIn
from adapters.bluesky.threads import OwnThreads
from bot.domain.identity import Flag, NetworkName
from bot.errors import RefusedError
from bot.ports import Capabilities, CouldNotTell, Obstacle, RemoteId
from bot.text.limits import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from adapters.bluesky.api import Whom
    from adapters.http import Client
    from bot.domain.identity import Account, AccountKey, OwnerId, Relationship
    from bot.domain.interaction import Interaction
    from bot.ports import (
        Clock,
        Cursor,
        DirectMessage,
        Known,
        Message,
        Page,
        ReadBack,
        Remembered,
    )

CAPABILITIES: Final = Capabilities(Limits(graphemes=1_000, bytes=10_000), posting.LIMITS)
_TO_ONESELF: Final = "Bluesky takes no messages to oneself: name another account under [bot]."

REACH: Final = timedelta(days=365)
"""How far back the back-fill goes, and the sweeps after it."""


class BlueskyNetwork:
    """One account: an implementation of `bot.ports.Network`.

    Args:
        client: sends everything; its guard knows `servers`, where they are on this machine.
        name: the account as the owner wrote it, a handle or a DID.
        owner: whose log its interactions are for.
        secret: reads the app password, when it is needed; without one, only what is public is
            read.
        sessions: the folder that sessions are kept in.
        clock: tells the time.
        servers: where to ask first; by default those of the public network.
        reach: how far back descents go.
        remembered: what the log holds of an account, so that deletions can be followed.
        follows_threads: let the history hold what others answer in threads, without a secret.
        known: what the store remembers of the owner's accounts, so that one that has another handle
            by now is recognised.
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
        is_told = secret is not None or not follows_threads
        self._threads = None if is_told else OwnThreads(self._api, owner)

    @property
    def name(self) -> NetworkName:
        """Which network this is."""
        return NetworkName.BLUESKY

    async def whoami(self) -> Account:
        """The account that is signed in."""
        whom = await self._api.whom()
        found = await profiles.fetch(self._api, [whom.did])
        if whom.did in found:
            return profiles.account(found[whom.did], whom.pds)
        # The AppView has not heard of it yet, or shows it to nobody; its own server knows it.
        bare = profiles.account(profiles.bare_profile(whom.did, whom.handle), whom.pds)
        return replace(bare, flags=frozenset({Flag.UNDESCRIBED}))

    async def history(self, since: Cursor | None) -> AsyncIterator[Page]:
        """Everything between the watched account and others: see `adapters.bluesky.history`."""
        reading = History(
            self._api,
            await self._api.whom(),
            self._owner,
            reach=self._reach,
            remembered=self._remembered,
            threads=self._threads,
        )
        async for page in reading.pages(since):
            yield page

    async def thread(self, uri: str) -> Sequence[Interaction]:
        """The talk between the watched account and others in the thread of this post."""
        whom = await self._api.whom()
        return await conversation.talk(self._api, uri, whom.did, self._owner)

    async def describe(self, accounts: Collection[AccountKey]) -> Mapping[AccountKey, Account]:
        """How these describe themselves now."""
        whom = await self._api.whom()
        found = await profiles.fetch(self._api, [account.id for account in accounts])
        return {
            key: profiles.account(found[key.id], whom.pds) for key in accounts if key.id in found
        }

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        """How the watched account stands with these, those left out that are not shown."""
        dids = [key.id for key in accounts]
        if self._api.sign_in is None:
            whom = await self._api.whom()
            told = await public_relationships(self._api, whom.did, dids)
            return {key: told[key.id] for key in accounts if key.id in told}
        found = await profiles.fetch(self._api, dids)
        return {key: profiles.relationship(found[key.id]) for key in accounts if key.id in found}

    async def shortcomings(self, sender: AccountKey | None) -> Sequence[str]:
        """Nothing that could be told beforehand: an app password reads all there is to read."""
        del sender
        return ()

    async def exists(self, uris: Collection[str]) -> Mapping[str, bool | None]:
        """Whether these posts, or other records, can still be seen."""
        return await existence.exist(self._api, uris)

    async def direct_messages(self, since: Cursor | None) -> AsyncIterator[DirectMessage]:
        """What others wrote to this account alone, oldest first."""
        for one in await received(self._chat, await self._api.whom(), since):
            yield one

    async def send(self, message: Message) -> RemoteId:
        """Send once: see `bot.ports.Messenger`."""
        whom = await self._api.whom()
        to = await self._recipient(message, whom)
        if message.kind == "reply":
            return await posting.answer(self._api, message, whom.did, to)
        if not self.capabilities.limits.fit(message.text):
            problem = "The message is longer than Bluesky's chat takes; nothing was sent."
            raise RefusedError(problem)
        if to == whom.did:
            raise RefusedError(_TO_ONESELF)
        return RemoteId(await self._chat.send(to, message.to, message.text))

    async def obstacle(self, to: str) -> Obstacle | None:
        """Why a message to this handle would not be taken; begins no conversation."""
        whom = await self._api.whom()
        try:
            did = await self._chat.did_of(to)
            if did == whom.did:
                return Obstacle(_TO_ONESELF)
            return await self._chat.obstacle(did, to)
        except RefusedError as problem:
            return Obstacle(str(problem))

    async def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message among those sent since then."""
        whom = await self._api.whom()
        try:
            to = await self._recipient(message, whom)
            if message.kind == "reply":
                return await find_answer(self._api, message, whom.did, to, since)
            return await read_back(self._chat, message, whom.did, to, since)
        except RefusedError as error:
            return CouldNotTell(str(error))

    async def written_to(self, to: AccountKey, since: datetime) -> Sequence[DirectMessage]:
        """What this account wrote to `to` alone since then, in the chat with them."""
        return await written_to(self._chat, await self.whoami(), to.id, since)

    def addressed(self, text: str, to: str) -> str:
        """The text itself: a chat has two members, and a reply tells its parent's author."""
        del to
        return text

    async def answers(self, sent: RemoteId, sender: AccountKey) -> Sequence[DirectMessage]:
        """What `sender` answered to `sent`, in the chat with them or below our post."""
        whom = await self._api.whom()
        if at_uri.parse(sent):
            return await answers_below(self._api, whom, sent, sender.id)
        return await answers_in_chat(self._api, self._chat, whom, sent, sender.id)

    async def compose_link(self, text: str, *, to: str, reply_to: str | None) -> str | None:
        """Where the owner can write a post in public by hand: see `adapters.bluesky.compose`."""
        return compose.post_url(reply_to) if reply_to else compose.intent_url(text, to)

    async def _recipient(self, message: Message, whom: Whom) -> str:
        """The DID that a message goes to: the pinned one, whoever has the handle now.

        Raises:
            RefusedError: nobody is called so, or what is pinned is no account of Bluesky's.
            NetworkError: it could not be found out.
        """
        pin = message.recipient
        if pin is None:
            return await self._chat.did_of(message.to)
        if not at_uri.is_did(pin.key.id) or not pin.is_of(
            pin.key, profiles.host(whom.pds), pin.key.id
        ):
            problem = f"{message.to} belongs to another account by now; nothing was sent."
            raise RefusedError(problem)
        return pin.key.id
