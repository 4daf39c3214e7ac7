"""The questions that wait for the owner: what they are, whom they name, and their answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.commands.verbs import Verb
from bot.domain.people.join import Join, JoinState, Proof
from bot.services.invite.prepared import prepare
from bot.services.obey.commands import carry_out
from bot.services.obey.questions import open_questions
from bot.services.ranking.scene import read_scene
from tests.services.both import Both
from tests.services.situations import SITUATIONS, in_situation, tell

if TYPE_CHECKING:
    from bot.services.obey.questions import Question
    from tests.services.household import Household

pytestmark = pytest.mark.anyio
ASKED = {"arrived?": [Verb.YES, Verb.NO], "met?": [Verb.MET, Verb.NOT_YET, Verb.NO]}


async def questions(house: Household) -> list[Question]:
    async with house.store.unit(house.owner) as unit:
        scene = await read_scene(unit, house.context, house.clock.now())
        return await open_questions(house.context, unit, scene)


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_a_situation_has_its_question_or_none(situation: str) -> None:
    found = await questions(await in_situation(situation))

    verbs = [answer.command.verb for question in found for answer in question.answers]
    assert ASKED.get(situation, []) == verbs


@pytest.mark.parametrize(
    ("situation", "verb"), [(name, verb) for name, verbs in ASKED.items() for verb in verbs]
)
async def test_every_answer_is_taken_and_ends_the_question(situation: str, verb: Verb) -> None:
    house = await in_situation(situation)
    (question,) = await questions(house)
    (command,) = [answer.command for answer in question.answers if answer.command.verb is verb]

    prepared = await prepare(house.context, command)
    async with house.store.unit(house.owner) as unit:
        await carry_out(house.context, unit, command, prepared)

    left = [answer.command for asked in await questions(house) for answer in asked.answers]
    assert command not in left or verb is Verb.NOT_YET


@pytest.mark.parametrize("situation", ASKED)
async def test_nobody_is_asked_about_who_is_left_out_by_now(situation: str) -> None:
    house = await in_situation(situation)
    marked = replace(house.world.account(house.alice), bio="Seeds. #nobot")
    async with house.store.unit(house.owner) as unit:
        await unit.people.save([marked], house.clock.now())

    assert [] == await questions(house)


async def test_whether_to_forget_somebody_comes_first() -> None:
    house = await in_situation("arrived?")
    await tell(house, "forget @alice@village.example")

    first, second = await questions(house)

    assert [Verb.YES, Verb.NO] == [answer.command.verb for answer in first.answers]
    assert [(), ()] == [answer.command.targets for answer in first.answers]
    assert "Alice Martin" in first.sentence
    assert second.people


@pytest.mark.parametrize("bio", ["Seeds and bread", "Seeds. #nobot"])
async def test_whether_two_are_one_is_asked_of_those_who_may_be_named(bio: str) -> None:
    house = Both()
    house.chat(house.alice)
    house.chat_there(house.alice_there)
    house.describe(house.alice, bio=bio)
    await house.scene()
    pair = sorted((house.alice, house.alice_there))
    async with house.store.unit(house.owner) as unit:
        asked = Join(pair[0], pair[1], JoinState.ASKED, Proof.ONE_WAY, house.clock.now())
        await unit.people.relate([asked])

    found = await questions(house)

    if "#nobot" in bio:
        assert [] == found
        return
    ((same, not_same),) = [question.answers for question in found]
    assert (Verb.SAME, Verb.NOT_SAME) == (same.command.verb, not_same.command.verb)
    assert "one person? The profile of one links to the other." in found[0].sentence
    async with house.store.unit(house.owner) as unit:
        await carry_out(house.context, unit, same.command)
    assert [] == await questions(house)
