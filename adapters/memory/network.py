"""The network port, on a world in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from heapq import nlargest, nsmallest
from typing import TYPE_CHECKING, Final

from adapters.memory import addresses
from adapters.memory.failures import Delay, LandsLate, Unsure, after_acting
from adapters.memory.letters import Letters
from adapters.memory.reading import Reading
from adapters.memory.record import OddRecord
from adapters.memory.sighting import sightings
from bot.domain.identity import NetworkName
from bot.domain.outbox import before
from bot.errors import UncertainError, WrongAccountError
from bot.ports import Capabilities, CouldNotTell, Page, Rejected
from bot.text.limits import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping, Sequence
    from datetime import datetime

    from adapters.memory.failures import Fault, Operation
    from adapters.memory.record import Record
    from adapters.memory.world import World
    from bot.domain.identity import Account, AccountKey, OwnerId, Relationship
    from bot.domain.interaction import Interaction
    from bot.ports import Clock, Cursor, DirectMessage, Message, Obstacle, ReadBack, RemoteId

_STATUS: Final = Limits(graphemes=500, url_length=23)
CAPABILITIES: Final = {
    NetworkName.MASTODON: Capabilities(_STATUS, _STATUS, idempotency_key=True),
    NetworkName.BLUESKY: Capabilities(
        Limits(graphemes=1000, bytes=10_000), Limits(graphemes=300, bytes=3_000)
    ),
}
OVERLAP: Final = 20
"""So many records that were read before come again with each increment."""


class MemoryNetwork:
    """One account's view of a `World`: an implementation of `bot.ports.Network`.

    `page_size` counts records; a post that names several people is one. What a test queued in
    `world.failures` happens first.

    `account` is whom the secret signs in, and `configured` whom the config names: they are the
    same unless a test says otherwise, here or later. `machine` is the clock of the machine that
    asks, the world's unless a test says otherwise.
    """

    def __init__(  # noqa: PLR0913 (what a test may set)
        self,
        world: World,
        account: AccountKey,
        owner: OwnerId,
        *,
        page_size: int = 40,
        capabilities: Capabilities | None = None,
        configured: AccountKey | None = None,
        machine: Clock | None = None,
    ) -> None:
        self.world = world
        self._machine = machine or world.clock
        self.capabilities = capabilities or CAPABILITIES[world.network]
        self.configured = configured or account
        self._me = account
        self._owner = owner
        self._page_size = page_size
        self._letters = Letters(world, account, self.capabilities)

    @property
    def name(self) -> NetworkName:
        """Which network this is."""
        return self.world.network

    async def whoami(self) -> Account:
        """The account that is signed in."""
        fault = await self._begin("whoami")
        after_acting(fault)
        return self.world.account(self._me)

    async def history(self, since: Cursor | None) -> AsyncIterator[Page]:
        """What the watched account and others did to each other: see `bot.ports.Network`.

        The back-fill goes down the server's sequence, increments go up it. Without anything to
        tell there is still one page, so that there is a cursor.
        """
        reading = Reading.resumed(since, self.world.host)
        overlap = OVERLAP if reading and reading.is_complete else 0
        if reading is None:
            newest = max((one.sequence for one in self._records()), default=0)
            reading = Reading(self.world.host, top=newest, bottom=newest + 1)
        while not reading.is_complete:
            fault = await self._begin("history")
            older = [one for one in self._records() if one.sequence < reading.bottom]
            batch = nlargest(self._page_size, older, key=_sequence)
            left = len(older) > len(batch)
            reading = replace(reading, bottom=batch[-1].sequence if left else 0)
            after_acting(fault)
            yield self._page(batch, reading, batch[-1].seen_at if batch else None)
        async for page in self._increments(reading, overlap):
            yield page

    async def _increments(self, reading: Reading, overlap: int) -> AsyncIterator[Page]:
        read = [one.sequence for one in self._records() if one.sequence <= reading.top]
        again = nlargest(overlap, read)
        position = again[-1] - 1 if again else reading.top
        # Right after a back-fill there is a page already, and its cursor serves.
        is_owed = overlap > 0
        while True:
            newer = [one for one in self._records() if one.sequence > position]
            if not newer and not is_owed:
                return
            fault = await self._begin("history")
            batch = nsmallest(self._page_size, newer, key=_sequence)
            position = batch[-1].sequence if batch else position
            reading = replace(reading, top=max(reading.top, position))
            is_owed = False
            after_acting(fault)
            yield self._page(batch, reading, None)

    def _records(self) -> list[Record]:
        self.world.catch_up()
        return list(self.world.ledger.records_of(self._me))

    def _page(
        self, batch: Sequence[Record], reading: Reading, reaches_back_to: datetime | None
    ) -> Page:
        odd = [one for one in batch if isinstance(one, OddRecord)]
        found = [
            interaction
            for one in batch
            if not isinstance(one, OddRecord)
            for interaction in sightings(one, self.world, self._me, self._owner)
        ]
        others = dict.fromkeys(one.other for one in found)
        return Page(
            interactions=tuple(found),
            accounts=self._introduced(others),
            cursor=reading.cursor(),
            rejected=tuple(Rejected(one.raw[:4000], one.why) for one in odd),
            reaches_back_to=reaches_back_to,
        )

    def _introduced(self, keys: Collection[AccountKey]) -> tuple[Account, ...]:
        found: dict[AccountKey, Account] = {}
        waiting = list(keys)
        while waiting:
            account = self.world.ledger.accounts.get(waiting.pop(0))
            if account is None or account.key in found:
                continue
            found[account.key] = account
            waiting += [account.move.to] if account.move is not None else []
        return tuple(found.values())

    async def thread(self, uri: str) -> Sequence[Interaction]:
        """The talk in the thread of this post, oldest first; nothing if it cannot be seen."""
        fault = await self._begin("thread")
        found = [
            interaction
            for record in self.world.ledger.thread(uri, self._me)
            for interaction in sightings(record, self.world, self._me, self._owner)
            if interaction.kind.is_talk
        ]
        after_acting(fault)
        return sorted(found, key=lambda one: one.at)

    async def describe(self, accounts: Collection[AccountKey]) -> Mapping[AccountKey, Account]:
        """How these describe themselves now, with the accounts that they have moved to."""
        fault = await self._begin("describe")
        after_acting(fault)
        return {account.key: account for account in self._introduced(accounts)}

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        """How the watched account stands with those that this server knows."""
        fault = await self._begin("relationships")
        told = {
            key: self.world.ledger.relationship(self._me, key)
            for key in accounts
            if key in self.world.ledger.accounts
        }
        if not self.capabilities.tells_blocked_by:
            told = {key: replace(one, blocked_by=None) for key, one in told.items()}
        after_acting(fault)
        return told

    async def shortcomings(self, sender: AccountKey | None) -> Sequence[str]:
        """Whether this account mutes the sender."""
        self._check_account()
        stands = None if sender is None else self.world.ledger.relationship(self._me, sender)
        muted = stands is not None and stands.muting
        return ("This account mutes whoever sends the digests.",) if muted else ()

    async def exists(self, uris: Collection[str]) -> Mapping[str, bool | None]:
        """Whether the watched account can still see these posts."""
        fault = await self._begin("exists")
        if isinstance(fault, Unsure):
            return dict.fromkeys(uris)
        found = {uri: self.world.ledger.find(uri, self._me) is not None for uri in uris}
        after_acting(fault)
        return found

    async def direct_messages(self, since: Cursor | None) -> AsyncIterator[DirectMessage]:
        """What others wrote to this account in private, after the message with that id."""
        fault = await self._begin("direct_messages")
        letters = self._letters.received(since)
        after_acting(fault)
        for one in letters:
            yield one

    async def obstacle(self, to: str) -> Obstacle | None:
        """Why a message to this handle would not be taken."""
        await self._begin("obstacle")
        return self._letters.obstacle(to)

    async def send(self, message: Message) -> RemoteId:
        """Send once: see `bot.ports.Messenger`."""
        fault = await self._begin("send")
        if isinstance(fault, LandsLate):
            later = self.world.clock.now() + timedelta(seconds=fault.seconds)
            self.world.act_later(later, lambda: self._letters.land(message))
            problem = "The server did not answer in time."
            raise UncertainError(problem)
        sent = self._letters.send(message)
        after_acting(fault)
        return sent

    async def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message among those sent since then."""
        fault = await self._begin("find_sent")
        if isinstance(fault, Unsure):
            return CouldNotTell(fault.why)
        lag = max(self._machine.now() - self.world.clock.now(), timedelta(0))
        found = self._letters.find_sent(message, before(since, lag))
        after_acting(fault)
        return found

    async def written_to(self, to: AccountKey, since: datetime) -> Sequence[DirectMessage]:
        """What this account wrote to `to` alone since then."""
        fault = await self._begin("written_to")
        found = self._letters.written_to(to, since)
        after_acting(fault)
        return found

    def addressed(self, text: str, to: str) -> str:
        """The whole of what is posted so that this text reaches `to`."""
        salutation = addresses.salutation(self.name, to)
        return text if text.startswith(salutation) else f"{salutation}{text}"

    async def answers(self, sent: RemoteId, sender: AccountKey) -> Sequence[DirectMessage]:
        """What `sender` answered to our message `sent`."""
        fault = await self._begin("answers")
        found = self._letters.answers(sent, sender)
        after_acting(fault)
        return found

    async def compose_link(self, text: str, *, to: str, reply_to: str | None) -> str | None:
        """Where the owner can send a text by hand: see `bot.ports.Network`."""
        self._check_account()
        if reply_to is not None:
            parent = self.world.ledger.find(reply_to, self._me)
            return parent.url if parent else None
        return addresses.compose_url(self.name, self.world.host, self.addressed(text, to))

    async def _begin(self, operation: Operation) -> Fault:
        fault = self.world.failures.take(operation)
        if isinstance(fault, Delay):
            await self.world.clock.sleep(fault.seconds)
        self.world.catch_up()
        self._check_account()
        return fault

    def _check_account(self) -> None:
        if self._me != self.configured:
            raise WrongAccountError(
                configured=self._named(self.configured), signed_in=self._named(self._me)
            )

    def _named(self, key: AccountKey) -> str:
        account = self.world.ledger.accounts.get(key)
        return addresses.written(self.name, account.handle if account else key.id)


def _sequence(record: Record) -> int:
    return record.sequence
