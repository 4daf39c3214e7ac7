"""The network port, on Mastodon and servers that speak its API."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.mastodon import (
    compose,
    conversation,
    existence,
    outgoing,
    posting,
    relations,
    shortcomings,
)
from adapters.mastodon.address import mention
from adapters.mastodon.answers import answers_to
from adapters.mastodon.api import Api
from adapters.mastodon.arrival import Arrival
from adapters.mastodon.history import History
from adapters.mastodon.inbox import Letters
from adapters.mastodon.read_back import read_back
from adapters.mastodon.server import USUAL_LIMITS
from bot.domain.identity import NetworkName
from bot.errors import RefusedError
from bot.ports import Capabilities, Obstacle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from adapters.http import Client
    from adapters.mastodon.here import Here
    from adapters.mastodon.posting import Sessions
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
        RemoteId,
    )

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
        keep_text: posts older than that are given without their text, which takes most of the
            time to read; `None`: all have theirs.
        remembered: what the log holds of an account, so that deletions can be followed.
        follows_threads: let the history hold what others answer in threads, without a secret.
        known: what the store remembers of the owner's accounts, so that one that has another name
            by now is recognised.
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
        self._arrival = Arrival(self._api, owner, known)
        self._here: Here | None = None
        self._letters: Letters | None = None
        self._tells_blocked_by = True
        self._out: list[tuple[str, datetime]] = []
        self._arriving = asyncio.Lock()

    @property
    def name(self) -> NetworkName:
        """Which network this is."""
        return NetworkName.MASTODON

    @property
    def capabilities(self) -> Capabilities:
        """Mastodon's, until the server has been asked."""
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
        async with self._arriving:
            self._here = await self._arrival.here(self._here)
        return self._here.watched.account

    async def history(self, since: Cursor | None) -> AsyncIterator[Page]:
        """Everything between the watched account and others: see `adapters.mastodon.history`."""
        here = await self._known()
        reading = History(
            here,
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
        here = await self._known()
        return await conversation.talk(here, uri)

    async def describe(self, accounts: Collection[AccountKey]) -> Mapping[AccountKey, Account]:
        """How these describe themselves now, with the accounts that they have moved to."""
        here = await self._known()
        return await here.people.introduced_now(accounts)

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        """How the watched account stands with these; nothing of it is public."""
        here = await self._known()
        if not accounts or not self._api.is_signed_in:
            return {}
        told = await relations.relationships(self._api, here.people, accounts)
        if told:
            self._tells_blocked_by = any(one.blocked_by is not None for one in told.values())
        return told

    async def shortcomings(self, sender: AccountKey | None) -> Sequence[str]:
        """What keeps this account from being read in full, or `sender`'s messages from it."""
        here = await self._known()
        if not self._api.is_signed_in:
            return ()
        found = await shortcomings.missing_scopes(here)
        if sender is not None:
            found += await shortcomings.hiding_policy(here, sender)
        return found

    async def exists(self, uris: Collection[str]) -> Mapping[str, bool | None]:
        """Whether these statuses can still be seen."""
        here = await self._known()
        return await existence.exist(self._api, here.posts, uris)

    async def direct_messages(self, since: Cursor | None) -> AsyncIterator[DirectMessage]:
        """What was written to this account alone, oldest first, by itself too."""
        here = await self._known()
        if not self._api.is_signed_in:
            return
        if self._letters is None:
            self._letters = Letters(here)
        for one in await self._letters.after(since):
            yield one

    async def obstacle(self, to: str) -> Obstacle | None:
        """Why a message to this handle would not be taken."""
        if not self._api.is_signed_in:
            said = f"@{self._handle} has no secret in the config file: it cannot send."
            return Obstacle(said)
        here = await self._known()
        return await posting.obstacle(here, to)

    async def send(self, message: Message) -> RemoteId:
        """Send once: see `bot.ports.Messenger`."""
        self._api.require_secret()
        here = await self._known()
        whole = replace(message, text=self.addressed(message.text, message.to))
        # What is kept free for the handle is not counted: see `adapters.mastodon.server`.
        said = whole.text.removeprefix(self._salutation(message.to))
        if not self.capabilities.limits_of(message.kind).fit(said):
            problem = "The message is longer than the server takes; nothing was sent."
            raise RefusedError(problem)
        sent_at = self._api.clock.now()
        sent = await posting.send(here, self._sessions, whole)
        self._out.append((sent, sent_at))
        return sent

    async def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message among those sent since then."""
        self._api.require_secret()
        here = await self._known()
        return await read_back(here, message, since, self._out)

    async def written_to(self, to: AccountKey, since: datetime) -> Sequence[DirectMessage]:
        """What this account wrote to `to` alone since then."""
        self._api.require_secret()
        here = await self._known()
        return await outgoing.written_to(here, to, since)

    def addressed(self, text: str, to: str) -> str:
        """The text with the mention of the recipient before it, unless it is there.

        Raises:
            RefusedError: `to` is no handle.
        """
        salutation = self._salutation(to)
        return text if text.startswith(salutation) else f"{salutation}{text}"

    async def answers(self, sent: RemoteId, sender: AccountKey) -> Sequence[DirectMessage]:
        """What `sender` wrote beneath our status `sent`, in private or not."""
        self._api.require_secret()
        here = await self._known()
        return await answers_to(here, sent, sender)

    async def compose_link(self, text: str, *, to: str, reply_to: str | None) -> str | None:
        """Where the owner can send a text by hand, on Mastodon itself: others have no such page."""
        here = await self._known()
        if reply_to is not None:
            return compose.post_url(here.server, reply_to)
        return compose.share_url(here.server, self.addressed(text, to))

    def _salutation(self, to: str) -> str:
        try:
            return f"{mention(to, self._handle.rpartition('@')[2])} "
        except ValueError as error:
            problem = f"{to} is no handle on Mastodon; nothing was sent."
            raise RefusedError(problem) from error

    async def _known(self) -> Here:
        """The account, once it is sure that the present secret is its own.

        Raises:
            WrongAccountError: it is another account's.
            NetworkError: it could not be asked.
        """
        if self._here is None or not self._api.is_verified:
            await self.whoami()
        if self._here is None:
            raise AssertionError
        return self._here
