from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.memory.failures import Crash, CrashedError
from bot.domain.people.identity import Standing
from bot.errors import UnreachableError
from bot.services.context import Post
from bot.services.rounds.cycle import go_round

if TYPE_CHECKING:
    from tests.services.household import Household

pytestmark = pytest.mark.anyio


@pytest.fixture
async def paired(house: Household) -> Household:
    """A digest that names Alice was sent, and the owner is paired with the bot."""
    house.chat(house.alice)
    await go_round(house.context)
    await write(house, "Hello bot")
    return house


async def write(house: Household, text: str) -> str:
    """Send a message from the owner to the bot; returns the bot's answers."""
    house.clock.advance(timedelta(minutes=1))
    house.world.write(house.me, house.bot, text)
    before = len(house.received())
    await go_round(house.context)
    return "\n".join(text.rpartition("\n\n")[0] for text in house.received()[before:])


async def standing(house: Household) -> Standing:
    async with house.store.unit(house.owner) as unit:
        people = {person.name: person for person in await unit.people.all()}
    return people["Alice Martin"].standing


async def test_the_first_message_connects_and_has_no_other_effect(house: Household) -> None:
    house.chat(house.alice)
    await go_round(house.context)

    answer = await write(house, "never 1")

    assert answer == "Good to hear from you. We are connected. Try: help"
    assert await standing(house) is Standing.NEW


async def test_a_command_is_carried_out_and_answered(paired: Household) -> None:
    assert await write(paired, "never 1") == "Alice Martin will never be suggested."
    assert await standing(paired) is Standing.NEVER

    assert await write(paired, "Undo, please") == "Undone: never Alice Martin."
    assert await standing(paired) is Standing.NEW


async def test_a_command_has_its_effect_once(paired: Household) -> None:
    await write(paired, "never 1")
    await write(paired, "undo")

    for _ in range(3):
        await go_round(paired.context)

    assert await standing(paired) is Standing.NEW
    assert sum("never be suggested" in text for text in paired.received()) == 1


@pytest.mark.parametrize("text", ["don't never 1", "should I never 1?", "never mind", "never 77"])
async def test_what_is_no_command_has_no_effect(paired: Household, text: str) -> None:
    answer = await write(paired, text)

    assert answer != ""
    assert await standing(paired) is Standing.NEW


async def test_a_slip_is_answered_with_the_nearest_command(paired: Household) -> None:
    assert "Did you mean “never 1”?" in await write(paired, "nevr 1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("why 1", "Number 1 on your list."),
        ("pourquoi pas 1", "I told you about them on"),
        ("list", "Alice Martin · 1"),
        ("help", "snooze 1 3w"),
        ("help", "The ref at the end of a message lets me find it again"),
        ("list", "Alice Martin · 1 – I told you about them on 31 August; not again before"),
        ("snooze 1 3w", "will not be suggested before"),
        ("known 1", "you already meet"),
        ("help snooze", "snooze 1 3w: not before three weeks are over"),
        ("draft 1", "Draft for Alice Martin:"),
        ("send 1", "I am sending it to Alice Martin now"),
        ("place 1 Rennes", "Alice Martin lives in Rennes, Brittany, France. Noted."),
        ("place home Wien", "You live in Vienna, Austria. Noted."),
        (
            "trip Lyon 12-14 dec",
            "Lyon, Auvergne-Rhône-Alpes, France, from 12 to 14 December. Noted.",
        ),
        ("voyages", "Where you live is not known. Tell me: place home …"),
    ],
)
async def test_each_verb_has_its_answer(paired: Household, text: str, said: str) -> None:
    assert said in await write(paired, text)


async def test_a_list_names_nobody_who_is_excluded_for_their_own_sake(paired: Household) -> None:
    paired.chat(paired.bruno, weeks=1)
    chatty = await write(paired, "list")
    await write(paired, "never bruno@village.example")

    assert "Bruno – It is early: 1 exchange in 1 week so far" in chatty
    assert "Bruno" not in await write(paired, "list")


async def test_why_shows_only_links_that_still_exist(paired: Household) -> None:
    links = [word for word in (await write(paired, "why 1")).split() if "/@alice/" in word]
    latest = next(uri for uri, post in paired.world.ledger.posts.items() if post.url == links[0])
    paired.world.delete(latest)

    after = await write(paired, "why 1")

    assert 3 == len(links)
    assert links[0] not in after
    assert links[1] in after


