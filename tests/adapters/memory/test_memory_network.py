from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.memory.clock import StoppedClock
from adapters.memory.failures import AnswerLost, Crash, CrashedError, Delay, LandsLate, Pass, Unsure
from adapters.memory.network import MemoryNetwork
from adapters.memory.world import World
from bot.domain.people.identity import AccountKey, Flag, NetworkName, OwnerId
from bot.domain.talk.interaction import Kind, NaturalKey, Visibility
from bot.errors import RefusedError, UncertainError, UnreachableError, WrongAccountError
from bot.ports import Cursor, DirectMessage, Found, Message, NotThere, Page, Recipient, RemoteId

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

NOW = datetime(2026, 12, 6, 18, 0, tzinfo=UTC)
MESSAGE = Message(
    kind="direct", to="bruno@village.example", text="Hello k3f9q2", key="1", ref="k3f9q2"
)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(NOW)


@pytest.fixture
def world(clock: StoppedClock) -> World:
    return World(NetworkName.MASTODON, clock)


@pytest.fixture
def alice(world: World) -> AccountKey:
    return world.join("alice")


@pytest.fixture
def bruno(world: World) -> AccountKey:
    return world.join("bruno")


@pytest.fixture
def network(world: World, alice: AccountKey) -> MemoryNetwork:
    return MemoryNetwork(world, alice, OwnerId("alice"), page_size=2)


async def pages(network: MemoryNetwork, since: Cursor | None = None) -> list[Page]:
    return [page async for page in network.history(since)]


async def inbox(network: MemoryNetwork) -> list[DirectMessage]:
    return [message async for message in network.direct_messages(None)]


def keys(read: list[Page]) -> set[NaturalKey]:
    return {interaction.key for page in read for interaction in page.interactions}


# --- what a server shows ------------------------------------------------------------------------


async def test_a_message_is_of_whoever_had_the_handle_when_it_was_written(
    world: World, network: MemoryNetwork, alice: AccountKey, bruno: AccountKey
) -> None:
    former = world.account(bruno).local_ids
    world.write(bruno, alice, "Hello")
    world.describe(replace(world.account(bruno), local_ids={world.host: "taken over"}))
    world.write(bruno, alice, "Hello too")

    ids = [message.sender.local_ids for message in await inbox(network)]
    assert [former, {world.host: "taken over"}] == ids


async def test_the_suspended_are_hidden_and_what_was_said_to_them_is_not(
    world: World, network: MemoryNetwork, alice: AccountKey, bruno: AccountKey
) -> None:
    asked = world.post(bruno, "Saturday?", mentions=(alice,))
    world.post(alice, "Saturday.", reply_to=asked)
    world.describe(replace(world.account(bruno), flags=frozenset({Flag.SUSPENDED})))

    (page,) = await pages(network)

    assert [(Kind.REPLY, alice)] == [
        (interaction.kind, interaction.actor) for interaction in page.interactions
    ]
    assert [frozenset({Flag.SUSPENDED})] == [account.flags for account in page.accounts]


async def test_what_is_deleted_takes_its_likes_along(
    world: World, network: MemoryNetwork, alice: AccountKey, bruno: AccountKey
) -> None:
    post = world.post(alice, "Saturday?")
    world.like(bruno, post)
    world.boost(bruno, post)
    world.delete(post)

    assert set() == keys(await pages(network))


async def test_what_is_taken_back_can_be_done_again(
    world: World, network: MemoryNetwork, alice: AccountKey, bruno: AccountKey
) -> None:
    post = world.post(bruno, "Saturday?", mentions=(alice,))
    world.follow(bruno, alice)
    world.boost(bruno, world.post(alice, "Saturday!"))
    before = keys(await pages(network))
    world.block(bruno, alice)
    world.mute(alice, bruno)
    world.ledger.blocks.discard((bruno, alice))
    world.ledger.mutes.discard((alice, bruno))
    world.unlike(bruno, post)

    after = await pages(network)

    assert {NaturalKey(OwnerId("alice"), "follow", bruno, alice, "")} == before - keys(after)
    told = await network.relationships([bruno])
    assert (told[bruno].followed_by, told[bruno].blocked_by, told[bruno].muting) == (
        False,
        False,
        False,
    )


