"""Somebody who never answered the owner is not revealed, ranked or approached."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from bot.domain.people.identity import Flag, Move
from bot.services.collect.collecting import collect
from bot.services.digest.occurrence import prepare_digest
from bot.services.ranking.scene import current_scene
from bot.services.rounds.cycle import go_round
from tests.services.household import Household
from tests.services.situations import received, rows_to, tell

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.anyio

ALICE: Final = "@alice@village.example"
WEEKS: Final = 8
WORDS: Final = (
    "draft {}", "edit {}: Hello Alice, tea at the mill?", "send {}", "send {} reply", "sent {}",
)  # fmt: skip


def weekly(house: Household, act: Callable[[int], object]) -> None:
    for week in range(WEEKS):
        act(week)
        house.clock.advance(timedelta(days=7))


def written_to(house: Household) -> None:
    """The owner writes to her, week after week."""
    weekly(house, lambda week: house.world.post(house.me, f"Hi, {week}?", mentions=(house.alice,)))


def answered(house: Household) -> None:
    """The owner answers posts of hers, which were not for the owner."""

    def act(week: int) -> None:
        said = house.world.post(house.alice, f"Loaf number {week}")
        house.world.post(house.me, "How nice!", reply_to=said, mentions=(house.alice,))

    weekly(house, act)


def liking(house: Household) -> None:
    """She likes and boosts what the owner writes to her, and follows: that is no word."""
    house.world.follow(house.alice, house.me)

    def act(week: int) -> None:
        said = house.world.post(house.me, f"Hello, {week}?", mentions=(house.alice,))
        house.world.like(house.alice, said)
        house.world.boost(house.alice, said)

    weekly(house, act)


def carried_along(house: Household) -> None:
    """Bruno and the owner carry her handle along in each answer."""

    def act(week: int) -> None:
        asked = house.world.post(house.bruno, f"Number {week}?", mentions=(house.me, house.alice))
        both = (house.bruno, house.alice)
        said = house.world.post(house.me, "Yes", reply_to=asked, mentions=both)
        house.world.post(house.bruno, "Thanks", reply_to=said, mentions=(house.me, house.alice))

    weekly(house, act)


def claimed(house: Household) -> None:
    """Bruno talks with the owner, then says that he has moved to her account."""
    house.chat(house.bruno, weeks=WEEKS)
    old = house.world.account(house.bruno)
    gone = replace(old, flags=frozenset({Flag.MOVED}), move=Move(house.alice, shown=False))
    house.world.describe(gone)
    house.world.post(house.me, "And you?", mentions=(house.alice,))


def named_like_her(house: Household) -> None:
    """Bruno takes her name, and links to her."""
    bruno = replace(
        house.world.account(house.bruno),
        display_name="Alice Martin",
        bio="I am alice@village.example",
        fields=(("Me", "https://village.example/@alice"),),
    )
    house.world.describe(bruno)
    house.chat(house.bruno, weeks=WEEKS)
    house.world.post(house.me, "And you?", mentions=(house.alice,))


WAYS: Final = [written_to, answered, liking, carried_along, claimed, named_like_her]


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
async def house(request: pytest.FixtureRequest) -> Household:
    house = Household()
    request.param(house)
    await collect(house.context)
    return house


async def test_she_has_no_rank_and_no_score(house: Household) -> None:
    scene = await current_scene(house.context)

    assert house.alice not in {key for ranked in scene.ranked() for key in ranked.person.keys}
    assert house.alice not in {key for person in scene.best_first() for key in person.keys}


async def test_no_digest_names_her(house: Household) -> None:
    await prepare_digest(house.context)
    for _ in range(3):
        house.clock.advance(timedelta(minutes=2))
        await go_round(house.context)

    assert not any("village.example/@alice" in text for text in house.received())


@pytest.mark.parametrize("word", WORDS)
async def test_no_words_lead_to_a_message(house: Household, word: str) -> None:
    answer = await tell(house, word.format(ALICE))
    house.clock.advance(timedelta(minutes=2))
    await go_round(house.context)

    assert "tea at the mill" not in answer
    assert "coffee" not in answer
    assert ([], []) == (await rows_to(house), received(house))


@pytest.mark.parametrize("word", ["why {}", "why-not {}", *WORDS])
@pytest.mark.parametrize(
    "who", ["@nobody@village.example", "https://village.example/@nobody", "did:plc:nobody", "7"]
)
async def test_nobody_can_be_pointed_at_who_is_not_in_the_log(word: str, who: str) -> None:
    house = Household()
    house.world.join("nobody", "Somebody Private")
    house.chat(house.bruno)
    await collect(house.context)

    answer = await tell(house, word.format(who))

    assert "Private" not in answer
    assert [] == await rows_to(house)
