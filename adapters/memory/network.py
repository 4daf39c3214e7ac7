"""The network port, on a world in memory."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from heapq import nlargest, nsmallest
from typing import TYPE_CHECKING, Final

from adapters.memory import addresses
from adapters.memory.failures import Delay, LandsLate, Unsure, after_acting
from adapters.memory.mailbox import Mailbox
from adapters.memory.record import OddRecord
from adapters.memory.sighting import sightings
from bot.domain.delivery.outbox import before
from bot.domain.people.identity import NetworkName
from bot.domain.sentence import Sentence, marked
from bot.errors import UncertainError, WrongAccountError
from bot.ports import Capabilities, CouldNotTell, Cursor, Page, Rejected
from bot.text.safety.limits import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping, Sequence
    from datetime import datetime

    from adapters.memory.failures import Fault, Operation
    from adapters.memory.record import Record
    from adapters.memory.world import World
    from bot.domain.people.identity import Account, AccountKey, OwnerId, Relationship
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Clock, DirectMessage, Message, Obstacle, ReadBack, RemoteId

_STATUS: Final = Limits(graphemes=500, url_length=23)
CAPABILITIES: Final = {
    NetworkName.MASTODON: Capabilities(_STATUS, _STATUS, idempotency_key=True),
    NetworkName.BLUESKY: Capabilities(
        Limits(graphemes=1000, bytes=10_000), Limits(graphemes=300, bytes=3_000)
    ),
}
OVERLAP: Final = 20
"""Each increment repeats this many records that were read before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The part of a server's sequence that was read: from `top` down to `bottom`.

    The back-fill lowers `bottom`; at 0 it is complete, and increments raise `top`.
    """

    host: str
    top: int
    bottom: int

    @property
    def is_complete(self) -> bool:
        """Whether the back-fill has reached the start."""
        return self.bottom == 0

    def cursor(self) -> Cursor:
        """Encode as a cursor."""
        return Cursor(json.dumps({"host": self.host, "top": self.top, "bottom": self.bottom}))

    @classmethod
    def resumed(cls, cursor: Cursor | None, host: str) -> Progress | None:
        """Decode a cursor; `None` without one, or for a cursor of another server.

        Sequence numbers mean nothing on another server: reading starts again there.
        """
        if cursor is None:
            return None
        decoded = json.loads(cursor)
        if decoded["host"] != host:
            return None
        return cls(host=host, top=int(decoded["top"]), bottom=int(decoded["bottom"]))


class MemoryNetwork:
    """The `World` as one account sees it: an implementation of `bot.ports.Network`.

    Failures that a test queued in `world.failures` happen first.

    Args:
        world: the server.
        account: the account that the secret signs in.
        owner: whose log the interactions are for.
        page_size: records per page; a post that names several people is one record.
        capabilities: those of the world's network by default.
        configured: the account that the config names, `account` by default.
        machine: the clock of the machine that asks, the world's by default.
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
        self._mailbox = Mailbox(world, account, self.capabilities)

    @property
    def name(self) -> NetworkName:
        """The network that the world imitates."""
        return self.world.network

    async def whoami(self) -> Account:
        """The account whose view this is."""
        fault = await self._begin("whoami")
        after_acting(fault)
        return self.world.account(self._me)

    async def history(self, since: Cursor | None) -> AsyncIterator[Page]:
        """The interactions between the watched account and others: see `bot.ports.Network`.

        The back-fill goes down the server's sequence, increments go up. There is always at least
        one page, which carries the cursor.
        """
        progress = Progress.resumed(since, self.world.host)
        overlap = OVERLAP if progress and progress.is_complete else 0
        if progress is None:
            newest = max((record.sequence for record in self._records()), default=0)
            progress = Progress(host=self.world.host, top=newest, bottom=newest + 1)
        while not progress.is_complete:
            fault = await self._begin("history")
            older = [record for record in self._records() if record.sequence < progress.bottom]
            batch = nlargest(self._page_size, older, key=_sequence)
            is_last = len(older) == len(batch)
            progress = replace(progress, bottom=0 if is_last else batch[-1].sequence)
            after_acting(fault)
            yield self._page(batch, progress, batch[-1].seen_at if batch else None)
        async for page in self._increments(progress, overlap):
            yield page

    async def _increments(self, progress: Progress, overlap: int) -> AsyncIterator[Page]:
        read = [record.sequence for record in self._records() if record.sequence <= progress.top]
        repeated = nlargest(overlap, read)
        position = repeated[-1] - 1 if repeated else progress.top
        # Right after a back-fill there is a page with a cursor already.
        needs_page = overlap > 0
        while True:
            newer = [record for record in self._records() if record.sequence > position]
            if not newer and not needs_page:
                return
            fault = await self._begin("history")
            batch = nsmallest(self._page_size, newer, key=_sequence)
            position = batch[-1].sequence if batch else position
            progress = replace(progress, top=max(progress.top, position))
            needs_page = False
            after_acting(fault)
            yield self._page(batch, progress, None)

    def _records(self) -> list[Record]:
        self.world.catch_up()
        return list(self.world.ledger.records_of(self._me))

    def _page(
        self, batch: Sequence[Record], progress: Progress, reaches_back_to: datetime | None
    ) -> Page:
        interactions = [
            interaction
            for record in batch
            if not isinstance(record, OddRecord)
            for interaction in sightings(record, self.world, self._me, self._owner)
        ]
        others = dict.fromkeys(interaction.other for interaction in interactions)
        return Page(
            interactions=tuple(interactions),
            accounts=self._with_moves(others),
            cursor=progress.cursor(),
            rejected=tuple(
                Rejected(record.raw[:4000], record.why)
                for record in batch
                if isinstance(record, OddRecord)
            ),
            reaches_back_to=reaches_back_to,
        )

    def _with_moves(self, keys: Collection[AccountKey]) -> tuple[Account, ...]:
        """These accounts, as far as the server knows them, and those that they moved to."""
        accounts: dict[AccountKey, Account] = {}
        waiting = list(keys)
        while waiting:
            account = self.world.ledger.accounts.get(waiting.pop(0))
            if account is None or account.key in accounts:
                continue
            accounts[account.key] = account
            waiting += [account.move.to] if account.move is not None else []
        return tuple(accounts.values())

    async def thread(self, uri: str) -> Sequence[Interaction]:
        """The talk in the thread of this post, oldest first; nothing if it cannot be seen."""
        fault = await self._begin("thread")
        talk = [
            interaction
            for record in self.world.ledger.thread(uri, self._me)
            for interaction in sightings(record, self.world, self._me, self._owner)
            if interaction.kind.is_talk
        ]
        after_acting(fault)
        return sorted(talk, key=lambda interaction: interaction.at)

    async def beginning(self, uri: str) -> str | None:
        """The text of the first post of this post's thread, if it is public."""
        fault = await self._begin("beginning")
        post = self.world.ledger.find(uri, self._me)
        first = self.world.ledger.find(post.root, self._me) if post is not None else None
        after_acting(fault)
        return first.text if first is not None and first.visibility.is_open else None

    async def describe(self, accounts: Collection[AccountKey]) -> Mapping[AccountKey, Account]:
        """The current profiles of these accounts, and of those that they moved to."""
        fault = await self._begin("describe")
        after_acting(fault)
        return {account.key: account for account in self._with_moves(accounts)}

    async def relationships(
        self, accounts: Collection[AccountKey]
    ) -> Mapping[AccountKey, Relationship]:
        """Follows, blocks and mutes between the watched account and those the server knows."""
        fault = await self._begin("relationships")
        relationships = {
            key: self.world.ledger.relationship(self._me, key)
            for key in accounts
            if key in self.world.ledger.accounts
        }
        if not self.capabilities.tells_blocked_by:
            relationships = {
                key: replace(relationship, blocked_by=None)
                for key, relationship in relationships.items()
            }
        after_acting(fault)
        return relationships

    async def shortcomings(self, sender: AccountKey | None) -> Sequence[Sentence]:
        """Whether this account mutes the sender."""
        self._check_account()
        if sender is None or not self.world.ledger.relationship(self._me, sender).muting:
            return ()
        return (Sentence(marked("This account mutes whoever sends the digests.")),)

    async def hindrances(self) -> Sequence[Sentence]:
        """None."""
        self._check_account()
        return ()

    async def exists(self, uris: Collection[str]) -> Mapping[str, bool | None]:
        """Whether the watched account can still see these posts."""
        fault = await self._begin("exists")
        if isinstance(fault, Unsure):
            return dict.fromkeys(uris)
        visible = {uri: self.world.ledger.find(uri, self._me) is not None for uri in uris}
        after_acting(fault)
        return visible

    async def direct_messages(self, since: Cursor | None) -> AsyncIterator[DirectMessage]:
        """Direct messages to this account after the one with that id."""
        fault = await self._begin("direct_messages")
        messages = self._mailbox.received(since)
        after_acting(fault)
        for message in messages:
            yield message

    async def limits_to(self, to: str) -> Limits:
        """The limits of a direct message: a world does not count the mention of its recipient."""
        del to
        return self.capabilities.limits

    async def obstacle(self, to: str) -> Obstacle | None:
        """Why the world would refuse a direct message to this handle."""
        await self._begin("obstacle")
        return self._mailbox.obstacle(to)

    async def send(self, message: Message) -> RemoteId:
        """Put a message into the world: see `bot.ports.Messenger`."""
        fault = await self._begin("send")
        if isinstance(fault, LandsLate):
            later = self.world.clock.now() + timedelta(seconds=fault.seconds)
            self.world.act_later(later, lambda: self._mailbox.deliver_late(message))
            raise UncertainError(marked("The server did not answer in time."))
        sent = self._mailbox.send(message)
        after_acting(fault)
        return sent

    async def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message among the account's posts since then."""
        fault = await self._begin("find_sent")
        if isinstance(fault, Unsure):
            return CouldNotTell(Sentence(fault.why))
        lag = max(self._machine.now() - self.world.clock.now(), timedelta(0))
        read_back = self._mailbox.find_sent(message, before(since, lag))
        after_acting(fault)
        return read_back

    async def written_to(self, to: AccountKey, since: datetime) -> Sequence[DirectMessage]:
        """Direct messages from this account to `to` since then."""
        fault = await self._begin("written_to")
        messages = self._mailbox.written_to(to, since)
        after_acting(fault)
        return messages

    def addressed(self, text: str, to: str) -> str:
        """The text, with the recipient's handle in front where the network needs it."""
        prefix = addresses.mention_prefix(self.name, to)
        return text if text.startswith(prefix) else f"{prefix}{text}"

    async def answers(self, sent: RemoteId, sender: AccountKey) -> Sequence[DirectMessage]:
        """The answers of `sender` to our message `sent`."""
        fault = await self._begin("answers")
        answers = self._mailbox.answers(sent, sender)
        after_acting(fault)
        return answers

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
        return addresses.in_config(self.name, account.handle if account else key.id)


def _sequence(record: Record) -> int:
    return record.sequence
