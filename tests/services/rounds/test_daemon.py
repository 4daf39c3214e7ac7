from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreUnavailableError, UnreachableError, WrongAccountError
from bot.services.delivery.notices import tell
from bot.services.rounds.cycle import Round
from bot.services.rounds.daemon import keep_going
from bot.text.language.catalogue import catalogue
from tests.services.household import Household

if TYPE_CHECKING:
    from bot.services.context import Context

pytestmark = pytest.mark.anyio


async def until(house: Household, texts: int) -> None:
    """Wait at most five seconds for this number of messages."""
    for _ in range(500):
        if len(house.received()) >= texts:
            return
        await asyncio.sleep(0.01)


async def stop(running: asyncio.Task[None]) -> None:
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(running, timeout=5)


async def test_it_works_until_it_is_cancelled() -> None:
    house = Household()
    house.chat(house.alice)
    running = asyncio.create_task(keep_going(lambda: house.context))

    await until(house, 1)
    await stop(running)

    assert len(house.received()) == 1


async def test_a_network_that_fails_does_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.rounds.daemon.ROUND_EVERY", 0.05)
    house = Household()
    house.chat(house.alice)
    house.world.failures.queue("whoami", *[UnreachableError("no route")] * 4)
    house.world.failures.queue("relationships", UnreachableError("no route"))
    running = asyncio.create_task(keep_going(lambda: house.context))

    await until(house, 1)
    await stop(running)

    assert len(house.received()) == 1


async def test_each_round_goes_by_the_wishes_of_then(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ROUND_EVERY", "POST_EVERY"):
        monkeypatch.setattr(f"bot.services.rounds.daemon.{name}", 0.05)
    house = Household()
    house.chat(house.alice)
    context = house.context
    asked: set[object] = set()

    def current() -> Context:
        asked.add(asyncio.current_task())
        return context

    running = asyncio.create_task(keep_going(current))
    await until(house, 1)

    context = replace(context, wishes=replace(context.wishes, words=catalogue("fr")))
    asked.clear()
    async with asyncio.timeout(5):
        while len(asked) < 2:  # noqa: ASYNC110 (until then a round, or the post, knows the old ones)
            await asyncio.sleep(0.01)
    house.world.write(house.me, house.bot, "hello")
    await until(house, 2)
    await stop(running)

    assert "On est en contact." in house.received()[1]


async def test_the_owner_is_answered_between_two_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.rounds.daemon.POST_EVERY", 0.05)
    house = Household()
    house.chat(house.alice)
    running = asyncio.create_task(keep_going(lambda: house.context))
    await until(house, 1)

    house.world.write(house.me, house.bot, "hello")
    await until(house, 2)
    await stop(running)

    assert "We are connected." in house.received()[1]


async def test_what_is_to_be_sent_does_not_wait_for_messages_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.services.rounds.daemon.POST_EVERY", 0.05)
    house = Household()
    house.chat(house.alice)
    running = asyncio.create_task(keep_going(lambda: house.context))
    await until(house, 1)

    unreadable = [WrongAccountError(configured="@bot@village.example", signed_in="@x@y.example")]
    house.world.failures.queue("direct_messages", *unreadable * 1_000)
    await put_message(house)
    await until(house, 2)
    await stop(running)

    assert "Hello." in house.received()[1]


async def put_message(house: Household) -> None:
    """Queue a message, for the daemon to send."""
    async with house.store.unit(house.owner) as unit:
        await tell(house.context, unit, "Hello.", kind="notice", batch="test")


async def test_each_round_is_reported_with_how_it_went(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.rounds.daemon.ROUND_EVERY", 0.01)
    fine = Round((), None, (), ())
    unreachable = Round((), None, (), (UnreachableError("no route"),))
    outcomes: list[Round | Exception] = [
        fine,
        unreachable,
        StoreUnavailableError("full"),
        ZeroDivisionError(),
        fine,
    ]
    reports: list[bool] = []
    all_told = asyncio.Event()

    async def go_round(_context: object) -> Round:
        outcome = outcomes[len(reports)]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def report(*, fine: bool) -> None:
        reports.append(fine)
        if len(reports) == len(outcomes):
            all_told.set()
            await asyncio.Event().wait()

    monkeypatch.setattr("bot.services.rounds.daemon.go_round", go_round)
    house = Household()
    running = asyncio.create_task(keep_going(lambda: house.context, report))
    await asyncio.wait_for(all_told.wait(), timeout=5)
    await stop(running)

    assert [True, False, False, False, True] == reports
