from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.delivery.outbox import (
    FOLLOWING,
    LEASE,
    LONGEST_HOLD,
    QUARANTINE,
    Link,
    OutboxRow,
    OutboxState,
    must_wait_again,
)
from bot.domain.people.identity import Owner, OwnerId
from tests.builders import ALICE, ME, OWNER, at, draft

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.people.identity import AccountKey
    from bot.ports import Outbox, Store

NOW = at("2026-11-01 12:00")
LATER = NOW + timedelta(minutes=10)
_examples = count()

Step = tuple[str, int, OutboxState, int]
steps = st.tuples(
    st.sampled_from(["claim", "settle", "settle", "cancel", "stale"]),
    st.integers(0, 5),
    st.sampled_from(OutboxState),
    st.integers(0, 300),
)


async def claimed(outbox: Outbox, now: datetime = NOW) -> OutboxRow:
    row = await outbox.next(now)
    assert row is not None
    taken = await outbox.claim(row, "worker", now)
    assert taken is not None
    return taken


class OutboxContract:
    async def test_a_draft_becomes_a_pending_row_once(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            assert await unit.outbox.put([draft(part=1), draft(part=2), draft(part=1)], NOW) == 2
        async with store.unit(OWNER) as unit:
            assert await unit.outbox.put([draft(part=2, body="other"), draft(part=3)], NOW) == 1
            rows = await unit.outbox.all()

            assert [draft(part=1), draft(part=2), draft(part=3)] == [row.draft for row in rows]
            assert {row.state for row in rows} == {OutboxState.PENDING}
            assert len({row.idem_key for row in rows}) == 3
            assert [(row.created_at, row.attempts, row.fence) for row in rows] == [(NOW, 0, 0)] * 3

    async def test_a_claim_leases_fences_and_counts(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            first = await claimed(unit.outbox)
            await unit.outbox.settle(first, OutboxState.PENDING, now=NOW, not_before=LATER)

            assert await unit.outbox.next(NOW) is None

            second = await claimed(unit.outbox, LATER)

            assert (first.state, first.lease_owner) == (OutboxState.SENDING, "worker")
            assert (first.attempts, first.fence, first.lease_until) == (1, 1, NOW + LEASE)
            assert (second.attempts, second.fence) == (2, 2)
            assert (second.first_try_at, second.last_try_at) == (NOW, LATER)
            assert second.idem_key == first.idem_key
            assert [second] == list(await unit.outbox.all())

    async def test_only_one_claim_succeeds(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            row = await unit.outbox.next(NOW)

            assert row is not None
            assert await unit.outbox.claim(row, "one", NOW) is not None
            assert await unit.outbox.claim(row, "two", NOW) is None

    async def test_a_held_back_row_cannot_be_claimed_by_an_old_copy(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            row = await unit.outbox.next(NOW)
            assert row is not None
            taken = await unit.outbox.claim(row, "one", NOW)
            assert taken is not None
            await unit.outbox.settle(taken, OutboxState.PENDING, now=NOW)

            assert await unit.outbox.claim(row, "two", NOW) is None

    async def test_a_part_waits_for_the_one_before_it(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft(part=1), draft(part=2)], NOW)
            [_, second] = await unit.outbox.all()
            taken = await claimed(unit.outbox)

            assert taken.draft.part == 1
            assert await unit.outbox.claim(second, "worker", NOW) is None
            assert await unit.outbox.settle(taken, OutboxState.UNKNOWN, now=NOW)
            assert await unit.outbox.next(NOW) is None
            [unknown, _] = await unit.outbox.all()
            assert await unit.outbox.settle(unknown, OutboxState.SENT, now=NOW, remote_id="1")
            assert (await claimed(unit.outbox)).draft.part == 2

    @pytest.mark.parametrize("sender", [ME, None])
    async def test_one_message_of_a_sender_at_a_time(
        self, store: Store, sender: AccountKey | None
    ) -> None:
        other = None if sender is None else ALICE
        async with store.unit(OWNER) as unit:
            await unit.outbox.put(
                [
                    draft("a", sender=sender, recipient="file-1"),
                    draft("b", sender=sender, recipient="file-1"),
                    draft("c", sender=other, recipient="file-2"),
                ],
                NOW,
            )
            [_, second, _] = await unit.outbox.all()
            first = await claimed(unit.outbox)
            third = await claimed(unit.outbox)

            assert (first.draft.batch, third.draft.batch) == ("a", "c")
            assert await unit.outbox.next(NOW) is None
            assert await unit.outbox.claim(second, "worker", NOW) is None

            await unit.outbox.settle(first, OutboxState.SENT, now=NOW, remote_id="1")

            assert (await claimed(unit.outbox)).draft.batch == "b"

    async def test_settling_keeps_what_was_learnt(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            taken = await claimed(unit.outbox)

            assert await unit.outbox.settle(taken, OutboxState.SENT, now=NOW, remote_id="42")
            [row] = await unit.outbox.all()
            assert (row.state, row.remote_id) == (OutboxState.SENT, "42")
            assert (row.lease_owner, row.lease_until) == (None, None)

    async def test_settling_needs_the_state_and_the_fence(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            first = await claimed(unit.outbox)
            await unit.outbox.settle(first, OutboxState.PENDING, now=NOW)
            second = await claimed(unit.outbox)

            assert not await unit.outbox.settle(first, OutboxState.SENT, now=NOW, remote_id="1")
            assert not await unit.outbox.settle(second, OutboxState.CANCELLED, now=NOW)
            assert not await unit.outbox.settle(second, OutboxState.SENDING, now=NOW)
            assert [second] == list(await unit.outbox.all())

    async def test_a_row_is_sent_by_a_claim_alone(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            [row] = await unit.outbox.all()

            assert not await unit.outbox.settle(row, OutboxState.SENDING, now=NOW)

    async def test_read_backs_that_cannot_tell_are_counted_anew_per_attempt(
        self, store: Store
    ) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            row = await claimed(unit.outbox)
            for state in (OutboxState.UNKNOWN, OutboxState.UNKNOWN, OutboxState.UNKNOWN):
                assert await unit.outbox.settle(row, state, now=NOW, error="no answer")
                [row] = await unit.outbox.all()

            assert (row.read_backs, row.error) == (2, "no answer")

            await unit.outbox.settle(row, OutboxState.PENDING, now=NOW)
            await unit.outbox.settle(await claimed(unit.outbox), OutboxState.UNKNOWN, now=NOW)
            [row] = await unit.outbox.all()
            assert row.read_backs == 0

    async def test_a_rejected_part_cancels_those_after_it(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft(part=n) for n in (1, 2, 3)] + [draft("other")], NOW)
            await unit.outbox.settle(await claimed(unit.outbox), OutboxState.SENT, now=NOW)
            await unit.outbox.settle(await claimed(unit.outbox), OutboxState.REJECTED, now=NOW)

            states = [row.state.value for row in await unit.outbox.all()]
            assert states == ["sent", "rejected", "cancelled", "pending"]

    async def test_a_part_that_is_cancelled_cancels_those_after_it(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft(part=1), draft(part=2)], NOW)
            [first, _] = await unit.outbox.all()

            assert await unit.outbox.settle(first, OutboxState.CANCELLED, now=NOW)
            assert {row.state for row in await unit.outbox.all()} == {OutboxState.CANCELLED}

    async def test_cancelling_stops_what_is_pending_and_tells_what_got_out(
        self, store: Store
    ) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft("a", 1), draft("a", 2), draft("b"), draft("c")], NOW)
            sent = await claimed(unit.outbox)
            await unit.outbox.settle(sent, OutboxState.SENT, now=NOW)

            assert not await unit.outbox.cancel("a")
            assert await unit.outbox.cancel("b")
            assert await unit.outbox.cancel("b")
            states = [row.state.value for row in await unit.outbox.all()]
            assert states == ["sent", "cancelled", "cancelled", "pending"]

    @pytest.mark.parametrize(
        ("state", "nowhere"),
        [
            (OutboxState.PENDING, True),
            (OutboxState.REJECTED, True),
            (OutboxState.UNKNOWN, False),
            (OutboxState.SENT, False),
        ],
    )
    async def test_what_was_tried_counts_as_out_unless_it_is_known_not_to_be(
        self, store: Store, state: OutboxState, *, nowhere: bool
    ) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft("a")], NOW)
            await unit.outbox.settle(await claimed(unit.outbox), state, now=NOW)

            assert await unit.outbox.cancel("a") == nowhere

    async def test_overdue_are_lapsed_leases_and_quarantines_that_are_over(
        self, store: Store
    ) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            taken = await claimed(unit.outbox)

            assert not await unit.outbox.overdue(NOW + LEASE - timedelta(microseconds=1))
            assert [taken] == list(await unit.outbox.overdue(NOW + LEASE))

            await unit.outbox.settle(taken, OutboxState.UNKNOWN, now=NOW + LEASE)

            over = NOW + LEASE + QUARANTINE
            assert not await unit.outbox.overdue(over - timedelta(microseconds=1))
            [unknown] = await unit.outbox.overdue(over)
            assert unknown.state is OutboxState.UNKNOWN

    @pytest.mark.parametrize("years", [-10, 10])
    async def test_a_clock_that_is_set_ends_leases_and_begins_quarantines_anew(
        self, store: Store, years: int
    ) -> None:
        then = NOW + timedelta(days=365 * years)
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            taken = await claimed(unit.outbox)

            assert [taken] == list(await unit.outbox.overdue(then))

            await unit.outbox.settle(taken, OutboxState.UNKNOWN, now=NOW)
            [unknown] = await unit.outbox.overdue(then)
            assert must_wait_again(unknown, then)
            await unit.outbox.settle(
                unknown, OutboxState.UNKNOWN, now=then, not_before=then + QUARANTINE
            )

            assert not await unit.outbox.overdue(then)
            [waited] = await unit.outbox.overdue(then + QUARANTINE)
            assert (0, False) == (waited.read_backs, must_wait_again(waited, then + QUARANTINE))

    async def test_no_wait_is_longer_than_a_day(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            taken = await claimed(unit.outbox)
            asked = NOW + timedelta(days=3650)
            await unit.outbox.settle(taken, OutboxState.PENDING, now=NOW, not_before=asked)

            assert await unit.outbox.next(NOW + LONGEST_HOLD - timedelta(seconds=1)) is None
            assert await unit.outbox.next(NOW + LONGEST_HOLD) is not None

    async def test_what_may_go_out_is_read_back_first_once_it_is_doubted(
        self, store: Store
    ) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put(
                [draft(batch, sender=None, recipient=batch) for batch in "abcd"], NOW
            )
            for state in (OutboxState.SENT, OutboxState.REJECTED):
                await unit.outbox.settle(await claimed(unit.outbox), state, now=NOW)
            sending = await claimed(unit.outbox)

            assert 2 == await unit.outbox.doubt_all(LATER)

            assert await unit.outbox.next(LATER) is None
            assert not await unit.outbox.settle(sending, OutboxState.SENT, now=LATER)
            doubtful = list(await unit.outbox.overdue(LATER + QUARANTINE))
            assert ["c", "d"] == [row.draft.batch for row in doubtful]
            assert [1, 0] == [row.attempts for row in doubtful]
            [never_tried] = [row for row in doubtful if row.attempts == 0]
            assert await unit.outbox.settle(never_tried, OutboxState.PENDING, now=LATER)
            assert await unit.outbox.next(LATER) is not None

    async def test_a_row_that_is_out_before_its_first_try_is_sent(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            [row] = await unit.outbox.all()

            assert await unit.outbox.settle(row, OutboxState.SENT, now=NOW, remote_id="7")
            [row] = await unit.outbox.all()
            assert (OutboxState.SENT, "7", 0) == (row.state, row.remote_id, row.attempts)

    @pytest.mark.parametrize("state", OutboxState)
    async def test_what_waits_is_sent_again_at_once_if_the_owner_says_so(
        self, store: Store, state: OutboxState
    ) -> None:
        waits = {OutboxState.PENDING, OutboxState.UNKNOWN, OutboxState.NEEDS_OWNER}
        steps = {
            OutboxState.PENDING: [OutboxState.PENDING],
            OutboxState.SENDING: [],
            OutboxState.NEEDS_OWNER: [OutboxState.UNKNOWN, state],
            OutboxState.CANCELLED: [OutboxState.PENDING, state],
        }
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOW)
            row = await claimed(unit.outbox)
            for step in steps.get(state, [state]):
                assert await unit.outbox.settle(
                    row, step, now=NOW, not_before=NOW + LONGEST_HOLD if step is state else None
                )
                (row,) = await unit.outbox.all()
            assert row.state is state

            assert await unit.outbox.resend(row, LATER) is (state in waits)
            assert not await unit.outbox.resend(row, LATER)  # it has changed since

            (after,) = await unit.outbox.all()
            found = await unit.outbox.next(LATER)
        assert after == row or (after.resent_at, after.state) == (LATER, OutboxState.PENDING)
        assert (found is not None) is (state in waits)

    async def test_a_digest_is_unsent_until_all_its_parts_are_out(self, store: Store) -> None:
        link = Link(due=NOW, revision=1)
        async with store.unit(OWNER) as unit:
            parts = [replace(draft(), part=part, link=link) for part in (1, 2)]
            await unit.outbox.put([*parts, replace(draft(), batch="other")], NOW)
            unsent = []
            for part in (1, 2):
                unsent.append(await unit.outbox.unsent_digests())
                rows = await unit.outbox.all()
                row = next(row for row in rows if row.draft.part == part and row.draft.link == link)
                await unit.outbox.settle(row, OutboxState.SENT, now=NOW)
            assert [*unsent, set()] == [{(NOW, 1)}, {(NOW, 1)}, await unit.outbox.unsent_digests()]

    @settings(
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.differing_executors,
            HealthCheck.too_slow,
        ],
        deadline=None,
        max_examples=30,
    )
    @given(st.lists(steps, max_size=25))
    async def test_no_order_of_events_breaks_the_rules(
        self, store: Store, taken: list[Step]
    ) -> None:
        owner = Owner(OwnerId(f"sender-{next(_examples)}"), OWNER.zone)
        drafts = [draft(batch, part) for batch in "ab" for part in (1, 2)]
        drafts += [draft(batch, sender=None, recipient=batch) for batch in ("f", "g")]
        now = NOW
        async with store.unit(owner) as unit:
            await unit.outbox.put(drafts, NOW)
            before = list(await unit.outbox.all())
            first = before
            for verb, which, state, seconds in taken:
                now += timedelta(seconds=seconds)
                await _step(
                    unit.outbox, verb, (first if verb == "stale" else before)[which], state, now
                )
                after = list(await unit.outbox.all())
                _hold(before, after)
                before = after


async def _step(
    outbox: Outbox, verb: str, row: OutboxRow, state: OutboxState, now: datetime
) -> None:
    if verb == "claim":
        await outbox.claim(await outbox.next(now) or row, "worker", now)
    elif verb == "cancel":
        await outbox.cancel(row.draft.batch)
    else:
        await outbox.settle(row, state, now=now)


def _hold(before: list[OutboxRow], after: list[OutboxRow]) -> None:
    sending = [row.draft.line for row in after if row.state is OutboxState.SENDING]
    assert len(sending) == len(set(sending))
    sent = {(row.draft.batch, row.draft.part) for row in after if row.state is OutboxState.SENT}
    for was, now in zip(before, after, strict=True):
        assert (was.draft, was.idem_key, was.id) == (now.draft, now.idem_key, now.id)
        assert now.state in FOLLOWING[was.state] | {was.state}
        assert now.fence - was.fence == now.attempts - was.attempts
        assert (now.attempts > was.attempts) == (now.state is OutboxState.SENDING is not was.state)
        if now.attempts and now.draft.part > 1:
            assert (now.draft.batch, now.draft.part - 1) in sent
