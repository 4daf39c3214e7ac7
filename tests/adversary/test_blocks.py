"""A block ends it, however it shows: no text for another way, and no other way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from adapters.memory.network import CAPABILITIES, MemoryNetwork
from bot.domain.delivery.outbox import OutboxState
from bot.domain.meeting.invitation import State
from bot.domain.people.identity import NetworkName
from bot.errors import ClosedError
from bot.services.collect.collecting import collect
from bot.services.rounds.cycle import go_round
from tests.services.household import Household
from tests.services.situations import by_hand, received, rows_to, tell, there

if TYPE_CHECKING:
    from bot.errors import Closed

pytestmark = pytest.mark.anyio

ALICE: Final = "@alice@village.example"
TEXT: Final = "Hello Alice, a coffee at the mill on Sunday?"
SAID: Final = "One of you blocks the other."
WORDS: Final = ("draft {}", "edit {}: Hello, now then?", "send {}", "send {} reply")


async def drafted(*, tells_blocked_by: bool = True) -> Household:
    """A draft for Alice, on a server that tells who blocks whom, or on one that never does."""
    house = Household()
    capabilities = replace(CAPABILITIES[NetworkName.MASTODON], tells_blocked_by=tells_blocked_by)
    network = MemoryNetwork(house.world, house.me, house.owner.id, capabilities=capabilities)
    house.context = replace(house.context, networks={"@me@village.example": network})
    house.chat(house.alice)
    await collect(house.context)
    await tell(house, f"edit {ALICE}: {TEXT}")
    house.clock.advance(timedelta(minutes=2))
    return house


def block(house: Household, *, by_me: bool) -> None:
    pair = (house.me, house.alice) if by_me else (house.alice, house.me)
    house.world.block(*pair)


async def heard(house: Household) -> str:
    """All that the owner reads of it: answers to every word that could lead to a text."""
    answers = [await tell(house, word.format(ALICE)) for word in WORDS]
    assert all(SAID in answer for answer in answers)
    return "\n".join([*answers, *house.received()])


@pytest.mark.parametrize("tells_blocked_by", [True, False])
@pytest.mark.parametrize("by_me", [True, False])
@pytest.mark.parametrize("hands", [True, False])
async def test_a_block_before_send_ends_it(
    *, tells_blocked_by: bool, by_me: bool, hands: bool
) -> None:
    house = await drafted(tells_blocked_by=tells_blocked_by)
    if hands:
        if not tells_blocked_by and not by_me:
            pytest.skip("nobody can see that block: the text is for the owner's own hand")
        by_hand(house)
    block(house, by_me=by_me)

    answer = await tell(house, f"send {ALICE}")
    await go_round(house.context)

    assert SAID in answer
    everything = answer + await heard(house)
    assert "mill" not in everything
    assert "reply" not in everything
    assert ([], []) == (await rows_to(house), received(house))


@pytest.mark.parametrize("tells_blocked_by", [True, False])
@pytest.mark.parametrize("by_me", [True, False])
async def test_a_block_that_shows_at_the_moment_of_sending_ends_it(
    *, tells_blocked_by: bool, by_me: bool
) -> None:
    house = await drafted(tells_blocked_by=tells_blocked_by)
    await tell(house, f"send {ALICE}")
    block(house, by_me=by_me)
    house.clock.advance(timedelta(minutes=2))

    await go_round(house.context)

    [told] = [text for text in house.received() if "not sent" in text]
    assert SAID in told
    assert "send" not in told.replace("not sent", "")
    assert State.LAPSED is (await there(house)).state
    assert "mill" not in await heard(house)
    assert [] == received(house)


async def test_a_refusal_by_the_server_is_as_good_as_a_relationship() -> None:
    """A server that says no to the message, and nothing of a block when it is asked."""
    house = await drafted(tells_blocked_by=False)
    await tell(house, f"send {ALICE}")
    house.world.failures.queue("send", ClosedError("blocked", closed="blocked"))
    await go_round(house.context)
    assert [OutboxState.REJECTED] == [row.state for row in await rows_to(house)]
    # It never says that it is over, either, however often it is asked.
    for _ in range(3):
        house.clock.advance(timedelta(days=2))
        await collect(house.context)

    assert "mill" not in await heard(house)


async def test_a_block_that_is_over_is_over_once_the_server_says_so() -> None:
    house = await drafted()
    await tell(house, f"send {ALICE}")
    house.world.failures.queue("send", ClosedError("blocked", closed="blocked"))
    await go_round(house.context)

    house.clock.advance(timedelta(minutes=2))

    assert "Draft for Alice Martin" in await tell(house, f"draft {ALICE}")


@pytest.mark.parametrize("closed", ["followed-only", "nobody", "no-replies"])
async def test_other_reasons_leave_another_way(closed: Closed) -> None:
    house = await drafted()
    await tell(house, f"send {ALICE}")
    house.world.failures.queue("send", ClosedError("closed", closed=closed))

    await go_round(house.context)

    [told] = [text for text in house.received() if "mill" in text]
    assert "send" in told
    assert State.DRAFTED is (await there(house)).state