async def test_a_boost_taken_back_is_gone(
    world: World, network: MemoryNetwork, alice: AccountKey, bruno: AccountKey
) -> None:
    post = world.post(alice, "Saturday!")
    world.boost(bruno, post)
    world.ledger.drop_signal(Kind.BOOST, bruno, world.ledger.posts[post].author, post)

    assert set() == keys(await pages(network))


async def test_a_post_to_followers_is_shown_to_followers(
    world: World, network: MemoryNetwork, alice: AccountKey, bruno: AccountKey
) -> None:
    post = world.post(bruno, "Between us.", visibility=Visibility.FOLLOWERS)
    assert await network.exists([post]) == {post: False}

    world.follow(alice, bruno, long_ago=True)

    assert await network.exists([post]) == {post: True}
    assert set() == keys(await pages(network))


async def test_posts_of_one_instant_have_addresses_of_their_own(
    world: World, alice: AccountKey
) -> None:
    assert len({world.post(alice, "Again!") for _ in range(5)}) == 5


async def test_a_message_to_two_is_not_to_the_account_alone(
    world: World, network: MemoryNetwork, alice: AccountKey, bruno: AccountKey
) -> None:
    chloe = world.join("chloe")
    world.post(chloe, "Both of you!", mentions=(alice, bruno), visibility=Visibility.DIRECT)

    assert await inbox(network) == []


async def test_mastodon_takes_messages_to_oneself_and_bluesky_does_not(
    network: MemoryNetwork, clock: StoppedClock
) -> None:
    bluesky = World(NetworkName.BLUESKY, clock)
    there = MemoryNetwork(bluesky, bluesky.join("alice"), OwnerId("alice"))
    note = Message(kind="direct", to="alice@village.example", text="Hm.", key="1", ref="Hm")
    await network.send(note)

    assert [message.text for message in await inbox(network)] == ["Hm."]
    with pytest.raises(RefusedError):
        await there.send(
            Message(kind="direct", to="alice.village.example", text="Hm.", key="1", ref="Hm")
        )


async def test_a_chat_on_bluesky_is_no_part_of_the_history(clock: StoppedClock) -> None:
    world = World(NetworkName.BLUESKY, clock)
    alice, bruno = world.join("alice"), world.join("bruno")
    world.write(bruno, alice, "why 1")
    network = MemoryNetwork(world, alice, OwnerId("alice"))

    assert set() == keys(await pages(network))
    assert [message.text for message in await inbox(network)] == ["why 1"]


@pytest.mark.parametrize("blocks", ["alice", "bruno"])
async def test_nothing_goes_across_a_block(
    world: World, network: MemoryNetwork, alice: AccountKey, bruno: AccountKey, blocks: str
) -> None:
    world.block(*((alice, bruno) if blocks == "alice" else (bruno, alice)))

    with pytest.raises(RefusedError):
        await network.send(MESSAGE)


async def test_nobody_and_nothing_there_is_refused(
    world: World, network: MemoryNetwork, bruno: AccountKey
) -> None:
    gone = world.post(bruno, "Never mind.")
    world.delete(gone)
    stray = Message(kind="direct", to="nobody@village.example", text="Hm.", key="1", ref="Hm")
    late = Message(kind="reply", to=MESSAGE.to, text="Hm.", key="2", ref="Hm", reply_to=gone)

    for message in (stray, late):
        with pytest.raises(RefusedError):
            await network.send(message)


@pytest.mark.parametrize("flag", [Flag.MOVED, Flag.SUSPENDED])
async def test_who_has_moved_or_is_suspended_gets_nothing(
    world: World, network: MemoryNetwork, bruno: AccountKey, flag: Flag
) -> None:
    world.describe(replace(world.account(bruno), flags=frozenset({flag})))

    with pytest.raises(RefusedError):
        await network.send(MESSAGE)


