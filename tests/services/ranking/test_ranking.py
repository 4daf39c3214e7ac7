from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.people.identity import Standing
from bot.domain.ranking.reason import Reason
from bot.services.collect.collecting import collect
from bot.services.ranking.scene import current_scene

if TYPE_CHECKING:
    from bot.services.ranking.scene import Ranked
    from tests.services.household import Household

pytestmark = pytest.mark.anyio


async def ranked(house: Household) -> list[Ranked]:
    await collect(house.context)
    return (await current_scene(house.context)).ranked()


async def test_the_list_is_best_first_and_holds_whoever_had_an_exchange(house: Household) -> None:
    stranger = house.world.join("stranger")
    house.chat(house.bruno, weeks=2)
    house.chat(house.alice, weeks=5)
    house.world.post(stranger, "Do look at this", mentions=(house.me,))

    names = [judged.person.name for judged in await ranked(house)]

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

    reasons = {judged.person.name: judged.verdict.reason for judged in await ranked(house)}

    # A block hides what both did, so that the muted one alone is left to be listed.
    assert reasons["Alice Martin"] is Reason.MUTED
    assert reasons.get("Bruno", Reason.BLOCKED) is Reason.BLOCKED


async def test_a_quarrel_does_not_count_once_it_is_over(house: Household) -> None:
    house.chat(house.alice, weeks=4)
    quarrel = house.world.post(house.alice, "No!", mentions=(house.me,))
    house.world.post(house.me, "Yes!", reply_to=quarrel, mentions=(house.alice,))
    (friends,) = await ranked(house)
    house.world.mute(house.me, house.alice)
    house.clock.advance(timedelta(days=2))
    (muted,) = await ranked(house)
    house.world.ledger.mutes.discard((house.me, house.alice))
    house.clock.advance(timedelta(days=2))
    (lifted,) = await ranked(house)
    house.clock.advance(timedelta(days=90))
    (long_after,) = await ranked(house)

    assert (5, 0) == (friends.score.evidence.exchanges, friends.score.evidence.broken_off)
    assert (4, 1) == (lifted.score.evidence.exchanges, lifted.score.evidence.broken_off)
    assert [Reason.ALLOWED, Reason.MUTED, Reason.APART, Reason.ALLOWED] == [
        judged.verdict.reason for judged in (friends, muted, lifted, long_after)
    ]


async def test_the_bot_is_never_listed_for_one_to_suggest(house: Household) -> None:
    house.chat(house.bot, weeks=4)

    (judged,) = await ranked(house)

    assert judged.verdict.reason is Reason.OWN_ACCOUNT


async def test_the_weight_of_a_watched_account_multiplies_its_talk(house: Household) -> None:
    house.chat(house.alice, weeks=4)
    (before,) = await ranked(house)
    object.__setattr__(house.context.wishes, "weights", {"@me@village.example": 3.0})

    (after,) = (await current_scene(house.context)).ranked()

    assert after.score.value > before.score.value


def begun(house: Household, by: str, name: str, weeks: int = 3) -> None:
    """Let the owner and a new person have exchanges, each begun by the same side."""
    who = house.world.join(name, name)
    if by != "me":
        house.chat(who, weeks=weeks)
        return
    for _ in range(weeks):
        root = house.world.post(house.me, "A question", mentions=(who,))
        house.clock.advance(timedelta(minutes=5))
        house.world.post(who, "An answer", reply_to=root, mentions=(house.me,))
        house.clock.advance(timedelta(days=7, minutes=-5))


async def chosen(house: Household) -> list[Ranked]:
    """The ranking after the owner met the people with whom the owner begins exchanges."""
    for number in range(5):
        begun(house, "me", f"mine{number}")
        begun(house, "them", f"theirs{number}")
    await collect(house.context)
    async with house.store.unit(house.owner) as unit:
        for person in await unit.people.all():
            liked = person.name.startswith("mine")
            if person.name[-1] in "0123":
                await unit.people.stand(person.id, Standing.MET if liked else Standing.NEVER)
    return (await current_scene(house.context)).ranked()


async def test_what_the_owner_chose_nudges_the_others(house: Household) -> None:
    taste = {ranked.person.name: ranked.score.parts["taste"] for ranked in await chosen(house)}

    assert 0.8 <= taste["theirs4"] < 1.0 < taste["mine4"] <= 1.25


async def test_taste_never_reaches_a_verdict_and_can_be_turned_off(house: Household) -> None:
    on = {ranked.person.id: ranked for ranked in await chosen(house)}
    object.__setattr__(house.context.wishes, "learn", False)

    off = {ranked.person.id: ranked for ranked in (await current_scene(house.context)).ranked()}

    assert {who: judged.verdict for who, judged in off.items()} == {
        who: judged.verdict for who, judged in on.items()
    }
    assert all("taste" not in judged.score.parts for judged in off.values())
    assert all(judged.tasted is None for judged in off.values())


async def test_before_anything_is_chosen_taste_is_one(house: Household) -> None:
    house.chat(house.alice, weeks=4)

    (judged,) = await ranked(house)

    assert 1.0 == judged.score.parts["taste"]


@pytest.mark.parametrize("learn", [True, False])
async def test_who_is_best_is_known_without_judging_anybody(house: Household, learn: bool) -> None:  # noqa: FBT001
    await chosen(house)
    object.__setattr__(house.context.wishes, "learn", learn)

    scene = await current_scene(house.context)

    assert [ranked.person for ranked in scene.ranked()] == scene.best_first()
