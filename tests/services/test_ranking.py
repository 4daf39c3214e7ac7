from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.consent import Reason
from bot.services.collect import collect
from bot.services.ranking import current_scene

if TYPE_CHECKING:
    from bot.services.ranking import Ranked
    from tests.services.household import Household

pytestmark = pytest.mark.anyio


async def ranked(house: Household) -> list[Ranked]:
    await collect(house.home)
    return (await current_scene(house.home)).ranked()


async def test_the_list_is_best_first_and_holds_whoever_had_an_exchange(
    house: Household,
) -> None:
    stranger = house.world.join("stranger")
    house.chat(house.bruno, weeks=2)
    house.chat(house.alice, weeks=5)
    house.world.post(stranger, "Do look at this", mentions=(house.me,))

    names = [one.person.name for one in await ranked(house)]

    assert names == ["Alice Martin", "Bruno"]


async def test_whoever_only_likes_everything_stays_out(house: Household) -> None:
    admirer = house.world.join("admirer")
    for _ in range(50):
        house.world.like(admirer, house.world.post(house.me, "A thought"))
        house.clock.advance(timedelta(hours=9))

    assert await ranked(house) == []


async def test_verdicts_rest_on_what_the_server_tells(house: Household) -> None:
    house.chat(house.alice, weeks=4)
    house.chat(house.bruno, weeks=4)
    house.world.mute(house.me, house.alice)
    house.world.block(house.me, house.bruno)

    reasons = {one.person.name: one.verdict.reason for one in await ranked(house)}

    # A block hides what both did, so that the muted one alone is left to be listed.
    assert reasons["Alice Martin"] is Reason.MUTED
    assert reasons.get("Bruno", Reason.BLOCKED) is Reason.BLOCKED


async def test_the_bot_is_never_listed_for_one_to_suggest(house: Household) -> None:
    house.chat(house.bot, weeks=4)

    (one,) = await ranked(house)

    assert one.verdict.reason is Reason.OWN_ACCOUNT


async def test_the_weight_of_a_watched_account_multiplies_its_talk(house: Household) -> None:
    house.chat(house.alice, weeks=4)
    (before,) = await ranked(house)
    object.__setattr__(house.home.wishes, "weights", {"@me@village.example": 3.0})

    (after,) = (await current_scene(house.home)).ranked()

    assert after.score.value > before.score.value
