"""Whoever is excluded for their own sake is told of with the reason alone."""

from __future__ import annotations

import pytest

from bot.domain.ranking.reason import FOR_THEIR_SAKE
from bot.services.collect.collecting import collect
from bot.services.ranking.scene import current_scene
from tests.adversary.exclusions import ALICE, EXCLUDED
from tests.services.household import Household
from tests.services.situations import tell

pytestmark = pytest.mark.anyio

BRUNO = "@bruno@village.example"


SIGNS = ("▮", "▯", "exchange", "Number ", "https://", "×", "%")


@pytest.fixture(params=EXCLUDED)
async def house(request: pytest.FixtureRequest) -> Household:
    """Alice talks more with the owner than Bruno does, and is excluded."""
    house = Household()
    house.chat(house.alice, weeks=8)
    house.chat(house.bruno, weeks=4)
    await collect(house.context)
    await EXCLUDED[request.param](house)
    return house


def test_every_such_reason_is_tried() -> None:
    assert FOR_THEIR_SAKE == EXCLUDED.keys()


async def test_the_list_by_message_does_not_name_them(house: Household) -> None:
    said = await tell(house, "list")

    assert "Alice" not in said
    assert said.startswith("▮▮▮▮▮ Bruno")


@pytest.mark.parametrize("asked", ["why", "why-not"])
async def test_why_tells_the_reason_and_nothing_else(house: Household, asked: str) -> None:
    name, reason = (await tell(house, f"{asked} {ALICE}")).splitlines()

    assert "Alice Martin" == name
    assert not any(sign in reason for sign in SIGNS)


async def test_why_of_two_compares_nobody_with_them(house: Household) -> None:
    said = await tell(house, f"why {ALICE} {BRUNO}")

    assert "first" not in said
    about_alice = next(part for part in said.split("\n\n") if part.startswith("Alice"))
    assert not any(sign in about_alice for sign in SIGNS)
    assert "Number 1 on your list." in said


async def test_they_take_no_place(house: Household) -> None:
    scene = await current_scene(house.context)

    assert ["Bruno"] == [ranked.person.name for ranked in scene.ranked()]
    assert ["Bruno"] == [person.name for person in scene.best_first()]
    assert ["Alice Martin"] == [person.name for person, _ in scene.excluded()]


@pytest.mark.parametrize("asked", ["draft", "send"])
async def test_nothing_is_drafted_for_them(house: Household, asked: str) -> None:
    said = await tell(house, f"{asked} {ALICE}")

    assert "coffee" not in said
    assert "Hi Alice" not in said


async def test_no_words_are_edited_for_them(house: Household) -> None:
    said = await tell(house, f"edit {ALICE}: Hi Alice, tea on Sunday?")

    assert "tea" not in said
