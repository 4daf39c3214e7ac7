"""`undo` restores what each command changed, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.meeting import invitation as life
from bot.domain.people.identity import Standing
from bot.services.owner.intentions import goal_of, is_paused
from tests.services.household import Household
from tests.services.situations import SITUATIONS, acquainted, tell

if TYPE_CHECKING:
    from bot.domain.meeting.goal import Goal

pytestmark = pytest.mark.anyio

ALICE = "@alice@village.example"


@pytest.fixture
async def house() -> Household:
    house = Household()
    await acquainted(house)
    return house


async def standing(house: Household) -> Standing:
    async with house.store.unit(house.owner) as unit:
        (alice,) = await unit.people.all()
    return alice.standing


async def meetings(house: Household) -> int:
    async with house.store.unit(house.owner) as unit:
        return len(await unit.meetings.all())


async def goal(house: Household) -> Goal:
    async with house.store.unit(house.owner) as unit:
        return await goal_of(house.context, unit)


async def test_words_are_taken_back_one_by_one_from_the_latest(house: Household) -> None:
    for word in ("known", "snooze", "never"):
        await tell(house, f"{word} {ALICE}")

    seen = [await standing(house)]
    for _ in range(3):
        await tell(house, "undo")
        seen.append(await standing(house))

    assert [Standing.NEVER, Standing.SNOOZED, Standing.KNOWN, Standing.NEW] == seen
    assert "There is nothing to undo." == await tell(house, "undo")


async def test_a_meeting_is_counted_no_more(house: Household) -> None:
    await tell(house, f"met {ALICE}")
    assert (1, Standing.MET) == (await meetings(house), await standing(house))

    await tell(house, "undo")

    assert (0, Standing.NEW) == (await meetings(house), await standing(house))


async def test_the_goal_is_that_of_the_file_again(house: Household) -> None:
    before = await goal(house)
    await tell(house, "goal 3 per week")
    assert await goal(house) != before

    assert "Undone: goal." == await tell(house, "undo")

    assert before == await goal(house)


async def test_a_pause_and_its_end_are_taken_back(house: Household) -> None:
    paused = []
    for word in ("pause", "resume", "undo", "undo"):
        await tell(house, word)
        async with house.store.unit(house.owner) as unit:
            paused.append(await is_paused(unit, house.clock.now()))

    assert [True, False, True, False] == paused


async def test_a_pause_for_a_time_ends_by_itself(house: Household) -> None:
    said = await tell(house, "pause 2w")

    paused = []
    for days in (0, 13, 2):
        house.clock.advance(timedelta(days=days))
        async with house.store.unit(house.owner) as unit:
            paused.append(await is_paused(unit, house.clock.now()))

    assert [True, True, False] == paused
    assert "until" in said
    assert "There was no pause." == await tell(house, "resume")
    await tell(house, "pause")
    async with house.store.unit(house.owner) as unit:
        assert await is_paused(unit, house.clock.now() + timedelta(days=900))


async def test_what_is_refused_or_only_read_leaves_nothing_to_take_back(house: Household) -> None:
    for word in (f"why {ALICE}", f"send {ALICE}", "list", "yes", f"edit {ALICE}: with @bob", "hm"):
        await tell(house, word)

    assert "There is nothing to undo." == await tell(house, "undo")


@pytest.mark.parametrize("situation", ["sent", "unknown", "arrived?"])
async def test_what_has_gone_out_or_may_have_is_not_taken_back(
    house: Household, situation: str
) -> None:
    await SITUATIONS[situation](house)

    assert (await tell(house, "undo")).startswith("Too late")


@pytest.mark.parametrize("situation", ["sent", "unknown", "arrived?"])
async def test_a_refusal_consumes_nothing(house: Household, situation: str) -> None:
    await tell(house, "goal 3 per week")
    wanted = await goal(house)
    await SITUATIONS[situation](house)
    refused = await tell(house, "undo")

    assert refused == await tell(house, "undo")
    assert refused.startswith("Too late")
    assert wanted == await goal(house)


async def test_a_second_undo_takes_back_the_one_before(house: Household) -> None:
    for day in ("5", "6", "7"):
        await tell(house, f"planned {ALICE} {day} december 12:30, Café {day}")

    plans = []
    for _ in range(3):
        assert (await tell(house, "undo")).startswith("Undone: planned")
        async with house.store.unit(house.owner) as unit:
            plans.append((await unit.invitations.all())[0])

    assert ["Café 6", "Café 5"] == [after.plan.place for after in plans[:2] if after.plan]
    assert not plans[2].is_open
    assert "There is nothing to undo." == await tell(house, "undo")


async def test_a_send_by_hand_and_its_edit_are_taken_back_in_turn(house: Household) -> None:
    await SITUATIONS["by hand"](house)
    await tell(house, f"edit {ALICE}: Hello, coffee on Saturday?")

    said = [await tell(house, "undo") for _ in range(4)]

    assert [True] * 3 == [answer.startswith("Undone: ") for answer in said[:3]]
    assert "There is nothing to undo." == said[3]


async def test_what_changed_since_is_too_late_also_after_an_undo(house: Household) -> None:
    await tell(house, f"planned {ALICE} 5 december 12:30")
    await tell(house, f"planned {ALICE} 6 december 12:30")
    await tell(house, "undo")
    async with house.store.unit(house.owner) as unit:
        (plan,) = await unit.invitations.all()
        asked = life.asked_about(plan, house.clock.now())
        assert asked is not None
        assert await unit.invitations.put(asked)

    assert (await tell(house, "undo")).startswith("Too late to undo “planned ")
