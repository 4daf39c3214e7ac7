"""Who was told no does not become somebody else by moving, and nobody is taken for another."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery.outbox import OutboxState
from bot.domain.meeting.invitation import Invitation, State
from bot.domain.people.identity import Flag, Move, Relationship, Standing
from bot.domain.ranking.reason import Reason
from bot.domain.ranking.scoring import Scale
from bot.domain.ranking.verdict import Act, Patience
from bot.ports import Stance
from bot.services.collect.anew import read_anew
from bot.services.collect.collecting import collect
from bot.services.ranking.facts import Facts
from bot.services.ranking.scene import Scene, current_scene, read_scene
from bot.services.ranking.talk import Talk
from bot.services.rounds.cycle import go_round
from tests.adversary.exclusions import ALICE, blocked, declined, minor, muted, never, nobot
from tests.builders import ME, NOON, OWNER, account, key, person
from tests.services.household import Household
from tests.services.situations import received, rows_to, tell
from tests.stores import in_memory

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.people.identity import AccountKey

pytestmark = pytest.mark.anyio

NEW: Final = "@alice@new.example"


def recipients(house: Household) -> list[tuple[AccountKey, ...]]:
    """Whom each message that the owner's account wrote in private reaches."""
    return [
        post.mentions
        for post in house.world.ledger.posts.values()
        if post.author == house.me and not post.visibility.is_open
    ]


