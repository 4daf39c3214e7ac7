from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pytest

from adapters.memory.failures import AnswerLost, Crash, CrashedError, LandsLate, Unsure
from adapters.messenger.file import FileMessenger
from bot.domain.delivery.outbox import LEASE, QUARANTINE, OutboxState
from bot.errors import RateLimitedError, RefusedError, SignInError, UnreachableError
from bot.services.collect.collecting import collect
from bot.services.context import Post
from bot.services.delivery.deliver import deliver
from bot.services.digest.occurrence import prepare_digest
from bot.services.owner.decisions import find_person, say_never
from bot.services.rounds.cycle import go_round
from tests.services.household import Household
from tests.services.situations import tell

if TYPE_CHECKING:
    from pathlib import Path

    from bot.domain.delivery.outbox import OutboxRow

pytestmark = pytest.mark.anyio


@pytest.fixture
async def queued(house: Household) -> Household:
    """A digest that names Alice is in the outbox."""
    house.chat(house.alice)
    await collect(house.context)
    await prepare_digest(house.context)
    return house


async def rows(house: Household) -> list[OutboxRow]:
    async with house.store.unit(house.owner) as unit:
        return list(await unit.outbox.all())


async def states(house: Household) -> list[OutboxState]:
    return [row.state for row in await rows(house)]


async def never_alice(house: Household) -> None:
    async with house.store.unit(house.owner) as unit:
        await say_never(unit, await find_person(unit, "alice"), house.clock.now())


async def settle_down(house: Household) -> None:
    """Deliver every minute for an hour."""
    for _ in range(60):
        await deliver(house.context)
        house.clock.advance(timedelta(minutes=1))


async def test_a_message_is_sent_once(queued: Household) -> None:
    await settle_down(queued)

    assert await states(queued) == [OutboxState.SENT]
    assert len(queued.received()) == 1


async def test_what_is_sent_is_what_was_frozen(queued: Household) -> None:
    (row,) = await rows(queued)

    await settle_down(queued)

    assert queued.received() == [row.draft.body]


async def test_an_answer_that_is_lost_does_not_send_twice(queued: Household) -> None:
    queued.world.failures.queue("send", AnswerLost())

    await deliver(queued.context)
    assert await states(queued) == [OutboxState.UNKNOWN]
    await settle_down(queued)

    assert await states(queued) == [OutboxState.SENT]
    assert len(queued.received()) == 1


async def test_a_message_that_lands_late_is_waited_for(queued: Household) -> None:
    queued.world.failures.queue("send", LandsLate(seconds=90))

    await settle_down(queued)

    assert await states(queued) == [OutboxState.SENT]
    assert len(queued.received()) == 1


async def test_nothing_is_read_back_before_the_quarantine_is_over(queued: Household) -> None:
    queued.world.failures.queue("send", AnswerLost())
    await deliver(queued.context)
    queued.clock.advance(QUARANTINE - timedelta(seconds=1))

    await deliver(queued.context)

    assert await states(queued) == [OutboxState.UNKNOWN]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_process_that_dies_while_sending_sends_once(
    queued: Household, when: Literal["before", "after"]
) -> None:
    queued.world.failures.queue("send", Crash(when))

    with pytest.raises(CrashedError):
        await deliver(queued.context)
    assert await states(queued) == [OutboxState.SENDING]
    await settle_down(queued)

    assert await states(queued) == [OutboxState.SENT]
    assert len(queued.received()) == 1


async def test_a_lease_keeps_a_second_process_away(queued: Household) -> None:
    queued.world.failures.queue("send", Crash("before"))
    with pytest.raises(CrashedError):
        await deliver(queued.context)
    queued.clock.advance(LEASE - timedelta(seconds=1))

    assert await deliver(queued.context) == []
    assert queued.received() == []


async def test_a_no_is_final_and_told(queued: Household) -> None:
    queued.world.failures.queue("send", RefusedError("me takes no messages from bot"))

    await settle_down(queued)

    (row,) = await rows(queued)
    assert (row.state, row.error) == (OutboxState.REJECTED, "me takes no messages from bot")


async def test_nobody_waits_ninety_days_for_a_digest_that_was_refused(queued: Household) -> None:
    queued.world.failures.queue("send", RefusedError("me takes no messages from bot"))

    done = await go_round(queued.context)

    assert [str(error) for error in done.errors] == [
        "Message 1 is rejected: me takes no messages from bot"
    ]
    async with queued.store.unit(queued.owner) as unit:
        assert list(await unit.suggestions.all()) == []
    assert (await go_round(queued.context)).digest is None


async def test_a_message_for_another_recipient_is_not_sent_to_this_one(
    queued: Household, tmp_path: Path
) -> None:
    post = Post(FileMessenger(), str(tmp_path / "digest.md"))
    object.__setattr__(queued.context, "post", post)

    (moved,) = await deliver(queued.context)

    assert (moved.state, moved.error) == (OutboxState.CANCELLED, "other-recipient")
    assert queued.received() == []


async def test_a_message_is_read_back_only_where_it_was_sent(
    queued: Household, tmp_path: Path
) -> None:
    queued.world.failures.queue("send", AnswerLost())
    await deliver(queued.context)
    post = Post(FileMessenger(), str(tmp_path / "digest.md"))
    object.__setattr__(queued.context, "post", post)

    await settle_down(queued)

    assert await states(queued) == [OutboxState.NEEDS_OWNER]
    assert len(queued.received()) == 1