@pytest.mark.parametrize("name", NetworkName)
async def test_whoever_has_the_handle_now_is_not_who_is_written_to(
    clock: StoppedClock, name: NetworkName
) -> None:
    world = World(name, clock)
    me, bruno, heir = world.join("me"), world.join("bruno"), world.join("heir")
    before = world.account(bruno)
    message = Message("direct", before.handle, "Hm.", "1", "Hm", recipient=Recipient(bruno))
    pinned = replace(message, recipient=Recipient(bruno, before.local_ids))
    network = MemoryNetwork(world, me, OwnerId("me"))
    if name is NetworkName.BLUESKY:
        world.describe(replace(before, handle="renamed.village.example"))
        world.describe(replace(world.account(heir), handle=before.handle))

        await network.send(pinned)

        assert 1 == len(await inbox(MemoryNetwork(world, bruno, OwnerId("bruno"))))
    else:
        world.describe(replace(before, local_ids={world.host: "another"}))

        with pytest.raises(RefusedError, match="another account by now"):
            await network.send(pinned)
    assert [] == await inbox(MemoryNetwork(world, heir, OwnerId("heir")))


OPERATIONS: Final[dict[str, Callable[[MemoryNetwork], Awaitable[object]]]] = {
    "whoami": lambda network: network.whoami(),
    "history": lambda network: anext(network.history(None)),
    "thread": lambda network: network.thread("uri"),
    "describe": lambda network: network.describe([]),
    "relationships": lambda network: network.relationships([]),
    "shortcomings": lambda network: network.shortcomings(None),
    "exists": lambda network: network.exists([]),
    "direct_messages": lambda network: anext(network.direct_messages(None)),
    "obstacle": lambda network: network.obstacle(MESSAGE.to),
    "send": lambda network: network.send(MESSAGE),
    "find_sent": lambda network: network.find_sent(MESSAGE, datetime.now(UTC)),
    "written_to": lambda network: network.written_to(
        AccountKey(NetworkName.MASTODON, "x@y.example"), datetime.now(UTC)
    ),
    "answers": lambda network: network.answers(
        RemoteId("uri"), AccountKey(NetworkName.MASTODON, "x@y.example")
    ),
    "compose_link": lambda network: network.compose_link("Hm.", to=MESSAGE.to, reply_to=None),
}


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_a_secret_of_another_account_is_good_for_nothing(
    world: World, network: MemoryNetwork, bruno: AccountKey, operation: str
) -> None:
    network.configured = bruno

    with pytest.raises(WrongAccountError) as wrong:
        await OPERATIONS[operation](network)

    assert ("@bruno@village.example", "@alice@village.example") == (
        wrong.value.configured,
        wrong.value.signed_in,
    )
    assert not world.ledger.posts


# --- how a history is read ----------------------------------------------------------------------


async def test_the_cursor_of_another_server_begins_again(
    world: World, network: MemoryNetwork, clock: StoppedClock, alice: AccountKey, bruno: AccountKey
) -> None:
    elsewhere = World(NetworkName.MASTODON, clock, host="elsewhere.example")
    other = MemoryNetwork(elsewhere, elsewhere.join("alice"), OwnerId("alice"))
    foreign = (await pages(other))[-1].cursor
    world.post(bruno, "Saturday?", mentions=(alice,))

    assert keys(await pages(network)) == keys(await pages(network, foreign)) != set()


