from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.memory.failures import Pass
from bot.errors import RefusedError, SignInError
from bot.services.doctor.checks import check_networks, check_store, send_test, shake_hands
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

    assert account.said.endswith("1 items could not be read")
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
