"""Nobody becomes somebody else's account by what they write, and no join lifts an exclusion."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.people.identity import Flag
from bot.domain.people.join import Join, JoinState
from bot.domain.ranking.verdict import Act
from bot.ports import SaidPlace
from bot.services.collect.anew import read_anew
from bot.services.collect.collecting import collect
from bot.services.digest.occurrence import prepare_digest
from bot.services.ranking.scene import current_scene, read_scene
from bot.services.ranking.whereabouts import UNKNOWN, whereabouts
from bot.services.rounds.cycle import go_round
from tests.adversary.exclusions import blocked, declined, minor, muted, never, nobot
from tests.services.both import HERE, THERE, Both, talking
from tests.services.situations import tell

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.people.identity import AccountKey

pytestmark = pytest.mark.anyio

MALLORY = "mallory.sky.example"


async def fooled(house: Both, mallory: AccountKey) -> bool:
    """Whether Mallory is taken for Alice once all profiles have been read."""
    await read_anew(house.context, [house.alice, mallory])
    await collect(house.context)
    return mallory in (await house.who(house.alice)).keys


@pytest.mark.parametrize(
    "says",
    [
        {"bio": f"I am @{HERE}"},
        {"bio": "https://village.example/@alice\n🌉 bridged from ⁂ https://village.example/@alice"},
        {
            "display_name": "Alice Martin",
            "bio": f"@{HERE}",
            "url": "https://village.example/@alice",
        },
        {
            "uri": "https://bsky.brid.gy/ap/did:plc:alice",
            "links": ("https://village.example/@alice",),
        },
        {"handle": "alice.village.example.ap.brid.gy.evil.example"},
        {"handle": "alice.village.example.ap-brid.gy", "bio": f"@{HERE}"},
        {"handle": "alice.village.example.ap.brid.gy.", "bio": f"@{HERE}"},
        {"handle": "handle.invalid", "bio": f"@{HERE}"},
        {"verified": ("https://village.example/",), "bio": f"@{HERE}"},
    ],
)
async def test_no_word_of_ones_own_makes_one_somebody_else(says: dict[str, Any]) -> None:
    house = Both()
    mallory = house.sky.join("mallory", "Mallory")
    house.describe(
        house.alice, bio="Seeds and bread, Rennes", fields=(("Web", "https://x.example"),)
    )
    house.chat(house.alice)
    house.chat_there(mallory)
    house.describe(mallory, **says)

    assert not await fooled(house, mallory)


async def test_whom_somebody_mentions_does_not_become_them_by_linking_back() -> None:
    house = Both()
    mallory = house.sky.join("mallory", "Mallory")
    house.describe(house.alice, bio=f"Podcast about seeds with {MALLORY}")
    house.chat(house.alice)
    house.chat_there(mallory)
    house.describe(mallory, bio=f"Mastodon: @{HERE}")

    assert not await fooled(house, mallory)


async def test_who_takes_over_a_handle_is_not_joined() -> None:
    """The domain of the handle was sold: the verified link is old, and Alice is joined already."""
    house = await talking(linked=False)
    house.describe(house.alice, verified=(f"https://{THERE}/",))
    await read_anew(house.context, [house.alice])
    await collect(house.context)
    assert house.alice_there in (await house.who(house.alice)).keys
    house.describe(house.alice_there, handle="handle.invalid")
    mallory = house.sky.join("mallory", "Mallory")
    house.describe(mallory, handle=THERE, bio=f"@{HERE}")
    house.chat_there(mallory)

    await read_anew(house.context, [house.alice_there])
    assert not await fooled(house, mallory)


async def test_nothing_is_joined_on_a_profile_that_says_otherwise_by_now() -> None:
    """Alice named a friend once; the store remembers it, her profile no longer does."""
    house = Both()
    mallory = house.sky.join("mallory", "Mallory")
    house.describe(house.alice, bio=f"Bluesky: {MALLORY}")
    house.chat(house.alice)
    await collect(house.context)
    house.describe(house.alice, bio="Seeds")
    house.clock.advance(timedelta(days=400))
    house.describe(mallory, bio=f"@{HERE}")
    house.chat_there(mallory)
    await collect(house.context)

    assert mallory not in (await house.who(house.alice)).keys


async def asked(house: Both) -> list[Join]:
    """The pairs that the owner was asked about."""
    async with house.store.unit(house.owner) as unit:
        return [join for join in await unit.people.joins() if join.state is JoinState.ASKED]


async def hidden(house: Both) -> None:
    """She asks not to be found there."""
    house.describe(house.alice, flags=frozenset({Flag.UNDISCOVERABLE}))
    await read_anew(house.context, [house.alice])


EXCLUSIONS = [never, declined, blocked, muted, nobot, minor, hidden]


@pytest.mark.parametrize("how", ["proof", "word"])
@pytest.mark.parametrize("exclude", EXCLUSIONS)
async def test_a_join_lifts_no_exclusion(
    exclude: Callable[[Both], Awaitable[None]], how: str
) -> None:
    """Excluded on Mastodon; on Bluesky she and the owner follow each other, and nothing is said."""
    house = await talking(linked=False)
    await exclude(house)
    house.sky.follow(house.me_there, house.alice_there)
    house.sky.follow(house.alice_there, house.me_there)
    house.clock.advance(timedelta(minutes=2))
    await read_anew(house.context, [house.alice, house.alice_there])
    assert any(ranked.verdict.allowed for ranked in (await current_scene(house.context)).ranked())

    if how == "proof":
        bio = house.world.account(house.alice).bio
        house.describe(house.alice, fields=(("Bluesky", THERE),), bio=bio)
        house.describe(house.alice_there, bio=f"@{HERE}")
        assert await fooled(house, house.alice_there)
    else:
        await tell(house, f"same {HERE} {THERE}")

    async with house.store.unit(house.owner) as unit:
        scene = await read_scene(unit, house.context, house.clock.now())
        person = next(known for known in scene.facts.people if house.alice in known.keys)
        assert house.alice_there in person.keys
        for act in Act:
            assert not scene.judge(person, act, has_answered=True).verdict.allowed
        if exclude is not muted:
            assert UNKNOWN == (await whereabouts(house.context, unit, scene, [person]))[person.id]
    for text in (await tell(house, f"draft {THERE}"), await tell(house, "list")):
        assert "coffee" not in text
    if exclude is not muted:
        said = await tell(house, f"why {THERE}")
        assert "links to the other" not in said
        assert "you said so" not in said
    await go_round(house.context)
    assert not any("1 · Alice" in text for text in house.received())


@pytest.mark.parametrize("when", ["before", "while"])
@pytest.mark.parametrize("exclude", [never, declined])
async def test_unjoin_leaves_the_owners_never_and_their_no_on_both(
    exclude: Callable[[Both], Awaitable[None]], when: str
) -> None:
    house = await talking(linked=False)
    if when == "before":
        await exclude(house)
    await tell(house, f"same {HERE} {THERE}")
    if when == "while":
        await exclude(house)
    await tell(house, f"unjoin {HERE}")

    scene = await current_scene(house.context)
    people = [
        known for known in scene.facts.people if known.keys & {house.alice, house.alice_there}
    ]
    assert 2 == len(people)
    reasons = {(scene.exclusion(known) or pytest.fail("may be named")).reason for known in people}
    assert 1 == len(reasons)

    await tell(house, "undo")
    assert house.alice_there in (await house.who(house.alice)).keys
    assert (await current_scene(house.context)).exclusion(await house.who(house.alice)) is not None


@pytest.mark.parametrize("exclude", EXCLUSIONS)
async def test_no_question_names_somebody_excluded(
    exclude: Callable[[Both], Awaitable[None]],
) -> None:
    house = await talking(linked=False)
    house.describe(house.alice_there, bio=f"@{HERE}")
    house.chat(house.bruno)
    await exclude(house)
    await read_anew(house.context, [house.alice_there])
    await collect(house.context)

    await go_round(house.context)

    assert any("Bruno" in text for text in house.received())
    assert not any("one person?" in text for text in house.received())


async def test_a_question_is_not_sent_about_somebody_who_is_excluded_by_then() -> None:
    """And it is asked later, as it was not: the digest is composed again without it."""
    house = await talking(linked=False)
    house.describe(house.alice_there, bio=f"@{HERE}")
    await read_anew(house.context, [house.alice_there])
    await collect(house.context)
    await prepare_digest(house.context)
    assert await asked(house)
    house.world.block(house.alice, house.me)
    house.clock.advance(timedelta(minutes=2))
    await go_round(house.context)

    assert not any("one person?" in text for text in house.received())
    assert not await asked(house)


async def test_a_stranger_who_links_to_somebody_is_not_asked_about() -> None:
    """Nobody comes before the owner's eyes by a link: both must have had an exchange."""
    house = Both()
    mallory = house.sky.join("mallory", "Mallory")
    house.describe(mallory, bio=f"@{HERE}")
    house.sky.post(mallory, "Hello!", mentions=(house.me_there,))
    house.chat(house.alice)
    house.describe(house.alice, bio=f"I like {MALLORY}")
    await collect(house.context)
    await read_anew(house.context, [house.alice, mallory])

    await go_round(house.context)

    assert any("Alice" in text for text in house.received())
    assert not any("Mallory" in text for text in house.received())


