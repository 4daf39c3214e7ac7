from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.memory.failures import Pass
from adapters.memory.network import MemoryNetwork
from bot.domain.delivery.outbox import Draft
from bot.domain.sentence import Sentence
from bot.errors import RefusedError, SignInError, UnreachableError
from bot.services.collect.collecting import collect
from bot.services.context import Post
from bot.services.digest.occurrence import prepare_digest
from bot.services.doctor.checks import (
    check_home,
    check_networks,
    check_store,
    send_test,
    shake_hands,
)
from bot.services.rounds.cycle import go_round

if TYPE_CHECKING:
    from tests.services.household import Household

pytestmark = pytest.mark.anyio


async def test_a_household_in_order_has_nothing_to_tell(house: Household) -> None:
    house.chat(house.alice)
    await go_round(house.context)

    findings = await check_store(house.context, "memory") + await check_networks(house.context)

    assert all(finding.fine for finding in findings)
    assert [finding.subject for finding in findings] == [
        "store",
        "@me@village.example",
        "sign-in of @me@village.example",
        "sign-in of @bot@village.example",
        "digest",
    ]


async def test_a_secret_that_is_refused_is_named(house: Household) -> None:
    house.world.failures.queue("whoami", Pass(), SignInError("the token is not accepted"))

    bad = [finding for finding in await check_networks(house.context) if not finding.fine]

    assert [(finding.subject, finding.said) for finding in bad] == [
        ("sign-in of @me@village.example", "the token is not accepted")
    ]


async def test_an_owner_who_takes_no_messages_is_told_before_the_digest(house: Household) -> None:
    house.world.block(house.me, house.bot)

    *_, digest = await check_networks(house.context)

    assert (digest.fine, digest.said) == (False, "me@village.example has blocked this account.")


async def test_what_hides_the_digest_from_its_owner_is_named(house: Household) -> None:
    house.world.mute(house.me, house.bot)

    bad = [finding for finding in await check_networks(house.context) if not finding.fine]

    assert [(finding.subject, finding.said) for finding in bad] == [
        ("reading @me@village.example", "This account mutes whoever sends the digests.")
    ]


async def test_a_message_that_is_stuck_and_an_item_put_aside_are_named(house: Household) -> None:
    house.world.serve_odd(house.me, "{}", "id: missing")
    house.chat(house.alice)
    house.world.failures.queue("send", RefusedError("too long"))
    await go_round(house.context)

    _, account, reason, message = await check_store(house.context, "memory")

    assert account.said.endswith("1 item could not be read")
    assert ("last unreadable item of @me@village.example", "id: missing") == (
        reason.subject,
        reason.said,
    )
    assert (message.fine, message.said) == (False, "rejected: too long")


async def test_the_handshake_waits_for_the_owner(house: Household) -> None:
    house.world.act_later(
        house.clock.now() + timedelta(minutes=2),
        lambda: house.world.write(house.me, house.bot, "hello"),
    )

    finding = await shake_hands(house.context)

    assert finding.fine
    assert "We are connected." in house.received()[0]


async def test_a_handshake_that_does_not_come_ends(house: Household) -> None:
    finding = await shake_hands(house.context)

    assert not finding.fine


async def test_a_test_message_goes_out_like_a_digest(house: Household) -> None:
    finding = await send_test(house.context)

    assert (finding.fine, finding.said) == (True, "sent to me@village.example")
    assert house.received()[0].startswith("A test: ")


LACKS = "The token lacks the scope write:statuses: make one that has it."


class ReadOnly(MemoryNetwork):
    """A network whose token may not write."""

    async def hindrances(self) -> list[Sentence]:
        return [Sentence(LACKS)]


def without_bot(house: Household) -> None:
    """Let the owner write to themself."""
    me = "@me@village.example"
    post = Post(house.context.networks[me], "me@village.example", me, me)
    house.context = replace(house.context, bot=None, post=post)


async def bad(house: Household) -> list[tuple[str, str]]:
    findings = await check_store(house.context, "memory") + await check_networks(house.context)
    return [(finding.subject, finding.said) for finding in findings if not finding.fine]


@pytest.mark.parametrize("sends_as_me", [True, False])
async def test_an_account_that_may_not_write_though_it_has_to_is_named(
    house: Household, *, sends_as_me: bool
) -> None:
    name = "@me@village.example"
    network = ReadOnly(house.world, house.me, house.owner.id)
    house.context = replace(house.context, networks={name: network})
    told = (f"sending from {name}", LACKS)
    if sends_as_me:
        assert await bad(house) == [told]
        return
    house.context = replace(house.context, send_as_me=frozenset())
    assert await bad(house) == []

    without_bot(house)

    assert await bad(house) == [told, ("digest", LACKS)]


@pytest.mark.parametrize("other_waits", [True, False])
async def test_a_test_message_goes_out_without_a_bot(
    house: Household, *, other_waits: bool
) -> None:
    without_bot(house)
    if other_waits:
        house.chat(house.alice)
        await collect(house.context)
        await prepare_digest(house.context)
        house.clock.advance(timedelta(hours=1))
        house.world.failures.queue("describe", UnreachableError("no route"))

    finding = await send_test(house.context)

    assert (finding.fine, finding.said) == (True, "sent to me@village.example")


async def test_an_account_that_was_not_read_for_days_is_not_up_to_date(house: Household) -> None:
    await go_round(house.context)
    house.clock.advance(timedelta(days=2))
    assert await bad(house) == []
    house.clock.advance(timedelta(minutes=1))

    ((subject, said),) = await bad(house)

    assert subject == "@me@village.example"
    assert said.endswith(": is terrasse run still running?")


async def test_a_digest_that_nobody_agreed_to_or_that_is_paused_is_said_to_be_so(
    house: Household,
) -> None:
    async with house.store.unit(house.owner) as unit:
        await unit.preferences.set("paused", "1", house.clock.now())
    await collect(house.context)
    *_, digest = await check_networks(house.context)
    assert (digest.fine, digest.said.endswith("digests are paused: resume")) == (True, True)
    house.context = replace(house.context, public=frozenset({"@me@village.example"}))

    account, *_, digest, opted = await check_networks(house.context)

    assert account.said == "me@village.example, read without a secret"
    assert not digest.fine
    assert digest.said == opted.said


async def test_a_message_that_waits_without_a_reason_is_named_and_an_old_refusal_is_not(
    house: Household,
) -> None:
    house.world.failures.queue("send", RefusedError("too long"))
    assert not (await send_test(house.context)).fine
    assert await bad(house) == [("message 1", "rejected: too long")]
    assert (await send_test(house.context)).fine
    assert await bad(house) == []
    elsewhere = Draft("notice", house.me, "@nobody", "b", 1, "text", "ref")
    async with house.store.unit(house.owner) as unit:
        await unit.outbox.put([elsewhere], house.clock.now())
    assert await bad(house) == []

    house.clock.advance(timedelta(hours=2, minutes=1))

    assert await bad(house) == [("message 3", "pending for 2 hours: not sent")]


@pytest.mark.parametrize(
    ("home", "said"),
    [
        ("Rennes", "home is Rennes, Brittany, France"),
        ("Nowhere", "home “Nowhere” is not a town that is known: name a larger one"),
        ("Cambridge", "home “Cambridge” may be Cambridge, England, United Kingdom · "),
    ],
)
async def test_a_home_that_is_no_town_is_told(house: Household, home: str, said: str) -> None:
    house.context = replace(house.context, wishes=replace(house.context.wishes, home=home))

    [finding] = await check_home(house.context)
    assert finding.fine is (home == "Rennes")
    assert finding.said.startswith(said)
