from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.consent import Reason
from bot.domain.identity import Standing
from bot.domain.schedule import Period, Unit
from bot.errors import UnknownPersonError
from bot.services.cycle import go_round
from bot.services.decisions import find_person, say_known, say_never, snooze, undo
from bot.services.ranking import current_scene

if TYPE_CHECKING:
    from tests.services.household import Household

pytestmark = pytest.mark.anyio


@pytest.fixture
async def collected(house: Household) -> Household:
    house.chat(house.alice)
    await go_round(house.home)
    return house


@pytest.mark.parametrize(
    "name",
    [
        "1",
        "alice@village.example",
        "@alice@village.example",
        "@Alice@Village.Example",
        "https://village.example/@alice",
        "alice",
        "alice martin",
        " Alice Martin ",
    ],
)
async def test_a_person_is_found_by(collected: Household, name: str) -> None:
    found = await find_person(collected.home, name)

    assert found.name == "Alice Martin"


async def test_a_name_that_two_answer_to_is_asked_back(collected: Household) -> None:
    other = collected.world.join("alice", "Alice the other", host="elsewhere.example")
    collected.chat(other, weeks=1)
    await go_round(collected.home)

    with pytest.raises(UnknownPersonError) as problem:
        await find_person(collected.home, "alice")

    assert "alice@village.example" in str(problem.value)
    assert "alice@elsewhere.example" in str(problem.value)


async def test_a_slip_gets_the_nearest_handle(collected: Household) -> None:
    with pytest.raises(UnknownPersonError, match=r"Did you mean alice@village\.example\?"):
        await find_person(collected.home, "alcie@village.example")


async def test_a_number_that_no_digest_gave_is_nobody(collected: Household) -> None:
    with pytest.raises(UnknownPersonError, match="number 7"):
        await find_person(collected.home, "7")


async def test_never_and_known_hold_and_are_undone_latest_first(collected: Household) -> None:
    alice = await find_person(collected.home, "alice")
    await say_known(collected.home, alice)
    await say_never(collected.home, alice)

    verbs = []
    standings = []
    while (undone := await undo(collected.home)) is not None:
        verbs.append(undone.decision.verb)
        standings.append(undone.person.standing)

    assert verbs == ["never", "known"]
    assert standings == [Standing.KNOWN, Standing.NEW]


async def test_a_snooze_ends_by_itself_after_whole_days(collected: Household) -> None:
    collected.clock.advance(timedelta(days=100))
    alice = await find_person(collected.home, "alice")

    until = await snooze(collected.home, alice, Period(3, Unit.WEEK))

    assert until.isoformat() == "2026-12-30"
    scene = await current_scene(collected.home)
    assert scene.judge(await find_person(collected.home, "alice")).verdict.reason is Reason.SNOOZED
    collected.clock.advance(timedelta(weeks=3))
    scene = await current_scene(collected.home)
    assert scene.judge(await find_person(collected.home, "alice")).verdict.allowed
