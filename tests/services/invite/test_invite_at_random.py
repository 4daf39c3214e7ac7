"""Whatever the owner says, the network does and the clock shows: nothing goes out twice.

Nor anything that was not approved, nor to anybody after the owner said never.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from adapters.memory.failures import AnswerLost, Crash, CrashedError, LandsLate, Unsure
from adapters.store import open_store
from bot.domain.delivery.outbox import OutboxState
from bot.domain.meeting.invitation import State, Way, sha_of
from bot.domain.people.identity import Standing
from bot.errors import RefusedError, UnreachableError
from bot.services.rounds.cycle import go_round
from tests.services.household import Household
from tests.stores import in_memory

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.memory.failures import Fault
    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import PersonId
    from bot.ports import Store

pytestmark = pytest.mark.anyio

SAYINGS: Final = {
    "draft {n}": 4,
    "edit {n}: Hello, this is text {step}.": 4,
    "send {n}": 10,
    "send {n} reply": 2,
    "undo": 10,
    **dict.fromkeys(("sent {n}", "planned {n} saturday 12:30 Café X", "never {n}"), 2),
    **dict.fromkeys(("met {n}", "declined {n}", "known {n}", "snooze {n} 1w"), 1),
    **dict.fromkeys(("yes {n}", "no {n}", "not yet {n}", "pause", "resume"), 1),
    **dict.fromkeys(("don't send {n}", "should I send {n}?", "sned {n}", "goal 2 per week"), 1),
}
"""The owner's commands with their weights; those that affect a message are more frequent."""
PASSING: Final = (
    *(timedelta(minutes=1), timedelta(minutes=3), timedelta(hours=1), timedelta(hours=25)),
    *(timedelta(days=8), timedelta(days=31)),
)
SENDING: Final[tuple[Fault, ...]] = (
    *(AnswerLost(), LandsLate(seconds=100)),
    *(AnswerLost(), AnswerLost(), LandsLate(seconds=100), Crash("before"), Crash("after")),
    *(UnreachableError("no route"), RefusedError("too rude")),
)


class Life:
    """An owner and Alice, with random events."""

    def __init__(self, store: Store, chance: random.Random) -> None:
        self.house = Household(store=store)
        self.chance = chance
        self.step = 0

    async def begin(self) -> None:
        self.house.chat(self.house.alice)
        self.house.chat(self.house.bruno)
        await self.round()
        self.say("hello")
        await self.round()

    async def go_on(self) -> None:
        self.step += 1
        kind = self.chance.random()
        if kind < 0.55:
            (saying,) = self.chance.choices(list(SAYINGS), list(SAYINGS.values()))
            self.say(await self.honest(saying))
        elif kind < 0.75:
            self.house.world.failures.queue("send", self.chance.choice(SENDING))
        elif kind < 0.8:
            self.house.world.failures.queue("find_sent", *[Unsure()] * 4)
        else:
            self.house.clock.advance(self.chance.choices(PASSING, (9, 9, 3, 0.3, 0.3, 0.3))[0])
        if self.chance.random() < 0.7:
            await self.round()

    def say(self, text: str) -> None:
        self.house.clock.advance(timedelta(seconds=20))
        self.house.world.write(self.house.me, self.house.bot, text)

    async def honest(self, saying: str) -> str:
        """Say a random command, but tell the truth about whether a message arrived."""
        text = saying.format(n=self.chance.choice("1112"), step=self.step)
        if text.startswith(("yes", "no ")):
            for row in await self.rows():
                if row.state is OutboxState.NEEDS_OWNER:
                    return "yes" if self.arrived(row) else "no"
        return text

    async def round(self) -> None:
        barred = await self.never()
        tried = {row.id: row.attempts for row in await self.rows()}
        try:
            await go_round(self.house.context)
        except CrashedError:
            self.house.clock.advance(timedelta(seconds=61))
        still = barred & await self.never()
        for row in await self.rows():
            assert not still.intersection(row.draft.names) or row.attempts == tried.get(row.id, 0)
        await self.check()

    async def check(self) -> None:
        rows = await self.rows()
        there = [row for row in rows if self.arrived(row)]
        per_invitation = Counter(row.draft.link.invitation for row in there)
        assert all(number == 1 for number in per_invitation.values()), per_invitation
        history = {invitation.batch: invitation for invitation in await self.versions()}
        for row in there:
            approval = history[row.draft.batch].approval
            assert history[row.draft.batch].state is State.APPROVED
            assert approval is not None
            assert approval.way is not Way.HAND
            assert approval.sha == sha_of(self.house.world.ledger.posts[self.uri(row)].text)

    def uri(self, row: OutboxRow) -> str:
        return self.house.world.taken_keys.get((self.house.me, row.idem_key), "")

    def arrived(self, row: OutboxRow) -> bool:
        return self.uri(row) != ""

    async def rows(self) -> list[OutboxRow]:
        async with self.house.store.unit(self.house.owner) as unit:
            return [row for row in await unit.outbox.all() if row.draft.kind == "invitation"]

    async def versions(self) -> list[Invitation]:
        async with self.house.store.unit(self.house.owner) as unit:
            people = await unit.people.all()
            return [
                invitation
                for each in people
                for invitation in await unit.invitations.history(each.id)
            ]

    async def never(self) -> set[PersonId]:
        async with self.house.store.unit(self.house.owner) as unit:
            return {
                person.id for person in await unit.people.all() if person.standing is Standing.NEVER
            }


async def live(store: Store, seed: int, steps: int = 50) -> Counter[str]:
    """Play random events; returns the final states of the messages."""
    life = Life(store, random.Random(seed))  # noqa: S311 (no secret hangs on it)
    await life.begin()
    for _ in range(steps):
        await life.go_on()
    return Counter(row.state.value for row in await life.rows())


async def test_in_memory() -> None:
    ends: Counter[str] = Counter()
    for seed in range(25):
        ends += await live(in_memory(), seed)

    assert set(ends) >= {"sent", "rejected", "cancelled", "needs_owner"}


async def test_on_sqlite(tmp_path: Path) -> None:
    for seed in range(1):
        store = await open_store(f"sqlite:///{tmp_path}/{seed}.db")
        try:
            await live(store, 1000 + seed, steps=25)
        finally:
            await store.close()