async def test_who_never_answered_is_neither_written_to_nor_located_through_a_join() -> None:
    """The owner says that a silent person is Alice, who answers: to reach or to find them."""
    house = Both()
    victim = house.sky.join("mallory", "Victim")
    house.describe(victim, bio="📍 Rennes")
    house.chat(house.alice)
    house.sky.post(victim, "A call to you and all", mentions=(house.me_there,))
    house.sky.post(house.me_there, "Where do you live?", mentions=(victim,))
    await collect(house.context)
    await tell(house, f"same {HERE} {MALLORY}")
    await read_anew(house.context, [house.alice, victim])

    async with house.store.unit(house.owner) as unit:
        scene = await read_scene(unit, house.context, house.clock.now())
        [person] = [known for known in scene.facts.people if victim in known.keys]
        assert UNKNOWN == (await whereabouts(house.context, unit, scene, [person]))[person.id]
        await unit.people.say_place(victim, SaidPlace(victim, 2983990, house.clock.now()))
        assert UNKNOWN == (await whereabouts(house.context, unit, scene, [person]))[person.id]
    await tell(house, f"draft {HERE}")
    await tell(house, f"send {HERE}")
    await go_round(house.context)
    sent = [
        post.mentions
        for world in (house.world, house.sky)
        for post in world.ledger.posts.values()
        if post.author in {house.me, house.me_there} and not post.visibility.is_open
    ]
    assert [(house.alice,)] == sent


async def test_the_owner_s_own_account_is_never_joined_with_somebody() -> None:
    house = await talking(linked=False)
    house.describe(house.me_there, bio=f"@{HERE}")
    house.describe(house.alice, fields=(("Friend", "x"), ("Bluesky", "me.sky.example")))
    house.sky.post(house.alice_there, "Hello", mentions=(house.me_there,))
    await read_anew(house.context, [house.alice, house.alice_there])
    await collect(house.context)

    assert house.me_there not in (await house.who(house.alice)).keys


async def test_a_never_reaches_the_bridged_copy() -> None:
    house = Both()
    house.chat_there(house.alice_there)
    await collect(house.context)
    await tell(house, f"never {THERE}")
    copy = house.world.join(THERE, "Alice M.", host="bsky.brid.gy")
    house.world.describe(replace(house.world.account(copy), bio="Seeds"))
    house.chat(copy, weeks=6)

    await go_round(house.context)

    assert not any("Alice" in text for text in house.received())