@given(
    acts=st.lists(st.sampled_from(["post", "reply", "like", "edit", "delete"]), max_size=25),
    cuts=st.lists(st.integers(0, 24), max_size=4),
    page_size=st.integers(1, 5),
)
def test_however_reading_is_cut_up_nothing_that_stands_is_missed(
    acts: list[str], cuts: list[int], page_size: int
) -> None:
    world = World(NetworkName.MASTODON, StoppedClock(NOW))
    alice, bruno = world.join("alice"), world.join("bruno")
    network = MemoryNetwork(world, alice, OwnerId("alice"), page_size=page_size)
    posts = [world.post(bruno, "Saturday?", mentions=(alice,))]
    seen: dict[NaturalKey, str | None] = {}
    cursor: Cursor | None = None

    async def read(at_most: int | None) -> None:
        nonlocal cursor
        number = 0
        async for page in network.history(cursor):
            seen.update({interaction.key: interaction.text for interaction in page.interactions})
            cursor = page.cursor
            number += 1
            if number == at_most:
                return

    for place, act in enumerate(acts):
        if place in cuts:
            asyncio.run(read(at_most=1))
        post = posts[place % len(posts)]
        if act == "post":
            posts.append(world.post(bruno, f"Number {place}", mentions=(alice,)))
        elif act == "reply":
            posts.append(world.post(alice, f"Number {place}", reply_to=post))
        elif act == "like":
            world.like(alice, post)
        elif act == "edit":
            world.edit(post, f"Edited {place}")
        else:
            world.delete(post)
    asyncio.run(read(at_most=None))
    swept = asyncio.run(pages(network))

    standing = {
        interaction.key: interaction.text for page in swept for interaction in page.interactions
    }
    assert standing.items() <= seen.items()


# --- what goes wrong ----------------------------------------------------------------------------


async def test_a_fault_strikes_the_page_that_it_was_queued_for(
    world: World, network: MemoryNetwork, alice: AccountKey, bruno: AccountKey
) -> None:
    for number in range(5):
        world.post(bruno, f"Number {number}", mentions=(alice,))
    world.failures.queue("history", Pass(), UnreachableError("The server does not answer."))
    history = network.history(None)
    read = [await anext(history)]

    with pytest.raises(UnreachableError):
        await anext(history)
    rest = await pages(network, read[-1].cursor)

    assert (len(read), len(keys([*read, *rest]))) == (1, 5)


async def test_a_lost_answer_may_be_of_any_kind(
    world: World, network: MemoryNetwork, bruno: AccountKey
) -> None:
    world.failures.queue("send", AnswerLost(UnreachableError("A 502.")))

    with pytest.raises(UnreachableError):
        await network.send(MESSAGE)

    assert len(await inbox(MemoryNetwork(world, bruno, OwnerId("bruno")))) == 1


@pytest.mark.parametrize(("when", "arrived"), [("before", 0), ("after", 1)])
async def test_a_crash_is_before_or_after(
    world: World, network: MemoryNetwork, bruno: AccountKey, when: str, arrived: int
) -> None:
    world.failures.queue("send", Crash("before" if when == "before" else "after"))

    with pytest.raises(CrashedError):
        await network.send(MESSAGE)

    assert arrived == len(await inbox(MemoryNetwork(world, bruno, OwnerId("bruno"))))


@pytest.mark.usefixtures("bruno")
async def test_a_message_may_land_late(
    world: World, network: MemoryNetwork, clock: StoppedClock
) -> None:
    world.failures.queue("send", LandsLate(90))

    with pytest.raises(UncertainError):
        await network.send(MESSAGE)

    assert await network.find_sent(MESSAGE, NOW) == NotThere()
    clock.advance(timedelta(seconds=90))
    assert isinstance(await network.find_sent(MESSAGE, NOW), Found)


async def test_what_lands_late_may_be_refused_unheard(
    world: World, network: MemoryNetwork, clock: StoppedClock, alice: AccountKey, bruno: AccountKey
) -> None:
    world.failures.queue("send", LandsLate(90))
    with pytest.raises(UncertainError):
        await network.send(MESSAGE)
    world.block(bruno, alice)
    clock.advance(timedelta(seconds=90))

    assert await network.find_sent(MESSAGE, NOW) == NotThere()


async def test_a_delay_takes_time(
    world: World, network: MemoryNetwork, clock: StoppedClock
) -> None:
    world.failures.queue("whoami", Delay(45))

    await network.whoami()

    assert NOW + timedelta(seconds=45) == clock.now()


async def test_whether_a_post_exists_may_be_unsure(world: World, network: MemoryNetwork) -> None:
    world.failures.queue("exists", Unsure())

    assert await network.exists(["https://village.example/1"]) == {
        "https://village.example/1": None
    }
