"""The clock is changed during delivery: each message is sent once, and none is lost."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest

from adapters.memory.clock import StoppedClock
from adapters.memory.failures import AnswerLost, Crash, CrashedError, LandsLate
from bot.domain.delivery.outbox import Draft, OutboxState
from bot.errors import RateLimitedError, UnreachableError
from bot.services.delivery.deliver import deliver
from bot.services.rounds.cycle import go_round
from tests.services.household import START, Household
from tests.services.situations import SITUATIONS, acquainted, received, rows_to

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.memory.failures import Fault

pytestmark = pytest.mark.anyio

TEN_YEARS: Final = timedelta(days=3653)
MINUTE: Final = timedelta(minutes=1)


class SkewedClock(StoppedClock):
    """The daemon's clock, which differs from the world's clock by an offset."""

    def __init__(self, world: StoppedClock) -> None:
        super().__init__(world.now())
        self._world = world
        self.off = timedelta(0)

    def now(self) -> datetime:
        """The world's time plus the offset."""
        return self._world.now() + self.off


async def answered(house: Household) -> None:
    """Put an answer into the outbox, as answers are never cancelled as too late."""
    async with house.store.unit(house.owner) as unit:
        draft = Draft(
            kind="answer",
            sender=house.bot,
            recipient=house.context.post.recipient,
            batch="answer:1",
            part=1,
            body="You asked.\n\nref900",
            ref="ref900",
        )
        await unit.outbox.put([draft], house.context.clock.now())


@pytest.fixture(scope="module")
async def settled() -> Household:
    """The accounts are recognised. Tests take twins of it."""
    house = Household()
    await acquainted(house)
    await go_round(house.context)
    return house


@pytest.fixture(scope="module")
async def queued(settled: Household) -> Household:
    """Also, an invitation waits to be sent. Tests take twins of it."""
    house = await settled.twin()
    await SITUATIONS["queued"](house)
    return house


def with_skewed_clock(house: Household) -> SkewedClock:
    """The daemon's clock, which may differ from the world's from now on."""
    clock = SkewedClock(house.clock)
    object.__setattr__(house.context, "clock", clock)
    return clock


async def state(house: Household) -> OutboxState:
    async with house.store.unit(house.owner) as unit:
        (row,) = [row for row in await unit.outbox.all() if row.draft.kind == "answer"]
    return row.state


def arrived(house: Household) -> int:
    return sum("ref900" in text for text in house.received())


async def look(house: Household, then: timedelta = MINUTE) -> None:
    """Deliver once; the server has forgotten the idempotency keys of earlier messages."""
    house.world.taken_keys.clear()
    house.world.catch_up()
    house.world.taken_keys.clear()
    with suppress(CrashedError, UnreachableError):
        await deliver(house.context)
    house.clock.advance(then)


FAULTS: Final[tuple[Fault, ...]] = (
    AnswerLost(),
    LandsLate(seconds=50),
    LandsLate(seconds=100),
    Crash("before"),
    Crash("after"),
    UnreachableError("no route"),
    RateLimitedError("later", until=START + TEN_YEARS * 2),
)


STEPS: Final = tuple(
    sign * step
    for sign in (-1, 1)
    for step in (timedelta(hours=5), timedelta(hours=20), timedelta(days=40), TEN_YEARS)
)


def one_of(minutes: tuple[int, ...], fault: Fault, step: timedelta) -> int:
    """One of these minutes, so that each stands beside each fault and each step."""
    return minutes[(FAULTS.index(fault) + STEPS.index(step)) % len(minutes)]


async def live(house: Household, clock: SkewedClock, off: dict[int, timedelta]) -> None:
    """Go on for an hour and a half, the clock being off by so much from these minutes on; and on.

    A day later at the latest, nothing is held back any more.
    """
    looks = (*range(6), *range(6, 96, 15))
    for minute, following in pairwise(looks):
        clock.off = off.get(minute, clock.off)
        await look(house, MINUTE * (following - minute))
    house.clock.advance(timedelta(days=1))
    for _ in range(6):
        await look(house)


@pytest.mark.parametrize("step", STEPS, ids=str)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_an_answer_goes_out_once_whenever_the_clock_is_set(
    settled: Household, fault: Fault, step: timedelta
) -> None:
    house = await settled.twin()
    clock = with_skewed_clock(house)
    house.world.failures.queue("send", fault)
    await answered(house)

    await live(house, clock, {one_of((0, 1, 3), fault, step): step})

    assert (OutboxState.SENT, 1) == (await state(house), arrived(house))


@pytest.mark.parametrize("step", STEPS, ids=str)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_an_answer_goes_out_once_whenever_a_wrong_clock_is_put_right(
    settled: Household, fault: Fault, step: timedelta
) -> None:
    house = await settled.twin()
    clock = with_skewed_clock(house)
    clock.off = step
    house.world.failures.queue("send", fault)
    await answered(house)

    await live(house, clock, {one_of((1, 3, 51), fault, step): timedelta(0)})

    assert (OutboxState.SENT, 1) == (await state(house), arrived(house))


@pytest.mark.parametrize("step", STEPS, ids=str)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_an_invitation_goes_out_once_at_most_and_as_it_is_told(
    queued: Household, fault: Fault, step: timedelta
) -> None:
    house = await queued.twin()
    clock = with_skewed_clock(house)
    clock.off = step
    house.world.failures.queue("send", fault)

    await live(house, clock, {one_of((1, 3, 51), fault, step): timedelta(0)})

    (row,) = await rows_to(house)
    assert len(received(house)) == (row.state is OutboxState.SENT)
    # Cancelled: for a whole day it could not go out, as far as the clock tells.
    assert row.state in {OutboxState.SENT, OutboxState.CANCELLED}
