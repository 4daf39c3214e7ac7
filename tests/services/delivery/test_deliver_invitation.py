"""An invitation from the owner's account is sent once, as approved, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pytest

from adapters.memory.failures import AnswerLost, Crash, CrashedError, LandsLate, Unsure
from bot.domain.delivery.outbox import INVITATION, Draft, OutboxState
from bot.domain.meeting.invitation import State
from bot.errors import RefusedError, UnreachableError
from bot.ports import Watch
from bot.services.collect.collecting import collect
from bot.services.delivery.attempt import attempt
from bot.services.delivery.deliver import deliver
from bot.services.digest.occurrence import prepare_digest
from bot.services.owner.decisions import find_person, say_never
from tests.services.household import approved_invitation

if TYPE_CHECKING:
    from bot.domain.delivery.outbox import OutboxRow
    from bot.services.delivery.delivered import Delivered
    from tests.services.household import Household

pytestmark = pytest.mark.anyio

TEXT = "Hello Alice, our talk about seeds made me want to go on over a coffee. Saturday, 12:30?"


@pytest.fixture
async def approved(house: Household) -> Household:
    """An approved invitation to Alice is in the outbox."""
    house.chat(house.alice)
    await collect(house.context)
    await put(house)
    return house


async def put(house: Household, **changed: str | None) -> None:
    async with house.store.unit(house.owner) as unit:
        alice = await find_person(unit, "alice")
        recipient = alice.accounts[0].handle
        body = house.network.addressed(TEXT, recipient)
        approved = await approved_invitation(unit, alice, body, house.me)
        draft = Draft(
            kind=INVITATION,
            sender=house.me,
            recipient=changed.get("recipient") or recipient,
            batch=approved.batch,
            part=1,
            body=changed.get("body") or body,
            ref=None,
            names=(alice.id,),
            reply_to=changed.get("reply_to"),
            link=approved.link,
        )
        await unit.outbox.put([draft], house.clock.now())


def received(house: Household) -> list[str]:
    """The direct messages from the owner to Alice."""
    return [
        post.text
        for post in house.world.ledger.posts.values()
        if post.author == house.me and not post.visibility.is_open and house.alice in post.mentions
    ]


async def rows(house: Household) -> list[OutboxRow]:
    async with house.store.unit(house.owner) as unit:
        return [row for row in await unit.outbox.all() if row.draft.kind == INVITATION]


async def states(house: Household) -> list[OutboxState]:
    return [row.state for row in await rows(house)]


async def settle_down(house: Household) -> list[Delivered]:
    """Deliver every minute for half an hour; returns the results of invitations."""
    moved = []
    for _ in range(30):
        moved += await deliver(house.context)
        house.clock.advance(timedelta(minutes=1))
    return [delivered for delivered in moved if delivered.row.draft.kind == INVITATION]


async def test_the_owner_sends_the_very_bytes_once(approved: Household) -> None:
    (row,) = await rows(approved)

    await settle_down(approved)

    assert [row.draft.body] == received(approved)
    assert f"@alice@village.example {TEXT}" == row.draft.body
    assert approved.received() == []


async def test_what_was_sent_is_named_however_that_was_found_out(approved: Household) -> None:
    approved.world.failures.queue("send", AnswerLost())

    unknown, found = await settle_down(approved)

    assert (OutboxState.UNKNOWN, None) == (unknown.state, unknown.remote_id)
    assert OutboxState.SENT == found.state
    assert approved.world.ledger.posts[found.remote_id or ""].text == received(approved)[0]


async def test_what_another_process_is_sending_is_not_cancelled(approved: Household) -> None:
    (stale,) = await rows(approved)
    approved.world.failures.queue("send", Crash("before"))
    with pytest.raises(CrashedError):
        await deliver(approved.context)

    told = await attempt(replace(approved.context, send_as_me=frozenset()), stale)

    assert told is None
    assert [OutboxState.SENDING] == await states(approved)


async def test_an_answer_that_is_lost_does_not_send_twice(approved: Household) -> None:
    approved.world.failures.queue("send", AnswerLost())

    await settle_down(approved)

    assert ([OutboxState.SENT], 1) == (await states(approved), len(received(approved)))


async def test_an_invitation_that_lands_late_is_waited_for(approved: Household) -> None:
    approved.world.failures.queue("send", LandsLate(seconds=110))

    await settle_down(approved)

    assert ([OutboxState.SENT], 1) == (await states(approved), len(received(approved)))


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_process_that_dies_between_claim_and_answer_sends_once(
    approved: Household, when: Literal["before", "after"]
) -> None:
    approved.world.failures.queue("send", Crash(when))

    with pytest.raises(CrashedError):
        await deliver(approved.context)
    await settle_down(approved)

    assert ([OutboxState.SENT], 1) == (await states(approved), len(received(approved)))


async def test_what_the_owner_pasted_by_hand_meanwhile_is_not_sent_again(
    approved: Household,
) -> None:
    approved.world.failures.queue("send", Crash("before"))
    with pytest.raises(CrashedError):
        await deliver(approved.context)
    approved.world.write(approved.me, approved.alice, f"@alice {TEXT}")

    await settle_down(approved)

    assert ([OutboxState.SENT], 1) == (await states(approved), len(received(approved)))


async def test_what_the_owner_pasted_in_other_words_leaves_it_to_them(approved: Household) -> None:
    approved.world.failures.queue("send", Crash("before"))
    with pytest.raises(CrashedError):
        await deliver(approved.context)
    approved.world.write(approved.me, approved.alice, f"@alice {TEXT} I bring the beans.")

    await settle_down(approved)

    assert ([OutboxState.NEEDS_OWNER], 1) == (await states(approved), len(received(approved)))


async def test_what_cannot_be_told_waits_for_the_owner(approved: Household) -> None:
    approved.world.failures.queue("send", AnswerLost())
    approved.world.failures.queue("find_sent", *[Unsure("no private messages are listed")] * 4)

    await settle_down(approved)

    assert ([OutboxState.NEEDS_OWNER], 1) == (await states(approved), len(received(approved)))


async def test_nothing_is_sent_after_never(approved: Household) -> None:
    async with approved.store.unit(approved.owner) as unit:
        await say_never(unit, await find_person(unit, "alice"), approved.clock.now())

    assert [] == await settle_down(approved)
    assert ([OutboxState.CANCELLED], []) == (await states(approved), received(approved))


async def test_a_block_that_came_meanwhile_is_heeded(approved: Household) -> None:
    approved.clock.advance(timedelta(minutes=2))
    approved.world.block(approved.alice, approved.me)

    (moved,) = await settle_down(approved)

    assert (OutboxState.CANCELLED, "blocked") == (moved.state, moved.error)


async def test_nothing_is_sent_as_an_owner_who_does_not_let_it(approved: Household) -> None:
    context = replace(approved.context, send_as_me=frozenset())

    (moved, *_) = await deliver(context)

    assert (OutboxState.CANCELLED, "other-recipient") == (moved.state, moved.error)
    assert received(approved) == []


async def test_it_goes_to_the_person_it_was_written_for_only(house: Household) -> None:
    house.chat(house.alice)
    house.chat(house.bruno)
    await collect(house.context)
    await put(house, recipient="bruno@village.example")

    (moved,) = await settle_down(house)

    assert (OutboxState.CANCELLED, "other-recipient") == (moved.state, moved.error)


async def test_an_invitation_that_names_nobody_goes_to_nobody(approved: Household) -> None:
    (row,) = await rows(approved)
    async with approved.store.unit(approved.owner) as unit:
        await unit.outbox.cancel(row.draft.batch)
        draft = replace(row.draft, names=(), batch="invitation:2")
        await unit.outbox.put([draft], approved.clock.now())

    (moved,) = await settle_down(approved)

    assert (OutboxState.CANCELLED, "other-recipient") == (moved.state, moved.error)


async def test_an_invitation_of_yesterday_is_not_sent(approved: Household) -> None:
    approved.clock.advance(timedelta(hours=25))

    (moved,) = await settle_down(approved)

    assert (OutboxState.CANCELLED, "too-late") == (moved.state, moved.error)


async def test_who_takes_no_messages_says_so_with_a_code(approved: Household) -> None:
    approved.world.ledger.followed_only.add(approved.alice)

    (moved,) = await settle_down(approved)

    assert (OutboxState.REJECTED, "followed-only") == (moved.state, moved.closed)
    assert "only from people they follow" in (moved.error or "")


async def test_a_no_for_another_reason_has_no_such_code(approved: Household) -> None:
    approved.world.failures.queue("send", RefusedError("too long"))

    (moved,) = await settle_down(approved)

    assert (OutboxState.REJECTED, None) == (moved.state, moved.closed)


async def test_a_reply_goes_below_the_shared_post_once(house: Household) -> None:
    house.chat(house.alice)
    await collect(house.context)
    asked = house.world.post(house.alice, "Who has seeds to swap?", mentions=(house.me,))
    await put(house, reply_to=asked)
    house.world.failures.queue("send", AnswerLost())

    await settle_down(house)

    answers = [post for post in house.world.ledger.posts.values() if post.reply_to == asked]
    assert [(house.me, (house.alice,))] == [(post.author, post.mentions) for post in answers]
    assert [OutboxState.SENT] == await states(house)


async def test_what_the_bot_sends_does_not_wait_for_the_owners_network(approved: Household) -> None:
    async with approved.store.unit(approved.owner) as unit:
        answer = Draft(
            kind="answer",
            sender=approved.bot,
            recipient=approved.context.post.recipient,
            batch="answer:1",
            part=1,
            body="Sent.\n\nref",
            ref="ref",
        )
        await unit.watches.save(Watch("@bot@village.example", approved.bot))
        await unit.outbox.put([answer], approved.clock.now())
    approved.clock.advance(timedelta(minutes=2))
    approved.world.failures.queue("relationships", UnreachableError("no route"))

    with pytest.raises(UnreachableError):
        await deliver(approved.context)

    assert ([OutboxState.PENDING], 1) == (await states(approved), len(approved.received()))
    await settle_down(approved)
    assert 1 == len(received(approved))


async def test_digests_and_invitations_go_side_by_side(approved: Household) -> None:
    approved.chat(approved.bruno)
    await collect(approved.context)
    await prepare_digest(approved.context)
    approved.clock.advance(timedelta(days=-28))  # the chat took four weeks

    await settle_down(approved)

    assert (1, 1) == (len(received(approved)), len(approved.received()))


async def test_words_that_went_to_that_person_lately_are_not_sent_again(
    approved: Household,
) -> None:
    approved.world.write(approved.me, approved.alice, f"@alice {TEXT}")
    approved.clock.advance(timedelta(hours=3))

    (moved,) = await settle_down(approved)

    assert ([OutboxState.SENT], 1) == (await states(approved), len(received(approved)))
    (row,) = await rows(approved)
    assert (0, row.remote_id) == (row.attempts, moved.remote_id)
    async with approved.store.unit(approved.owner) as unit:
        [invitation] = await unit.invitations.all()
    assert (State.SENT, row.remote_id) == (invitation.state, invitation.remote_id)


async def test_words_of_long_ago_or_to_others_or_much_like_them_are_no_copy(
    house: Household,
) -> None:
    house.chat(house.alice)
    house.world.write(house.me, house.alice, f"@alice {TEXT}")
    house.clock.advance(timedelta(days=31))
    house.world.write(house.me, house.bruno, f"@bruno {TEXT}")
    house.world.write(house.me, house.alice, f"@alice {TEXT} I bring the beans.")
    await collect(house.context)
    before = len(received(house))
    await put(house)

    await settle_down(house)

    assert ([OutboxState.SENT], before + 1) == (await states(house), len(received(house)))


async def test_a_server_that_cannot_tell_does_not_hold_back_what_was_never_tried(
    approved: Household,
) -> None:
    approved.world.failures.queue("find_sent", Unsure("snac lists no direct messages"))

    await settle_down(approved)

    assert ([OutboxState.SENT], 1) == (await states(approved), len(received(approved)))


async def test_a_network_that_is_away_holds_it_back_till_it_was_looked(approved: Household) -> None:
    approved.world.failures.queue("find_sent", UnreachableError("no route"))

    with pytest.raises(UnreachableError):
        await deliver(approved.context)

    assert ([OutboxState.PENDING], []) == (await states(approved), received(approved))
    await settle_down(approved)
    assert 1 == len(received(approved))


async def test_what_was_tried_is_not_looked_for_before_it_is_tried_again(
    approved: Household,
) -> None:
    approved.world.failures.queue("send", UnreachableError("no route"))
    await deliver(approved.context)
    approved.world.failures.queue("find_sent", UnreachableError("asked"))

    await settle_down(approved)

    assert ([OutboxState.SENT], 1) == (await states(approved), len(received(approved)))
