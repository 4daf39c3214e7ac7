from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.commands.verbs import VERBS, Verb, Who
from bot.domain.people.identity import Standing
from bot.services.context import Post
from bot.services.owner.decisions import find_person
from bot.services.rounds.cycle import go_round
from tests.services.household import Household

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey

pytestmark = pytest.mark.anyio

ME = "@me@village.example"


def example(verb: Verb) -> str:
    """The command in the help text of the verb."""
    line = VERBS[verb].line
    return line if verb is Verb.EDIT else line.partition(": ")[0]


async def go(house: Household, *, rounds: int = 2) -> None:
    for _ in range(rounds):
        house.clock.advance(timedelta(minutes=1))
        await go_round(house.context)


async def write(house: Household, text: str) -> list[str]:
    """Send a message from the addressee; returns the bot's answers."""
    house.clock.advance(timedelta(minutes=1))
    house.world.write(house.me, house.bot, text)
    before = len(house.received())
    await go(house)
    return [text.rpartition("\n\n")[0] for text in house.received()[before:]]


@pytest.fixture(scope="module")
async def run_once() -> Household:
    house = Household()
    house.context = replace(house.context, public=frozenset({ME}), operator="Camille")
    house.chat(house.alice)
    await go(house)
    return house


@pytest.fixture
async def public(run_once: Household) -> Household:
    """The watched account has no secret; the bot has run once."""
    return await run_once.twin()


@pytest.fixture(scope="module")
async def greeted() -> Household:
    house = Household()
    house.chat(house.alice)
    await go(house)
    await write(house, "hello")
    return house


@pytest.fixture
async def own(greeted: Household) -> Household:
    """The watched account has a secret; a digest was sent."""
    return await greeted.twin()


async def add_second_account(house: Household) -> AccountKey:
    """A second watched account with a secret, which is not the addressee."""
    second = house.world.join("second", "Second")
    network = type(house.network)(house.world, second, house.owner.id)
    networks = {**house.context.networks, "@second@village.example": network}
    house.context = replace(house.context, networks=networks)
    await go(house)
    return second


async def kept(house: Household) -> int:
    async with house.store.unit(house.owner) as unit:
        people, rows = await unit.people.all(), await unit.outbox.all()
        return await unit.log.count() + len(people) + len(rows)


async def test_an_account_that_never_wrote_gets_nothing(public: Household) -> None:
    await go(public, rounds=10)

    assert [] == public.received()
    assert 0 == await kept(public)


@pytest.mark.parametrize("text", ["hello", "list", "who are you?", "why 1", "yes", "Start what?"])
async def test_whatever_is_no_consent_gets_the_explanation_once(
    public: Household, text: str
) -> None:
    [explanation] = await write(public, text)

    assert explanation.startswith("I am Terrasse, a bot run by Camille.")
    assert [] == await write(public, "hello?")
    assert 1 == len(public.received())


@pytest.mark.parametrize("text", ["start", "Start!", "commence"])
async def test_start_opts_in(public: Household, text: str) -> None:
    welcome, *_ = await write(public, text)
    await go(public)

    assert "We are connected." in welcome
    assert await kept(public) > 1


@pytest.mark.parametrize("text", ["yes", "oui"])
async def test_yes_to_the_explanation_opts_in(public: Household, text: str) -> None:
    await write(public, "hello")

    welcome, *_ = await write(public, text)

    assert "We are connected." in welcome


@pytest.mark.parametrize("text", ["no", "non", "stop", "arrête", "never", "Jamais !"])
async def test_no_to_the_explanation_is_heeded_for_good(public: Household, text: str) -> None:
    await write(public, "hello")

    [farewell] = await write(public, text)

    assert "this is my last message" in farewell
    for more in ("hello", "yes", "list", "stop", "help"):
        assert [] == await write(public, more)
    assert "We are connected." in (await write(public, "start"))[0]


@pytest.mark.parametrize("verb", Verb)
async def test_an_account_that_is_not_paired_is_heard_as_the_table_says(
    public: Household, verb: Verb
) -> None:
    await write(public, "hello")

    answers = await write(public, example(verb))

    assert bool(answers) is (VERBS[verb].who is not Who.ADDRESSEE)