async def test_what_the_owner_asks_for_again_is_sent_however_old(queued: Household) -> None:
    queued.world.failures.queue("send", AnswerLost())
    queued.world.failures.queue("find_sent", *[Unsure("no sent messages are listed")] * 3)
    await settle_down(queued)
    queued.clock.advance(timedelta(days=3))
    async with queued.store.unit(queued.owner) as unit:
        (row,) = await unit.outbox.all()
        await unit.outbox.settle(row, OutboxState.PENDING, now=queued.clock.now())

    await settle_down(queued)

    assert await states(queued) == [OutboxState.SENT]


async def test_relationships_of_the_future_are_asked_for_again(queued: Household) -> None:
    queued.clock.advance(timedelta(days=-1))
    queued.world.block(queued.alice, queued.me)

    (moved,) = await deliver(queued.context)

    assert moved.error == "blocked"


async def test_a_rate_limit_is_waited_out(queued: Household) -> None:
    until = queued.clock.now() + timedelta(minutes=10)
    queued.world.failures.queue("send", RateLimitedError("too many", until=until))
    await deliver(queued.context)
    queued.turn_to(until - timedelta(seconds=1))
    await deliver(queued.context)
    assert queued.received() == []

    queued.turn_to(until)
    await deliver(queued.context)

    assert len(queued.received()) == 1


@pytest.mark.parametrize("problem", [UnreachableError("no route"), SignInError("not accepted")])
async def test_what_never_left_is_tried_again_later(
    queued: Household, problem: UnreachableError | SignInError
) -> None:
    queued.world.failures.queue("send", problem)
    await deliver(queued.context)
    assert await states(queued) == [OutboxState.PENDING]

    await settle_down(queued)

    assert len(queued.received()) == 1


async def test_what_cannot_be_told_waits_for_the_owner_and_is_not_sent_again(
    queued: Household,
) -> None:
    queued.world.failures.queue("send", AnswerLost())
    queued.world.failures.queue("find_sent", *[Unsure("no sent messages are listed")] * 3)

    await settle_down(queued)

    (row,) = await rows(queued)
    assert (row.state, row.error) == (OutboxState.NEEDS_OWNER, "no sent messages are listed")
    assert len(queued.received()) == 1


async def test_a_network_that_is_away_is_no_answer_to_a_read_back(queued: Household) -> None:
    queued.world.failures.queue("send", AnswerLost())
    queued.world.failures.queue("find_sent", *[UnreachableError("no route")] * 10)

    await settle_down(queued)

    assert await states(queued) == [OutboxState.SENT]


async def test_whoever_blocks_the_owner_meanwhile_is_not_named(queued: Household) -> None:
    queued.clock.advance(timedelta(minutes=2))
    queued.world.block(queued.alice, queued.me)

    (moved,) = await deliver(queued.context)

    assert (moved.state, moved.error) == (OutboxState.CANCELLED, "blocked")
    assert queued.received() == []


async def test_a_digest_that_was_barred_is_composed_anew() -> None:
    queued = Household(people=1)
    queued.chat(queued.bruno, weeks=3)
    queued.chat(queued.alice)
    await collect(queued.context)
    await prepare_digest(queued.context)
    await never_alice(queued)

    barred = await go_round(queued.context)
    await go_round(queued.context)

    assert [OutboxState.CANCELLED] == [delivered.state for delivered in barred.delivered]
    (text,) = queued.received()
    assert "Bruno" in text
    assert "Alice" not in text
    revisions = [row.draft.batch.rpartition(":")[2] for row in await rows(queued)]
    assert list(dict.fromkeys(revisions)) == ["1", "2"]


async def test_the_owner_was_told_of_nobody_before_the_message_is_out(queued: Household) -> None:
    queued.world.failures.queue("send", UnreachableError("no route"))
    await deliver(queued.context)
    waiting = await tell(queued, "why-not @alice@village.example")

    await settle_down(queued)

    assert "told you" not in waiting
    assert "may not have been sent in full" in waiting
    told = await tell(queued, "why-not @alice@village.example")
    assert "I told you about them on" in told


async def test_a_suggestion_that_was_never_sent_begins_no_cooldown(queued: Household) -> None:
    await never_alice(queued)
    await go_round(queued.context)

    async with queued.store.unit(queued.owner) as unit:
        assert list(await unit.suggestions.all()) == []


async def test_relationships_that_cannot_be_asked_for_hold_the_message_back(
    queued: Household,
) -> None:
    queued.clock.advance(timedelta(minutes=2))
    queued.world.failures.queue("relationships", UnreachableError("no route"))

    with pytest.raises(UnreachableError):
        await deliver(queued.context)
    assert await states(queued) == [OutboxState.PENDING]
    await deliver(queued.context)

    assert len(queued.received()) == 1


async def test_a_digest_that_could_not_go_out_for_a_day_is_composed_anew(queued: Household) -> None:
    queued.chat(queued.alice, weeks=1)

    stale = await go_round(queued.context)
    await go_round(queued.context)

    assert [delivered.error for delivered in stale.delivered] == ["too-late"]
    (text,) = queued.received()
    assert text.startswith("Monday 7 September")
