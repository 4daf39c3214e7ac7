"""`same`, `unjoin`, `not-same`, and what is joined automatically."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.people.identity import Flag, Move, Standing
from bot.domain.talk.interaction import Visibility
from bot.errors import UnreachableError
from bot.services.collect.anew import read_anew
from bot.services.collect.collecting import collect
from bot.services.collect.joining import join_on_proof
from bot.services.owner.decisions import find_person
from bot.services.ranking.scene import current_scene
from bot.services.rounds.cycle import go_round
from tests.services.both import HERE, THERE, Both, talking
from tests.services.situations import rows_to, tell

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.people.identity import AccountKey, Person

pytestmark = pytest.mark.anyio


async def scores(house: Both) -> dict[frozenset[AccountKey], float]:
    """Each person's score, by their accounts."""
    scene = await current_scene(house.context)
    return {person.keys: scene.judge(person).score.value for person in scene.facts.people}


async def who_is(house: Both, name: str) -> Person:
    async with house.store.unit(house.owner) as unit:
        return await find_person(unit, name)


async def standings(house: Both) -> dict[AccountKey, tuple[Standing, datetime | None]]:
    """What the owner said of each account's person."""
    async with house.store.unit(house.owner) as unit:
        people = await unit.people.all()
    return {
        key: (person.standing, person.snoozed_until) for person in people for key in person.keys
    }


async def is_one(house: Both) -> bool:
    return house.alice_there in (await house.who(house.alice)).keys


async def test_accounts_that_link_to_each_other_are_joined_and_counted_together() -> None:
    house = await talking()

    [ranked] = (await current_scene(house.context)).ranked()

    assert {house.alice, house.alice_there} == ranked.person.keys
    assert house.alice == ranked.person.accounts[0].key
    assert 8 == ranked.score.evidence.exchanges


async def test_why_shows_the_proof_and_a_list_names_one_person_once() -> None:
    house = await talking()

    said = await tell(house, f"why {HERE}")
    listed = await tell(house, "list")

    assert f"{THERE} and {HERE} are one person: each profile links to the other" in said
    assert f"Alice Martin, also {THERE} on Bluesky" in listed
    assert 1 == len(listed.splitlines())


async def test_unjoin_restores_both_scores_to_the_last_digit() -> None:
    house = await talking(linked=False)
    before = await scores(house)
    house.link_both()
    await read_anew(house.context, [house.alice, house.alice_there])
    await collect(house.context)
    assert await is_one(house)

    said = await tell(house, f"unjoin {THERE}")

    assert "Parted: " in said
    assert before == await scores(house)
    await collect(house.context)
    await go_round(house.context)
    assert before.keys() == (await scores(house)).keys()  # never again by itself


async def test_undo_takes_back_a_join_and_a_parting() -> None:
    house = await talking(linked=False)
    before = await scores(house)

    assert "are one person" in await tell(house, f"same {HERE} {THERE}")
    assert "you said so on" in await tell(house, f"why {HERE}")
    joined = await scores(house)
    assert "was not" not in await tell(house, f"unjoin {HERE}")
    assert before == await scores(house)
    assert "Undone: unjoin Alice Martin." == await tell(house, "undo")
    assert joined == await scores(house)
    assert "Undone: same Alice Martin, Alice M.." == await tell(house, "undo")
    assert before == await scores(house)
    async with house.store.unit(house.owner) as unit:
        assert [] == await unit.people.joins()


@pytest.mark.parametrize("said", ["never {}", "snooze {} 3w", "draft {}", "place {} Lyon"])
async def test_undo_finds_what_was_said_of_either_before_they_were_joined(said: str) -> None:
    for name in (HERE, THERE):
        house = await talking(linked=False)
        before = await standings(house)
        assert "Nothing" not in await tell(house, said.format(name))
        said_of_one = await standings(house)

        await tell(house, f"same {HERE} {THERE}")
        await tell(house, f"known {name}")
        await tell(house, f"unjoin {HERE}")
        for _ in range(3):
            assert "Undone: " in await tell(house, "undo")

        assert said_of_one == await standings(house)
        called = (await who_is(house, name)).name
        assert f"Undone: {said.split(maxsplit=1)[0]} {called}." == await tell(house, "undo")
        assert before == await standings(house)


