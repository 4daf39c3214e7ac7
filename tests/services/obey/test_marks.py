"""What is offered to be undone can be undone, and only that."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from adapters.memory.failures import AnswerLost, Crash, CrashedError, Unsure
from bot.domain.commands.verbs import VERBS, Effect, Verb
from bot.errors import ImpossibleError
from bot.services.delivery.deliver import deliver
from bot.services.obey.commands import carry_out
from bot.services.obey.marks import latest
from bot.services.obey.spoken import command_from
from bot.services.rounds.follow_up import follow_up
from tests.services.both import HERE, THERE, talking
from tests.services.situations import tell

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.services.household import Household

pytestmark = pytest.mark.anyio

TOLD: Final = [
    *(f"draft {HERE}", f"edit {HERE}: Tea on Sunday?", f"send {HERE}", f"sent {HERE}"),
    *(f"planned {HERE} 5 december 12:30", f"met {HERE}", f"declined {HERE}", "went 1"),
    *(f"never {HERE}", f"snooze {HERE} 3w", f"known {HERE}", f"draft {THERE}", f"send {THERE}"),
    *(f"yes {HERE}", f"no {HERE}", f"not yet {HERE}", "goal 3 per week", "pause", "resume"),
    *(f"place {HERE} Lyon", "place home Rennes", "trip Lyon 12-14 december", "trip Lyon -"),
    *(f"same {HERE} {THERE}", f"unjoin {HERE}", f"not-same {HERE} {THERE}"),
    *("undo", "undo", f"forget {THERE}", "stop", "start", "yes"),
]
UNDONE: Final = frozenset(verb for verb in Verb if VERBS[verb].effect is Effect.CHANGES) - {
    *(Verb.UNDO, Verb.FORGET, Verb.START, Verb.STOP),  # for good
    *(Verb.YES, Verb.WENT),  # an answer for good; no digest has told of an event
}


async def _deliver(house: Household) -> None:
    with suppress(CrashedError):
        await deliver(house.context)


async def _lose(house: Household) -> None:
    house.world.failures.queue("send", AnswerLost())
    house.world.failures.queue("find_sent", *[Unsure()] * 3)
    await _deliver(house)


async def _crash(house: Household) -> None:
    house.world.failures.queue("send", Crash("before"))
    await _deliver(house)


async def _wait(house: Household) -> None:
    house.clock.advance(timedelta(minutes=5))


async def _wait_long(house: Household) -> None:
    house.clock.advance(timedelta(days=9))
    await follow_up(house.context)


async def _meet(house: Household) -> None:
    await tell(house, f"planned {HERE} saturday 12:30")
    await _wait_long(house)
    is_even = house.clock.now().day % 2 == 0
    await tell(house, f"no {HERE}" if is_even else f"not yet {HERE}")


HAPPENED: Final[list[Callable[[Household], Awaitable[None]]]] = [
    *(_deliver, _lose, _crash, _wait, _wait_long, _meet)
]


async def undo_now(house: Household) -> str:
    """What `undo` answers to this moment; nothing of it stays."""
    context = house.context
    said = ""
    with suppress(InterruptedError):
        async with house.store.unit(house.owner) as unit:
            command = command_from(Verb.UNDO, (), "", context.wishes.words)
            try:
                said = await carry_out(context, unit, command)
            except ImpossibleError as problem:
                said = f"refused: {problem}"
            raise InterruptedError
    return said


async def test_what_is_said_to_be_in_time_is_undone_and_nothing_else() -> None:
    random_, start = random.Random(23), await talking(linked=False)  # noqa: S311 (no secret)
    found: Counter[tuple[str, bool]] = Counter()
    for walk in range(30):
        house = await start.twin()
        if walk % 2:
            await tell(house, f"same {HERE} {THERE}")
        for _ in range(20):
            if random_.random() < 0.7:
                await tell(house, random_.choice(TOLD))
            else:
                await random_.choice(HAPPENED)(house)
            async with house.store.unit(house.owner) as unit:
                decision, offered = await unit.decisions.latest(), await latest(house.context, unit)
            said = await undo_now(house)
            if decision is None or offered is None:
                assert decision is None
                assert offered is None
                assert "There is nothing to undo." == said
            else:
                assert offered.is_in_time == said.startswith("Undone: "), (offered, said)
                assert offered.is_in_time != said.startswith("refused: "), (offered, said)
                found[decision.verb, offered.is_in_time] += 1

    assert UNDONE == {verb for verb, is_in_time in found if is_in_time}
    assert {"send", "forget"} <= {verb for verb, is_in_time in found if not is_in_time}
