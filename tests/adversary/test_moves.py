"""Who was told no does not become somebody else by moving, and nobody is taken for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.consent import Act, Patience, Reason
from bot.domain.identity import Flag, Move, Standing
from bot.domain.scoring import Scale
from bot.services.collect import collect
from bot.services.cycle import go_round
from bot.services.ranking import Scene, current_scene
from bot.services.relationships import refresh
from tests.builders import ME, NOON, account, key, person
from tests.services.household import Household
from tests.services.situations import received, tell

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.identity import AccountKey

pytestmark = pytest.mark.anyio

ALICE: Final = "@alice@village.example"
NEW: Final = "@alice@new.example"


async def say_never(house: Household) -> None:
    await tell(house, f"never {ALICE}")


async def decline(house: Household) -> None:
    await tell(house, f"draft {ALICE}")
    await tell(house, f"declined {ALICE}")


async def block(house: Household) -> None:
    house.world.block(house.alice, house.me)
    house.clock.advance(timedelta(minutes=2))
    await refresh(house.home, [house.alice])


EXCLUSIONS: dict[Reason, Callable[[Household], Awaitable[None]]] = {
    Reason.NEVER: say_never,
    Reason.DECLINED: decline,
    Reason.BLOCKED: block,
}


def move(house: Household, *, shown: bool) -> AccountKey:
    """Alice has a new account; her old one says where it is, proven or not."""
    new = house.world.join("alice", "Alice Martin", host="new.example")
    old = house.world.account(house.alice)
    gone = replace(old, flags=frozenset({Flag.MOVED}), move=Move(new, shown=shown))
    house.world.describe(gone)
    return new


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("reason", EXCLUSIONS)
async def test_an_exclusion_follows_a_move(reason: Reason, *, shown: bool) -> None:
    house = Household()
    house.chat(house.alice)
    await collect(house.home)
    await EXCLUSIONS[reason](house)
    new = move(house, shown=shown)
    house.chat(new, weeks=8)
    await collect(house.home)
    await refresh(house.home, [house.alice, new])

    scene = await current_scene(house.home)

    assert [] == [ranked.person.name for ranked in scene.ranked()]
    everybody = {key for known in scene.people for key in known.keys}
    assert {house.alice, new} <= everybody
    for known in scene.people:
        if new in known.keys:
            assert reason is scene.judge(known, Act.INVITE, has_answered=True).verdict.reason
    assert "coffee" not in await tell(house, f"draft {NEW}")


async def test_history_and_name_follow_a_move_that_the_owners_server_shows() -> None:
    house = Household()
    house.chat(house.alice)
    await collect(house.home)
    await tell(house, f"snooze {ALICE} 3w")
    new = move(house, shown=True)
    house.chat(new, weeks=2)
    await collect(house.home)
    await refresh(house.home, [house.alice, new])

    [ranked] = (await current_scene(house.home)).ranked()

    assert {house.alice, new} == ranked.person.keys
    assert new == ranked.person.accounts[0].key
    assert 6 == ranked.score.evidence.exchanges
    assert Standing.SNOOZED is ranked.person.standing


async def test_a_claim_that_nobody_checked_joins_nobody() -> None:
    house = Household()
    house.chat(house.alice)
    house.chat(house.bruno)
    await collect(house.home)
    old = house.world.account(house.alice)
    claim = replace(old, flags=frozenset({Flag.MOVED}), move=Move(house.bruno, shown=False))
    house.world.describe(claim)
    await refresh(house.home, [house.alice])

    scene = await current_scene(house.home)

    assert 2 == len(scene.people)
    assert (
        4
        == next(
            one for one in scene.ranked() if one.person.name == "Bruno"
        ).score.evidence.exchanges
    )


async def test_an_account_that_has_moved_is_not_written_to() -> None:
    house = Household()
    house.chat(house.alice)
    await collect(house.home)
    await tell(house, f"draft {ALICE}")
    await tell(house, f"send {ALICE}")
    move(house, shown=False)
    house.clock.advance(timedelta(minutes=2))

    await go_round(house.home)

    assert [] == received(house)


async def test_who_has_moved_is_written_to_where_they_are_now() -> None:
    house = Household()
    house.chat(house.alice)
    await collect(house.home)
    new = move(house, shown=True)
    house.chat(new, weeks=1)
    await collect(house.home)
    await refresh(house.home, [house.alice, new])
    await tell(house, f"draft {NEW}")
    await tell(house, f"send {NEW}")

    await go_round(house.home)

    [invitation] = [
        post
        for post in house.world.ledger.posts.values()
        if post.author == house.me and not post.visibility.is_open
    ]
    assert (new,) == invitation.mentions


NAMES: Final = st.integers(0, 7)


@given(
    st.lists(st.tuples(NAMES, NAMES), max_size=12),
    st.sets(NAMES, max_size=3),
)
def test_nobody_who_is_reached_from_an_exclusion_is_allowed(
    moves: list[tuple[int, int]], excluded: set[int]
) -> None:
    to = dict(moves)
    people = [
        person(
            replace(
                account(key(f"p{number}")),
                move=Move(key(f"p{to[number]}"), shown=False) if number in to else None,
            ),
            standing=Standing.NEVER if number in excluded else Standing.NEW,
        )
        for number in range(8)
    ]
    scene = Scene(
        people=people,
        tallies=[],
        exchanges=[],
        stances=[],
        suggested={},
        invitations=[],
        own=frozenset({ME}),
        scale=Scale(NOON.date(), 30.0, {}),
        patience=Patience(),
        chosen=None,
        now=NOON,
    )
    reached, waiting = set(excluded), list(excluded)
    while waiting:
        following = to.get(waiting.pop())
        if following is not None and following not in reached:
            reached.add(following)
            waiting.append(following)

    barred = {n for n, one in enumerate(people) if scene.exclusion(one) is not None}

    assert reached == barred