async def test_same_is_refused_for_one_person_and_for_the_owner() -> None:
    house = await talking()

    assert "one person already" in await tell(house, f"same {HERE} {THERE}")
    assert "was not joined" in await tell(await talking(linked=False), f"unjoin {HERE}")


async def test_not_same_is_remembered_and_same_wins_over_it() -> None:
    house = await talking(linked=False)
    assert "two people" not in await tell(house, f"not-same {HERE} {THERE}")
    house.link_both()
    await read_anew(house.context, [house.alice, house.alice_there])
    await collect(house.context)
    assert not await is_one(house)

    await tell(house, f"same {HERE} {THERE}")
    assert await is_one(house)
    await tell(house, "undo")
    await collect(house.context)
    assert not await is_one(house)


async def test_not_same_parts_who_was_joined() -> None:
    house = await talking()

    assert "Parted: " in await tell(house, f"not-same {HERE} {THERE}")
    assert not await is_one(house)


async def test_a_bridged_copy_is_joined_and_its_posts_are_counted_once() -> None:
    house = Both()
    copy = house.world.join(THERE, "Alice M.", host="bsky.brid.gy")
    for _ in range(4):
        root = house.sky.post(house.alice_there, "A question?", mentions=(house.me_there,))
        copied = house.world.post(copy, "A question?", mentions=(house.me,))
        house.clock.advance(timedelta(minutes=5))
        house.sky.post(house.me_there, "Yes", reply_to=root, mentions=(house.alice_there,))
        house.world.post(house.me, "Indeed", reply_to=copied, mentions=(copy,))
        house.clock.advance(timedelta(days=7))
    [ranked] = (await house.scene()).ranked()
    assert {copy, house.alice_there} == ranked.person.keys
    assert 4 == ranked.score.evidence.exchanges
    assert 4 == sum(row.in_talk for row in (await current_scene(house.context)).facts.talk.tallies)
    assert "brid.gy" not in (await tell(house, "list"))
    assert "one is brid.gy’s copy" in await tell(house, f"why {THERE}")

    await tell(house, f"unjoin {THERE}")

    assert [4, 4] == [
        ranked.score.evidence.exchanges for ranked in (await current_scene(house.context)).ranked()
    ]


async def test_nobody_is_joined_on_an_old_profile() -> None:
    house = await talking(linked=False)
    house.link_both()
    await read_anew(house.context, [house.alice, house.alice_there])
    house.clock.advance(timedelta(days=3))
    house.sky.failures.queue("describe", UnreachableError("no route"))
    await join_on_proof(house.context)
    assert not await is_one(house)  # it could not be seen again

    house.describe(house.alice_there, bio="Bread")
    await join_on_proof(house.context)
    assert not await is_one(house)  # it says so no more


async def test_a_second_account_on_one_network_is_asked_about() -> None:
    house = await talking()
    second = house.sky.join("other", "Alice M.")
    house.describe(second, bio=f"@{HERE}")
    fields = tuple(("Bluesky", name) for name in (THERE, "other.sky.example"))
    house.describe(house.alice, fields=fields)
    house.chat_there(second)
    await collect(house.context)
    await read_anew(house.context, [house.alice, second])
    await collect(house.context)
    assert second not in (await house.who(house.alice)).keys

    await go_round(house.context)

    [text] = [text for text in house.received() if "one person?" in text]
    assert "Their profiles link to each other." in text


async def test_a_hint_is_asked_about_once_and_numbers_stay_answerable() -> None:
    house = await talking(linked=False)
    house.describe(house.alice_there, bio=f"Seeds. Also @{HERE}")
    await collect(house.context)
    await read_anew(house.context, [house.alice_there])
    await go_round(house.context)

    text = "\n".join(house.received())
    assert (
        f"Are Alice M. ({THERE}) and Alice Martin ({HERE}) one person? "
        "The profile of one links to the other. same "
    ) in text
    await tell(house, "same 1 2")
    async with house.store.unit(house.owner) as unit:
        first, second = [await find_person(unit, number) for number in ("1", "2")]
    assert first == second
    await tell(house, "undo")
    house.chat(house.bruno)
    house.clock.advance(timedelta(days=14))
    await go_round(house.context)
    assert 1 == sum("one person?" in text for text in house.received())


async def test_a_digest_names_one_human_once() -> None:
    house = await talking()

    await go_round(house.context)

    text = "\n".join(house.received())
    assert f"https://village.example/@alice, also {THERE} on Bluesky" in text
    assert "\n2 · " not in text


