"""Whatever the owner says, the network does and the clock shows: nothing goes out twice.

Nor anything that was not approved, nor to anybody after the owner said never.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from adapters.memory.failures import AnswerLost, Crash, CrashedError, LandsLate, Unsure
from adapters.store import open_store
from bot.domain.delivery.outbox import OutboxState
from bot.domain.meeting.invitation import State, Way, sha_of
from bot.domain.people.identity import Standing
from bot.errors import RefusedError, UnreachableError
from bot.services.rounds.cycle import go_round
from tests.services.household import Household

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.memory.failures import Fault
    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import PersonId

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


class Seen(NamedTuple):
    """What the store holds about messages to others, read in one transaction."""

    rows: list[OutboxRow]
    never: set[PersonId]
    versions: dict[str, Invitation]
    """By batch."""


class Life:
    """An owner and Alice, with random events."""

    def __init__(self, house: Household, chance: random.Random) -> None:
        self.house = house
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
            for row in (await self.look()).rows:
                if row.state is OutboxState.NEEDS_OWNER:
                    return "yes" if self.arrived(row) else "no"
        return text

    async def round(self) -> None:
        before = await self.look()
        tried = {row.id: row.attempts for row in before.rows}
        try:
            await go_round(self.house.context)
        except CrashedError:
            self.house.clock.advance(timedelta(seconds=61))
        after = await self.look()
        still = before.never & after.never
        for row in after.rows:
            assert not still.intersection(row.draft.names) or row.attempts == tried.get(row.id, 0)
        self.check(after)

    def check(self, seen: Seen) -> None:
        there = [row for row in seen.rows if self.arrived(row)]
        per_invitation = Counter(row.draft.link.invitation for row in there)
        assert all(number == 1 for number in per_invitation.values()), per_invitation
        for row in there:
            approved = seen.versions[row.draft.batch]
            approval = approved.approval
            assert approved.state is State.APPROVED
            assert approval is not None
            assert approval.way is not Way.HAND
            assert approval.sha == sha_of(self.house.world.ledger.posts[self.uri(row)].text)

    def uri(self, row: OutboxRow) -> str:
        return self.house.world.taken_keys.get((self.house.me, row.idem_key), "")

    def arrived(self, row: OutboxRow) -> bool:
        return self.uri(row) != ""

    async def look(self) -> Seen:
        async with self.house.store.unit(self.house.owner) as unit:
            people = await unit.people.all()
            return Seen(
                [row for row in await unit.outbox.all() if row.draft.kind == "invitation"],
                {person.id for person in people if person.standing is Standing.NEVER},
                {
                    invitation.batch: invitation
                    for person in people
                    for invitation in await unit.invitations.history(person.id)
                },
            )


async def live(house: Household, seed: int, steps: int = 50) -> Counter[str]:
    """Play random events; returns the final states of the messages."""
    life = Life(house, random.Random(seed))  # noqa: S311 (no secret hangs on it)
    for _ in range(steps):
        await life.go_on()
    return Counter(row.state.value for row in (await life.look()).rows)


async def begun(house: Household) -> Household:
    """A household with suggestions in a first digest."""
    await Life(house, random.Random(0)).begin()  # noqa: S311 (no secret hangs on it)
    return house


async def test_in_memory() -> None:
    ends: Counter[str] = Counter()
    house = await begun(Household())
    for seed in (1, 2, 12, 19, 24):  # among them lives in which each end occurs
        ends += await live(await house.twin(), seed)

    assert set(ends) >= {"sent", "rejected", "cancelled", "needs_owner"}


async def test_on_sqlite(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/terrasse.db")
    try:
        await live(await begun(Household(store=store)), 1000, steps=25)
    finally:
        await store.close()