async def test_why_without_the_network_shows_no_link_and_says_so(paired: Household) -> None:
    paired.world.failures.queue("exists", UnreachableError("no route"))

    said = await write(paired, "why 1")

    assert "/@alice/" not in said
    assert "Whether its posts still exist could not be seen just now." in said
    assert "Number 1 on your list." in said


async def test_why_of_two_says_what_puts_one_first(paired: Household) -> None:
    paired.chat(paired.bruno, weeks=2)

    said = await write(paired, "why bruno@village.example 1")

    assert said.startswith("Alice Martin is first, mainly because ")
    assert "Bruno\n2 exchanges in 2 threads" in said


async def test_nobody_else_is_obeyed_or_answered(paired: Household) -> None:
    lookalike = paired.world.join("me", "Me", host="vi11age.example")
    before = paired.received()
    for stranger in (lookalike, paired.alice):
        paired.world.write(stranger, paired.bot, "never 1")

    await go_round(paired.context)

    assert await standing(paired) is Standing.NEW
    assert paired.received() == before
    assert [post for post in paired.world.ledger.posts.values() if lookalike in post.mentions] == []


async def test_an_account_whose_id_changed_is_not_obeyed(paired: Household) -> None:
    taken_over = replace(paired.world.account(paired.me), local_ids={"village.example": "666"})
    paired.world.describe(taken_over)

    assert await write(paired, "never 1") == ""
    assert await standing(paired) is Standing.NEW


async def test_an_edited_message_is_not_obeyed(paired: Household) -> None:
    paired.clock.advance(timedelta(minutes=1))
    uri = paired.world.write(paired.me, paired.bot, "thank you")
    paired.world.edit(uri, "never 1")

    await go_round(paired.context)

    assert await standing(paired) is Standing.NEW


async def test_a_process_that_dies_while_answering_answers_once(paired: Household) -> None:
    paired.world.failures.queue("send", Crash("after"))
    paired.clock.advance(timedelta(minutes=1))
    paired.world.write(paired.me, paired.bot, "never 1")

    with pytest.raises(CrashedError):
        await go_round(paired.context)
    for _ in range(10):
        paired.clock.advance(timedelta(minutes=1))
        await go_round(paired.context)

    assert sum("never be suggested" in text for text in paired.received()) == 1


@pytest.fixture
async def alone(house: Household) -> Household:
    """A digest that names Alice was sent; the owner's account is also the bot."""
    post = Post(house.network, "me@village.example", "@me@village.example", "@me@village.example")
    object.__setattr__(house.context, "post", post)
    object.__setattr__(house.context, "bot", None)
    house.chat(house.alice)
    await go_round(house.context)
    return house


def notes(house: Household) -> list[str]:
    """The messages of the owner's account to itself."""
    return [
        post.text
        for post in house.world.ledger.posts.values()
        if post.author == house.me and post.mentions == (house.me,)
    ]


async def test_a_message_to_oneself_is_obeyed_and_answered_once(alone: Household) -> None:
    alone.clock.advance(timedelta(minutes=1))
    alone.world.write(alone.me, alone.me, "never 1")

    for _ in range(5):
        alone.clock.advance(timedelta(minutes=1))
        await go_round(alone.context)

    assert await standing(alone) is Standing.NEVER
    digest, command, answer = notes(alone)
    assert "1 · Alice Martin" in digest
    assert command == "never 1"
    assert answer.startswith("Alice Martin will never be suggested.")


async def test_an_owner_who_is_their_own_bot_sends_once(alone: Household) -> None:
    for text in ("edit 1: send 1, said the seed to Alice", "send 1"):
        alone.clock.advance(timedelta(minutes=1))
        alone.world.write(alone.me, alone.me, text)
        await go_round(alone.context)
    for _ in range(3):
        alone.clock.advance(timedelta(minutes=3))
        await go_round(alone.context)

    to_alice = [
        post.text
        for post in alone.world.ledger.posts.values()
        if post.author == alone.me
        and post.mentions == (alone.alice,)
        and not post.visibility.is_open
    ]
    assert ["@alice@village.example send 1, said the seed to Alice"] == to_alice


async def test_what_one_notes_to_oneself_is_left_alone(alone: Household) -> None:
    alone.clock.advance(timedelta(minutes=1))
    alone.world.write(alone.me, alone.me, "Buy seeds. And never mind the snails.")

    for _ in range(3):
        await go_round(alone.context)

    assert len(notes(alone)) == 2
