"""The list of invitations: state, since when, and the owner's next command."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.commands.command import Command
from bot.domain.commands.message import understand
from bot.domain.commands.verbs import Verb
from bot.domain.meeting.invitation import State
from bot.services.invite.prepared import prepare
from bot.services.obey.commands import carry_out
from bot.services.obey.messages import say
from bot.services.obey.pending import RECENT, pending
from bot.services.rounds.cycle import go_round
from bot.services.rounds.follow_up import follow_up
from tests.services.situations import SITUATIONS, acquainted

if TYPE_CHECKING:
    from bot.services.obey.pending import Pending
    from tests.services.household import Household

pytestmark = pytest.mark.anyio


@pytest.fixture
async def suggested(house: Household) -> Household:
    """A digest was sent, so there is a draft for Alice."""
    house.chat(house.alice)
    await go_round(house.context)
    return house


async def only(house: Household) -> Pending:
    (found,) = await pending(house.context)
    return found


async def test_a_draft_is_to_be_sent(suggested: Household) -> None:
    found = await only(suggested)

    assert State.DRAFTED is found.invitation.state
    assert Command(Verb.SEND, ("1",)) == found.next


async def test_nothing_is_to_be_said_of_what_is_on_its_way(suggested: Household) -> None:
    send = Command(Verb.SEND, ("1",))
    prepared = await prepare(suggested.context, send)
    async with suggested.store.unit(suggested.owner) as unit:
        await carry_out(suggested.context, unit, send, prepared)

    assert (await only(suggested)).next is None


async def test_the_owner_is_to_say_whether_it_arrived(house: Household) -> None:
    await acquainted(house)

    await SITUATIONS["arrived?"](house)

    found = await only(house)
    assert (True, Verb.YES) == (found.unsure, found.next.verb if found.next else None)


async def test_a_plan_is_waited_for_and_then_they_met(suggested: Household) -> None:
    planned_at = suggested.clock.now()
    await say(suggested.context, understand("planned 1 saturday 12:30 Café X"))
    assert (await only(suggested)).next is None

    suggested.clock.advance(timedelta(days=8))
    await follow_up(suggested.context)
    found = await only(suggested)

    assert Command(Verb.MET, ("1",)) == found.next
    assert (1, planned_at) == (found.invitation.asked, found.since)


async def test_what_has_ended_is_listed_for_a_while_after_what_is_open(
    suggested: Household,
) -> None:
    await say(suggested.context, understand("declined 1"))
    suggested.chat(suggested.bruno, weeks=3)
    await go_round(suggested.context)
    await say(suggested.context, understand("draft bruno@village.example"))

    listed = await pending(suggested.context)
    suggested.clock.advance(RECENT)

    assert [True, False] == [entry.invitation.is_open for entry in listed]
    assert listed[1].next is None
    assert [listed[0].person] == [entry.person for entry in await pending(suggested.context)]