EXCLUSIONS: dict[Reason, Callable[[Household], Awaitable[None]]] = {
    Reason.NEVER: never,
    Reason.DECLINED: declined,
    Reason.BLOCKED: blocked,
    Reason.MUTED: muted,
    Reason.NOBOT: nobot,
    Reason.MINOR: minor,
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
    await collect(house.context)
    await EXCLUSIONS[reason](house)
    new = move(house, shown=shown)
    house.chat(new, weeks=8)
    await collect(house.context)
    await read_anew(house.context, [house.alice, new])

    scene = await current_scene(house.context)

    assert not any(ranked.verdict.allowed for ranked in scene.ranked())
    everybody = {key for known in scene.facts.people for key in known.keys}
    assert {house.alice, new} <= everybody
    for known in scene.facts.people:
        if new in known.keys:
            assert reason is scene.judge(known, Act.INVITE, has_answered=True).verdict.reason
    assert "coffee" not in await tell(house, f"draft {NEW}")


async def test_history_and_name_follow_a_move_that_the_owners_server_shows() -> None:
    house = Household()
    house.chat(house.alice)
    await collect(house.context)
    await tell(house, f"snooze {ALICE} 3w")
    new = move(house, shown=True)
    house.chat(new, weeks=2)
    await collect(house.context)
    await read_anew(house.context, [house.alice, new])

    [ranked] = (await current_scene(house.context)).ranked()

    assert {house.alice, new} == ranked.person.keys
    assert new == ranked.person.accounts[0].key
    assert 6 == ranked.score.evidence.exchanges
    assert Standing.SNOOZED is ranked.person.standing


async def test_a_claim_that_nobody_checked_joins_nobody() -> None:
    house = Household()
    house.chat(house.alice)
    house.chat(house.bruno)
    await collect(house.context)
    old = house.world.account(house.alice)
    claim = replace(old, flags=frozenset({Flag.MOVED}), move=Move(house.bruno, shown=False))
    house.world.describe(claim)
    await read_anew(house.context, [house.alice])

    scene = await current_scene(house.context)

    assert 2 == len(scene.facts.people)
    assert (
        4
        == next(
            ranked for ranked in scene.ranked() if ranked.person.name == "Bruno"
        ).score.evidence.exchanges
    )


async def test_an_account_that_has_moved_is_not_written_to() -> None:
    house = Household()
    house.chat(house.alice)
    await collect(house.context)
    await tell(house, f"draft {ALICE}")
    await tell(house, f"send {ALICE}")
    move(house, shown=False)
    house.clock.advance(timedelta(minutes=2))

    await go_round(house.context)

    assert [] == received(house)


async def test_who_has_moved_is_written_to_where_they_are_now() -> None:
    house = Household()
    house.chat(house.alice)
    await collect(house.context)
    new = move(house, shown=True)
    house.chat(new, weeks=1)
    await collect(house.context)
    await read_anew(house.context, [house.alice, new])
    await tell(house, f"draft {NEW}")
    await tell(house, f"send {NEW}")

    await go_round(house.context)

    assert [(new,)] == recipients(house)


async def test_what_was_approved_for_the_old_account_is_sent_to_neither_unasked() -> None:
    house = Household()
    house.chat(house.alice)
    await collect(house.context)
    await tell(house, f"draft {ALICE}")
    await tell(house, f"send {ALICE}")
    new = move(house, shown=True)
    house.clock.advance(timedelta(minutes=2))

    await go_round(house.context)

    assert [] == received(house)
    [told] = [text for text in house.received() if "not sent" in text]
    assert "has moved" in told
    # It was not even tried.
    assert [OutboxState.CANCELLED] == [row.state for row in await rows_to(house)]
    await tell(house, f"send {ALICE}")
    await go_round(house.context)
    assert [] == received(house)
    assert [(new,)] == recipients(house)


async def test_a_digest_shows_the_account_that_is_used() -> None:
    house = Household()
    house.chat(house.alice)
    move(house, shown=True)

    await go_round(house.context)

    [text] = house.received()
    assert "https://new.example/@alice" in text.splitlines()[2]
    assert "village.example" not in text.splitlines()[2]


@pytest.mark.parametrize("seed", range(60))
async def test_whoever_is_reached_from_an_exclusion_is_never_allowed(seed: int) -> None:
    """Moves told in any order, shown or not, before the owner's word or a block, and after."""
    chance = random.Random(seed)  # noqa: S311 (no secret hangs on it)
    keys = [key(f"p{number}") for number in range(6)]
    store = in_memory()
    moves: dict[AccountKey, AccountKey] = {}
    excluded: set[AccountKey] = set()
    async with store.unit(OWNER) as unit:
        await unit.people.save([account(key) for key in keys])
        for _ in range(chance.randrange(2, 10)):
            mover = chance.choice(keys)
            person = next(who for who in await unit.people.all() if mover in who.keys)
            match chance.randrange(5):
                case 0:
                    excluded.add(mover)
                    await unit.people.stand(person.id, Standing.NEVER)
                case 1:
                    excluded.add(mover)
                    await unit.people.save_stances(
                        [Stance(ME, mover, Relationship(blocked_by=True), NOON)]
                    )
                case 2:
                    excluded.add(mover)
                    new = await unit.invitations.begin(person.id, None)
                    no = Invitation(new, person.id, NOON, state=State.DECLINED)
                    assert await unit.invitations.put(no)
                case _:
                    moves[mover] = chance.choice([other for other in keys if other != mover])
                    gone = replace(
                        account(mover, flags=frozenset({Flag.MOVED})),
                        move=Move(moves[mover], shown=chance.random() < 0.5),
                    )
                    await unit.people.save([gone])
        scene = await read_scene(unit, Household().context, NOON)
        people = await unit.people.all()
    reached, waiting = set(excluded), list(excluded)
    while waiting:
        following = moves.get(waiting.pop())
        if following is not None and following not in reached:
            reached.add(following)
            waiting.append(following)

    for person in people:
        if person.keys & reached:
            assert scene.exclusion(person) is not None
            for act in Act:
                assert not scene.judge(person, act, has_answered=True).verdict.allowed


NAMES: Final = st.integers(0, 7)


@given(st.lists(st.tuples(NAMES, NAMES), max_size=12), st.sets(NAMES, max_size=3))
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
        Facts(
            people=people,
            talk=Talk([], []),
            stored=Talk([], []),
            stances=[],
            suggested={},
            unsent=(),
            invitations=[],
            own=frozenset({ME}),
            signed_in=frozenset(),
            scale=Scale(NOON.date(), 30.0, {}),
            patience=Patience(),
            chosen=None,
            now=NOON,
        )
    )
    reached, waiting = set(excluded), list(excluded)
    while waiting:
        following = to.get(waiting.pop())
        if following is not None and following not in reached:
            reached.add(following)
            waiting.append(following)

    barred = {n for n, person in enumerate(people) if scene.exclusion(person) is not None}

    assert reached == barred
