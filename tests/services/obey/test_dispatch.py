"""`send` at a shell: the invitation goes out before the command returns, once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.memory.failures import AnswerLost, Crash, CrashedError
from bot.domain.commands.command import Command
from bot.domain.commands.verbs import Verb
from bot.domain.meeting.invitation import State
from bot.errors import UndeliveredError, UnreachableError
from bot.services.delivery.deliver import deliver
from bot.services.invite.prepared import prepare
from bot.services.obey.commands import carry_out
from bot.services.obey.dispatch import dispatch
from bot.services.obey.messages import do
from bot.services.rounds.cycle import go_round

if TYPE_CHECKING:
    from tests.services.household import Household

pytestmark = pytest.mark.anyio

SEND = Command(Verb.SEND, ("1",))
APPROVED = "I am sending it to Alice Martin now, from your account."


@pytest.fixture
async def suggested(house: Household) -> Household:
    """A digest with a draft for Alice was sent."""
    house.chat(house.alice)
    await go_round(house.context)
    return house


def received(house: Household) -> int:
    """The number of direct messages from the owner to Alice."""
    posts = house.world.ledger.posts.values()
    return sum(
        post.author == house.me and not post.visibility.is_open and house.alice in post.mentions
        for post in posts
    )


async def state(house: Household) -> State:
    async with house.store.unit(house.owner) as unit:
        (invitation,) = await unit.invitations.all()
    return invitation.state


async def approve(house: Household) -> str:
    """Carry out `send 1` as a message, so that the invitation waits for the end of the round."""
    prepared = await prepare(house.context, SEND)
    async with house.store.unit(house.owner) as unit:
        return await carry_out(house.context, unit, SEND, prepared)


async def test_it_is_sent_before_the_command_returns(suggested: Household) -> None:
    assert "Sent to Alice Martin." == await do(suggested.context, SEND)
    assert (1, State.SENT) == (received(suggested), await state(suggested))


async def test_it_is_sent_once_whatever_is_said_then(suggested: Household) -> None:
    for _ in range(3):
        await do(suggested.context, SEND)
        await go_round(suggested.context)

    assert 1 == received(suggested)


async def test_beside_a_daemon_it_goes_out_once(suggested: Household) -> None:
    daemon = replace(suggested.context, worker="daemon")

    assert APPROVED == await approve(suggested)
    await asyncio.gather(dispatch(suggested.context, "1"), deliver(daemon), deliver(daemon))

    assert 1 == received(suggested)


async def test_what_another_process_has_in_hand_is_left_to_it(suggested: Household) -> None:
    await approve(suggested)
    suggested.world.failures.queue("send", Crash("before"))
    with pytest.raises(CrashedError):
        await deliver(replace(suggested.context, worker="daemon"))

    assert "Another process is sending it just now." == await dispatch(suggested.context, "1")
    assert 0 == received(suggested)


async def test_what_cannot_go_out_is_told_and_tried_again(suggested: Household) -> None:
    suggested.world.failures.queue("send", UnreachableError("village.example does not answer."))

    with pytest.raises(UndeliveredError) as told:
        await do(suggested.context, SEND)

    assert "It is not out yet: village.example does not answer. The next round tries again." == str(
        told.value
    )
    assert 0 == received(suggested)
    suggested.clock.advance(timedelta(minutes=5))
    await go_round(suggested.context)
    assert 1 == received(suggested)


async def test_an_answer_that_is_lost_is_told(suggested: Household) -> None:
    suggested.world.failures.queue("send", AnswerLost())

    with pytest.raises(UndeliveredError, match="I could not make sure that it arrived: "):
        await do(suggested.context, SEND)

    assert 1 == received(suggested)


async def test_who_takes_no_such_message_gets_another_way_proposed(suggested: Household) -> None:
    await approve(suggested)  # nothing was known of it then
    suggested.world.ledger.followed_only.add(suggested.alice)

    with pytest.raises(UndeliveredError) as told:
        await dispatch(suggested.context, "1")

    assert str(told.value).startswith("Alice Martin accepts messages only from people they follow.")
    assert str(told.value).endswith("send 1 reply")
    assert (0, State.DRAFTED) == (received(suggested), await state(suggested))


async def test_by_hand_nothing_is_delivered(suggested: Household) -> None:
    context = replace(suggested.context, send_as_me=frozenset())

    assert (await do(context, SEND)).startswith("For Alice Martin, to send yourself:")
    assert "" == await dispatch(context, "1")
    assert 0 == received(suggested)