async def test_a_move_keeps_the_person_and_what_the_owner_parted() -> None:
    house = await talking()
    new = house.world.join("alice", "Alice Martin", host="new.example")
    old = house.world.account(house.alice)
    house.world.describe(replace(old, flags=frozenset({Flag.MOVED}), move=Move(new, shown=True)))
    house.chat(new, weeks=1)
    await collect(house.context)
    await read_anew(house.context, [house.alice, new])
    assert {house.alice, new, house.alice_there} == (await house.who(new)).keys

    await tell(house, f"unjoin {THERE}")
    house.describe(new, fields=(("Bluesky", THERE),))
    house.describe(house.alice_there, bio="@alice@new.example")
    await read_anew(house.context, [new, house.alice_there])
    await collect(house.context)

    assert {house.alice, new} == (await house.who(new)).keys


async def test_a_changed_handle_and_a_closed_account_keep_the_person() -> None:
    house = await talking()
    house.describe(house.alice_there, handle="renamed.example", bio="")
    house.describe(house.alice, flags=frozenset({Flag.SUSPENDED}))
    await read_anew(house.context, [house.alice, house.alice_there])
    await collect(house.context)

    [ranked] = (await current_scene(house.context)).ranked()
    assert {house.alice, house.alice_there} == ranked.person.keys
    assert house.alice_there == ranked.person.accounts[0].key
    assert ranked.verdict.allowed

    house.describe(house.alice_there, flags=frozenset({Flag.SUSPENDED}))
    await read_anew(house.context, [house.alice_there])
    assert not (await current_scene(house.context)).ranked()[0].verdict.allowed


async def test_a_message_on_its_way_is_stopped_by_unjoin() -> None:
    house = await talking()
    await tell(house, f"draft {HERE}")
    assert "send_as_me" not in await tell(house, f"send {HERE}")
    [row] = await rows_to(house)

    await tell(house, f"unjoin {HERE}")

    [row] = [again for again in await rows_to(house) if again.id == row.id]
    assert "cancelled" == row.state.value
    await go_round(house.context)
    assert not [
        post
        for world in (house.world, house.sky)
        for post in world.ledger.posts.values()
        if post.author in {house.me, house.me_there} and post.visibility is Visibility.DIRECT
    ]


@pytest.mark.parametrize("seed", range(25))
async def test_random_joins_partings_and_words_leave_no_trace_but_what_was_said(seed: int) -> None:
    """`undo` restores all there was, and a never is not lifted, whatever is joined and parted."""
    chance = random.Random(seed)  # noqa: S311 (no secret hangs on it)
    house = await talking(linked=False)
    house.chat(house.bruno, weeks=2)
    house.chat_there(house.sky.join("clara", "Clara"), weeks=2)
    await collect(house.context)
    before = await scores(house)
    names = [HERE, THERE, "bruno@village.example", "clara.sky.example"]
    never: set[AccountKey] = set()
    undoable: list[tuple[object, object, set[AccountKey]]] = []
    steps = chance.randrange(1, 12)
    for step in range(steps * 2):
        one, other = chance.sample(names, 2)
        now = await scores(house), await standings(house), set(never)
        said = chance.choice([f"same {one} {other}", f"same {one} {other}", f"unjoin {one}",
                              f"not-same {one} {other}", f"never {one}", f"snooze {one} 3w",
                              "undo", "undo"])  # fmt: skip
        if step >= steps and seed % 2:
            said = "undo"
        if said == f"never {one}":
            never |= (await who_is(house, one)).keys
        elif said.startswith("snooze") and never & (await who_is(house, one)).keys:
            continue  # the owner's later word would hold
        elif said == "undo" and not undoable:
            continue
        answer = await tell(house, said)
        if said == "undo":
            assert answer.startswith("Undone")
            *before_it, never = undoable.pop()
            assert before_it == [await scores(house), await standings(house)]
        elif "Nothing was done" not in answer:
            undoable.append(now)
        scene = await current_scene(house.context)
        barred = [person for person in scene.facts.people if person.keys & never]
        assert all(scene.exclusion(person) is not None for person in barred)
    for name in names:
        await tell(house, f"unjoin {name}")

    assert before == await scores(house)
    for key in never:
        assert Standing.NEVER is (await house.who(key)).standing
