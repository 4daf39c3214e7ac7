"""`draft` and `send`: consent is checked again, and times may be past or taken."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.commands.command import Command
from bot.domain.commands.message import understand
from bot.domain.digest import Outcome
from bot.domain.meeting.invitation import State
from bot.domain.meeting.slot import Window
from bot.services.delivery.deliver import deliver
from bot.services.digest.occurrence import prepare_digest
from bot.services.invite.prepared import prepare
from bot.services.obey.messages import answer
from bot.services.rounds.cycle import go_round
from bot.services.rounds.follow_up import follow_up
from tests.services.household import Household
from tests.services.situations import (
    SITUATIONS,
    acquainted,
    by_hand,
    invitation,
    received,
    rows_to,
    tell,
    there,
)

if TYPE_CHECKING:
    from bot.domain.meeting.slot import Slot

pytestmark = pytest.mark.anyio

ALICE = "@alice@village.example"
BRUNO = "@bruno@village.example"


@pytest.fixture
async def house() -> Household:
    house = Household()
    house.chat(house.bruno)
    await acquainted(house)
    return house


def at_lunch(house: Household, horizon: int = 8) -> None:
    """Leave one free slot within the horizon, on a Tuesday."""
    wishes = house.context.wishes
    tuesday = Window(1, time(12, 30), time(14), "lunch")
    rules = replace(wishes.rules, horizon=horizon)
    house.context = replace(house.context, wishes=replace(wishes, windows=(tuesday,), rules=rules))


async def slots_of(house: Household, name: str) -> tuple[Slot, ...]:
    found = await there(house, name)
    return found.wording.slots if found.wording else ()


async def test_what_was_edited_is_what_is_sent(house: Household) -> None:
    await tell(house, f"edit {ALICE}: Hi Alice, tea on Sunday?")
    await tell(house, f"send {ALICE}")
    await deliver(house.context)

    assert [f"{ALICE} Hi Alice, tea on Sunday?"] == received(house)
    assert (await there(house)).state is State.SENT


async def test_an_edit_after_sending_stops_what_has_not_gone_out(house: Household) -> None:
    await SITUATIONS["queued"](house)

    await tell(house, f"edit {ALICE}: Hi Alice, tea on Sunday?")
    await deliver(house.context)

    assert [] == received(house)
    assert ["cancelled"] == [row.state.value for row in await rows_to(house)]


async def test_a_block_between_send_and_sending_ends_it(house: Household) -> None:
    await SITUATIONS["queued"](house)
    house.clock.advance(timedelta(minutes=2))
    house.world.block(house.alice, house.me)

    await go_round(house.context)

    assert [] == received(house)
    assert (await there(house)).state is State.LAPSED
    [told] = [text for text in house.received() if "is not sent." in text]
    assert "One of you blocks the other." in told
    assert "coffee" not in told
    assert "send" not in told.partition("is not sent.")[2]


async def test_after_never_nothing_is_drafted_or_sent(house: Household) -> None:
    await SITUATIONS["queued"](house)
    await tell(house, f"never {ALICE}")
    await deliver(house.context)

    for word in (f"draft {ALICE}", f"send {ALICE}", f"edit {ALICE}: Hi"):
        assert "You said never." in await tell(house, word)
    assert [] == received(house)


async def test_a_meeting_does_not_lift_a_never(house: Household) -> None:
    await tell(house, f"never {ALICE}")
    await tell(house, f"met {ALICE}")

    assert "You said never." in await tell(house, f"draft {ALICE}")


async def test_a_no_holds_whatever_came_after_it(house: Household) -> None:
    await tell(house, f"declined {ALICE}")
    await tell(house, f"planned {ALICE} saturday 12:30")
    house.clock.advance(timedelta(days=60))
    await follow_up(house.context)

    assert "said no" in await tell(house, f"draft {ALICE}")


async def test_a_no_without_an_invitation_is_a_no(house: Household) -> None:
    await tell(house, f"declined {ALICE}")

    assert "said no" in await tell(house, f"draft {ALICE}")
    assert "noted already" in await tell(house, f"declined {ALICE}")


async def test_one_slot_is_proposed_once(house: Household) -> None:
    at_lunch(house)

    await go_round(house.context)

    assert (1, 0) == (len(await slots_of(house, "alice")), len(await slots_of(house, "bruno")))


async def test_of_two_drafts_at_once_one_has_the_slot(house: Household) -> None:
    at_lunch(house)

    await asyncio.gather(tell(house, f"draft {ALICE}"), tell(house, f"draft {BRUNO}"))

    there_now = [
        known for known in (await invitation(house), await invitation(house, "bruno")) if known
    ]
    assert 1 == sum(len(known.wording.slots) for known in there_now if known.wording)


async def test_a_time_that_came_to_be_proposed_twice_is_not_sent_twice(house: Household) -> None:
    at_lunch(house)
    await tell(house, f"draft {ALICE}")
    (lunch,) = await slots_of(house, "alice")
    await tell(house, f"draft {BRUNO}")
    assert () == await slots_of(house, "bruno")

    await tell(house, f"planned {BRUNO} {lunch.start:%Y-%m-%d} 12:30")
    answer = await tell(house, f"send {ALICE}")
    again = await tell(house, f"draft {ALICE}")

    assert "A time that it proposes is taken by now." in answer
    assert "Draft for Alice Martin" in again
    assert lunch not in await slots_of(house, "alice")


async def test_a_text_for_the_owners_hand_is_drafted_anew_when_its_time_is_past(
    house: Household,
) -> None:
    by_hand(house)
    at_lunch(house)
    await tell(house, f"draft {ALICE}")
    first = await slots_of(house, "alice")
    await tell(house, f"send {ALICE}")
    house.clock.advance(timedelta(days=9))

    assert "A time that it proposes is past." in await tell(house, f"send {ALICE}")
    assert "Draft for Alice Martin" in await tell(house, f"draft {ALICE}")
    assert first != await slots_of(house, "alice")


@pytest.mark.parametrize(
    ("text", "named"), [("Lunch at 12.30?", 1), ("Lunch, 12h30?", 1), ("Some day?", 0)]
)
async def test_the_owners_own_words_propose_the_times_that_they_name(
    house: Household, text: str, named: int
) -> None:
    at_lunch(house)
    await tell(house, f"draft {ALICE}")

    await tell(house, f"edit {ALICE}: {text}")

    assert named == len(await slots_of(house, "alice"))


async def test_a_draft_with_a_blank_in_it_is_not_sent(house: Household) -> None:
    await tell(house, f"edit {ALICE}: Hi Alice, […]")

    assert "The draft still has a gap" in await tell(house, f"send {ALICE}")
    assert (await there(house)).state is State.DRAFTED


@pytest.mark.parametrize(
    ("text", "why"), [("x" * 2000, "too long"), ("Hi, come with @bruno!", "mentions somebody")]
)
async def test_what_cannot_be_sent_is_not_taken_as_a_draft(
    house: Household, text: str, why: str
) -> None:
    assert why in await tell(house, f"edit {ALICE}: {text}")
    assert await invitation(house) is None


async def test_who_takes_no_message_is_told_before_anything_is_approved(house: Household) -> None:
    house.world.ledger.followed_only.add(house.alice)
    await tell(house, f"draft {ALICE}")

    answer = await tell(house, f"send {ALICE}")

    assert "accepts messages only from people they follow" in answer
    assert (await there(house)).state is State.DRAFTED


@pytest.mark.parametrize("other", [False, True])
async def test_a_link_opens_with_the_very_text_that_is_shown(
    house: Household, *, other: bool
) -> None:
    by_hand(house)
    send = understand(f"send {ALICE}")
    assert isinstance(send, Command)
    await tell(house, f"edit {ALICE}: Hi Alice, tea?")
    prepared = await prepare(house.context, send)
    if other:
        await tell(house, f"edit {ALICE}: Hi Alice, coffee?")
    async with house.store.unit(house.owner) as unit:
        shown = await answer(house.context, unit, send, prepared)

    assert ("tea" in shown, "text=" in shown) == (not other, not other)


async def test_a_handle_that_is_given_back_calls_nobody_in(house: Household) -> None:
    await go_round(house.context)
    for text in ("Hello", "why @zoe@village.example"):
        house.clock.advance(timedelta(minutes=1))
        house.world.write(house.me, house.bot, text)
        await go_round(house.context)

    assert "“zoe@village.example”" in house.received()[-1]
    assert not any("@zoe" in text for text in house.received())


async def test_two_processes_that_hear_the_same_word_do_it_once(house: Household) -> None:
    await tell(house, f"draft {ALICE}")

    first, second = [await tell(house, f"send {ALICE}") for _ in range(2)]

    assert "I am sending it to Alice Martin now, from your account." == first
    assert "Alice Martin: on its way." == second
    assert 1 == len(await rows_to(house))


async def test_undoing_an_old_no_opens_no_second_invitation(house: Household) -> None:
    await SITUATIONS["met?"](house)
    await tell(house, f"no {ALICE}")
    house.clock.advance(timedelta(days=100))
    house.chat(house.alice)
    await go_round(house.context)
    assert (await there(house)).is_open

    assert "Too late" in await tell(house, "undo")

    async with house.store.unit(house.owner) as unit:
        open_ones = [
            invitation.person for invitation in await unit.invitations.all() if invitation.is_open
        ]
    assert len(set(open_ones)) == len(open_ones)


async def test_a_digest_that_nobody_got_takes_its_invitations_with_it(house: Household) -> None:
    await prepare_digest(house.context)
    first = await there(house, "bruno")
    house.clock.advance(timedelta(minutes=2))
    house.world.block(house.alice, house.me)

    for _ in range(2):
        await go_round(house.context)

    assert (await there(house)).state is State.LAPSED
    assert (await there(house, "bruno")).state is State.DRAFTED
    assert (await there(house, "bruno")).id > first.id
    assert ["Alice" in text for text in house.received()] == [False]


async def test_a_stale_invitation_keeps_nobody_from_being_suggested(house: Household) -> None:
    await tell(house, f"draft {ALICE}")
    house.clock.advance(timedelta(days=31))

    assert await prepare_digest(house.context) is Outcome.QUEUED
