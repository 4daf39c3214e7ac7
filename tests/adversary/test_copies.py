"""A store that was put back from a copy does nothing a second time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.store import SqlStore
from bot.domain.people.identity import Standing
from bot.services.obey.messages import obey
from bot.services.obey.restored import settle_copy, tell_of_copy
from bot.services.owner.decisions import find_person
from bot.services.rounds.cycle import go_round
from tests.services.household import Household
from tests.services.situations import received
from tests.stores import copied, put_back

pytestmark = pytest.mark.anyio


async def go(house: Household, rounds: int = 2) -> None:
    for _ in range(rounds):
        house.clock.advance(timedelta(minutes=1))
        await go_round(house.context)


async def write(house: Household, text: str) -> None:
    house.world.write(house.me, house.bot, text)
    await go(house)


async def prepared() -> Household:
    """The owner and the bot are connected, and a digest about Alice is out."""
    house = Household()
    house.chat(house.alice)
    await go(house)
    await write(house, "hello")
    return house


async def snapshot(house: Household) -> SqlStore:
    assert isinstance(house.store, SqlStore)
    return await copied(house.store)


async def go_back(house: Household, store: SqlStore, *, is_told: bool) -> None:
    """A process starts on the copy; `is_told`: the counter beside the file tells of it."""
    if is_told:
        put_back(store)
    house.store = store
    fresh = type(house.context.is_known_to_be_current)()
    house.context = replace(
        house.context, store=store, is_known_to_be_current=fresh, worker="again"
    )
    if await settle_copy(house.context):
        await tell_of_copy(house.context)
    await go(house, 4)


@pytest.mark.parametrize("is_told", [True, False])
async def test_no_command_is_obeyed_again(*, is_told: bool) -> None:
    house = await prepared()
    kept = await snapshot(house)
    for text in ("never 1", "undo"):
        await write(house, text)

    await go_back(house, kept, is_told=is_told)

    async with house.store.unit(house.owner) as unit:
        assert Standing.NEW is (await find_person(unit, "alice")).standing
    assert 1 == sum("will never be suggested" in text for text in house.received())


@pytest.mark.parametrize("is_told", [True, False])
@pytest.mark.parametrize("moment", ["before send", "after send"])
async def test_no_invitation_goes_out_twice(moment: str, *, is_told: bool) -> None:
    house = await prepared()
    await write(house, "draft 1")
    kept = await snapshot(house)
    house.world.write(house.me, house.bot, "send 1")
    if moment == "after send":
        house.clock.advance(timedelta(minutes=1))
        await obey(house.context)
        kept = await snapshot(house)
    await go(house, 3)
    assert 1 == len(received(house))

    await go_back(house, kept, is_told=is_told)
    await write(house, "send 1")
    await go(house, 6)

    assert 1 == len(received(house))


@pytest.mark.parametrize("is_told", [True, False])
async def test_no_digest_comes_twice(*, is_told: bool) -> None:
    house = await prepared()
    house.chat(house.bruno)
    kept = await snapshot(house)
    while not any("Bruno" in text for text in house.received()):
        house.clock.advance(timedelta(hours=6))
        await go_round(house.context)

    await go_back(house, kept, is_told=is_told)

    assert 1 == sum("Bruno" in text for text in house.received())
    assert any("put back from an earlier copy" in text for text in house.received())


async def test_the_owner_goes_on_afterwards() -> None:
    house = await prepared()
    kept = await snapshot(house)
    await write(house, "known 1")
    await go_back(house, kept, is_told=True)

    await write(house, "never 1")

    async with house.store.unit(house.owner) as unit:
        assert Standing.NEVER is (await find_person(unit, "alice")).standing
