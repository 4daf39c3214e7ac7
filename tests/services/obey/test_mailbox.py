from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.people.identity import Standing
from bot.domain.talk.interaction import Visibility
from bot.services.context import Post
from bot.services.owner.decisions import find_person
from bot.services.rounds.cycle import go_round
from tests.stores import in_memory

if TYPE_CHECKING:
    from datetime import datetime

    from tests.services.household import Household

pytestmark = pytest.mark.anyio

NEVER = "never @alice@village.example"
_DIRECT = Visibility.DIRECT


async def go(house: Household, *, rounds: int = 2) -> None:
    for _ in range(rounds):
        house.clock.advance(timedelta(minutes=1))
        await go_round(house.context)


async def is_never(house: Household) -> bool:
    async with house.store.unit(house.owner) as unit:
        return (await find_person(unit, "alice")).standing is Standing.NEVER


def alone(house: Household) -> None:
    """Use the owner's account as the bot."""
    me = "@me@village.example"
    post = Post(house.network, "me@village.example", me, me)
    house.context = replace(house.context, bot=None, post=post)


def say(house: Household, text: str, *, at: datetime | None = None) -> None:
    to = house.me if house.context.bot is None else house.bot
    house.world.post(
        house.me, text, mentions=(to,), visibility=_DIRECT, created_at=at or house.clock.now()
    )


@pytest.mark.parametrize("has_bot", [True, False])
async def test_what_lay_in_a_mailbox_before_the_store_is_no_command(
    house: Household, *, has_bot: bool
) -> None:
    if not has_bot:
        alone(house)
    for text in ("hello", NEVER, "pause", "send 1"):
        say(house, text)
        house.clock.advance(timedelta(days=100))
    house.chat(house.alice)

    await go(house, rounds=3)

    assert not await is_never(house)
    async with house.store.unit(house.owner) as unit:
        assert await unit.preferences.get("paused") is None


@pytest.mark.parametrize("has_bot", [True, False])
async def test_a_new_store_obeys_nothing_a_second_time(house: Household, *, has_bot: bool) -> None:
    if not has_bot:
        alone(house)
    house.chat(house.alice)
    await go(house)
    for text in ("hello", NEVER):
        say(house, text)
        await go(house)
    assert await is_never(house)

    house.store = in_memory()
    house.context = replace(house.context, store=house.store)
    await go(house, rounds=3)

    assert not await is_never(house)


async def test_what_comes_after_the_first_reading_is_obeyed(house: Household) -> None:
    alone(house)
    house.chat(house.alice)
    say(house, "pause")
    await go(house)

    say(house, NEVER)
    await go(house)

    assert await is_never(house)


async def test_a_message_dated_ahead_is_read_when_its_time_has_come(house: Household) -> None:
    alone(house)
    house.chat(house.alice)
    await go(house)
    say(house, NEVER, at=house.clock.now() + timedelta(hours=3))
    await go(house)
    assert not await is_never(house)

    say(house, "pause")
    await go(house)
    async with house.store.unit(house.owner) as unit:
        assert await unit.preferences.get("paused") is not None
    house.clock.advance(timedelta(hours=3))
    await go(house)

    assert await is_never(house)


@pytest.mark.parametrize("days", [-3000, -1, 1, 3000])
async def test_a_clock_that_is_wrong_for_a_while_loses_no_command(
    house: Household, days: int
) -> None:
    alone(house)
    house.chat(house.alice)
    server = house.clock
    await go(house)
    wrong = type(server)(server.now() + timedelta(days=days))
    house.context = replace(house.context, clock=wrong)
    await go_round(house.context)
    say(house, "pause")
    await go_round(house.context)
    house.context = replace(house.context, clock=server)
    await go(house)

    say(house, NEVER)
    await go(house)

    assert await is_never(house)
    async with house.store.unit(house.owner) as unit:
        assert await unit.preferences.get("paused") is not None


@pytest.mark.parametrize("days", [-3000, -1, 1, 3000])
async def test_a_clock_that_was_wrong_at_the_start_loses_no_command(
    house: Household, days: int
) -> None:
    alone(house)
    house.chat(house.alice)
    server = house.clock
    house.context = replace(house.context, clock=type(server)(server.now() + timedelta(days=days)))
    say(house, "pause")
    await go_round(house.context)
    house.context = replace(house.context, clock=server)

    say(house, NEVER)
    await go(house)

    assert await is_never(house)
    async with house.store.unit(house.owner) as unit:
        assert await unit.preferences.get("paused") is None
