from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from adapters.memory import addresses
from adapters.memory.clock import StoppedClock
from adapters.memory.failures import AnswerLost, Unsure
from adapters.memory.network import CAPABILITIES, MemoryNetwork
from adapters.memory.world import World
from bot.domain.people.identity import NetworkName, OwnerId
from bot.domain.talk.interaction import Visibility
from tests.contract.network.stage import Ability

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey
    from bot.ports import RemoteId

NOW = datetime(2026, 12, 6, 18, 0, tzinfo=UTC)


class MemoryStage:
    """A world in memory, read two records a page."""

    abilities = frozenset(Ability)

    def __init__(self, name: NetworkName, *, tells_blocked_by: bool = True) -> None:
        self.clock = StoppedClock(NOW)
        self.world = World(name, self.clock)
        self.capabilities = replace(CAPABILITIES[name], tells_blocked_by=tells_blocked_by)

    def now(self) -> datetime:
        return self.clock.now()

    async def settle(self) -> None:
        self.clock.advance(timedelta(seconds=1))

    async def network(self, account: AccountKey) -> MemoryNetwork:
        return MemoryNetwork(
            self.world, account, OwnerId("camille"), page_size=2, capabilities=self.capabilities
        )

    async def account(self, name: str) -> AccountKey:
        return self.world.join(name)

    def stranger(self) -> AccountKey:
        return addresses.key(self.world.network, "nobody", "nowhere.example")

    def address(self, account: AccountKey) -> str:
        return self.world.account(account).handle

    async def post(  # noqa: PLR0913 (what a post can carry)
        self,
        author: AccountKey,
        text: str,
        *,
        reply_to: str | None = None,
        quotes: str | None = None,
        mentions: tuple[AccountKey, ...] = (),
        visibility: Visibility = Visibility.PUBLIC,
        created_at: datetime | None = None,
    ) -> str:
        self.clock.advance(timedelta(seconds=1))
        return self.world.post(
            author,
            text,
            reply_to=reply_to,
            quotes=quotes,
            mentions=mentions,
            visibility=visibility,
            created_at=created_at,
        )

    async def edit(self, uri: str, text: str) -> None:
        self.world.edit(uri, text)

    async def delete(self, uri: str) -> None:
        self.world.delete(uri)

    async def like(self, actor: AccountKey, uri: str) -> None:
        self.world.like(actor, uri)

    async def unlike(self, actor: AccountKey, uri: str) -> None:
        self.world.unlike(actor, uri)

    async def boost(self, actor: AccountKey, uri: str) -> None:
        self.world.boost(actor, uri)

    async def follow(self, actor: AccountKey, target: AccountKey) -> None:
        self.world.follow(actor, target)

    async def block(self, actor: AccountKey, target: AccountKey) -> None:
        self.world.block(actor, target)

    async def mute(self, actor: AccountKey, target: AccountKey) -> None:
        self.world.mute(actor, target)

    async def write(self, sender: AccountKey, recipient: AccountKey, text: str) -> None:
        self.world.write(sender, recipient, text)

    async def answer(self, sender: AccountKey, sent: RemoteId, text: str) -> None:
        self.clock.advance(timedelta(seconds=1))
        ours = self.world.ledger.posts[sent]
        if ours.is_chat:
            self.world.write(sender, ours.author, text)
            return
        self.world.post(
            sender, text, reply_to=sent, mentions=(ours.author,), visibility=ours.visibility
        )

    async def choose(self, account: AccountKey) -> None:
        self.world.ledger.followed_only.add(account)

    async def misprint(self, reader: AccountKey) -> None:
        self.world.serve_odd(reader, '{"type": "mention", "status": 7}', "status")

    async def lose_next_answer(self) -> None:
        self.world.failures.queue("send", AnswerLost())

    async def hide_sent_once(self) -> None:
        self.world.failures.queue("find_sent", Unsure())