async def test_a_yes_to_another_bot_counts_for_nothing(public: Household) -> None:
    await write(public, "start")
    other = public.world.join("other", "Another bot")
    network = type(public.bot_network)(public.world, other, public.owner.id)
    post = Post(network, "me@village.example", ME, "@other@village.example")
    public.context = replace(public.context, bot=("@other@village.example", network), post=post)
    public.clock.advance(timedelta(days=15))

    await go(public, rounds=4)

    assert [] == [post.text for post in public.world.ledger.posts.values() if post.author == other]


async def test_a_handle_that_changed_hands_gets_nothing(public: Household) -> None:
    await write(public, "start")
    await go(public)
    before = public.received()
    taken = replace(public.world.account(public.me), local_ids={"village.example": "666"})
    public.world.describe(taken)
    public.clock.advance(timedelta(days=15))

    await go(public, rounds=4)

    assert [] == await write(public, "start")
    assert before == public.received()


async def test_an_account_without_a_secret_stops_at_once(public: Household) -> None:
    await write(public, "start")
    await go(public)
    assert await kept(public) > 1

    [farewell] = await write(public, "stop")

    assert "I have deleted what I kept of it" in farewell
    public.chat(public.alice)
    await go(public, rounds=5)
    assert [] == await write(public, "list")
    assert 1 == await kept(public)  # the farewell itself


async def test_an_account_with_a_secret_is_asked_back_first(own: Household) -> None:
    [question] = await write(own, "stop")

    assert "stop everything" in question
    assert "pause" in question
    assert await kept(own) > 2

    [farewell] = await write(own, "stop everything")

    assert "this is my last message" in farewell
    own.chat(own.alice)
    await go(own, rounds=3)
    assert 1 == await kept(own)


async def test_it_begins_again_with_start(own: Household) -> None:
    await write(own, "stop everything")
    assert [] == await write(own, "why 1")

    assert "We are connected." in (await write(own, "start"))[0]

    own.chat(own.alice)
    await go(own)
    assert await kept(own) > 2


async def test_other_accounts_go_on_and_a_no_is_kept(own: Household) -> None:
    second = own.world.join("second", "Second")
    network = type(own.network)(own.world, second, own.owner.id)
    own.context = replace(
        own.context, networks={**own.context.networks, "@second@village.example": network}
    )
    root = own.world.post(second, "A question about compost bins?", mentions=(own.bruno,))
    own.world.post(own.bruno, "Mine is green", reply_to=root, mentions=(second,))
    await write(own, "never 1")
    await go(own)

    await write(own, "stop everything")
    await go(own)

    async with own.store.unit(own.owner) as unit:
        assert [own.bruno] == list(await unit.log.partners())
        assert Standing.NEVER is (await find_person(unit, "alice")).standing
        assert {"Bruno", "Alice Martin"} == {person.name for person in await unit.people.all()}


@pytest.mark.parametrize("verb", Verb)
async def test_an_account_that_gets_no_digests_is_heard_as_the_table_says(
    own: Household, verb: Verb
) -> None:
    second = await add_second_account(own)
    own.world.write(second, own.bot, "hello")
    await go(own)
    before = own.received()

    own.world.write(second, own.bot, example(verb))
    await go(own)

    assert (own.received() != before) is (VERBS[verb].who is Who.EVERY_ACCOUNT)


async def test_a_watched_account_that_gets_no_digests_can_stop_too(own: Household) -> None:
    second = await add_second_account(own)
    for text in ("hello", "stop everything", "never 1"):
        own.world.write(second, own.bot, text)
        await go(own)

    assert any(
        "I no longer read @second" in text.replace("second", "@second") for text in own.received()
    )
    async with own.store.unit(own.owner) as unit:
        assert Standing.NEW is (await find_person(unit, "alice")).standing


async def test_digests_wait_while_the_account_has_stopped(own: Household) -> None:
    await write(own, "stop everything")
    before = own.received()
    own.clock.advance(timedelta(days=15))

    await go(own, rounds=3)

    assert before == own.received()
