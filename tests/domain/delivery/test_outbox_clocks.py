"""A wrong clock delays a message a little, and does nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.delivery.outbox import (
    LEASE,
    LONG_AGO,
    LONGEST_HOLD,
    LOOK_BACK,
    QUARANTINE,
    UNWATCHED,
    OutboxRow,
    OutboxState,
    after,
    before,
    claimable,
    claimed,
    doubted,
    is_overdue,
    looked_for_since,
    must_wait_again,
    settled,
)
from tests.builders import NOON, OWNER, draft

MINUTE = timedelta(minutes=1)
TEN_YEARS = timedelta(days=3653)
SKEWS = st.timedeltas(-TEN_YEARS, TEN_YEARS)
"""How far the clock is off."""
JUMPS = SKEWS.filter(lambda jump: jump <= timedelta(0) or jump > UNWATCHED + QUARANTINE)
"""Steps of a clock: back by any time, forward by so much that it is noticed."""
INSTANTS = st.datetimes(timezones=st.just(UTC))
"""All that there are."""
MAYBE = st.none() | INSTANTS


def row(**changed: object) -> OutboxRow:
    pending = OutboxRow(1, OWNER.id, draft(), "key", NOON)
    return replace(pending, **changed)  # type: ignore[arg-type]  # replace() knows no field names


def unknown(at: datetime = NOON) -> OutboxRow:
    """A row that became unknown then."""
    found = settled(claimed(row(), "worker", at), OutboxState.UNKNOWN, now=at)
    assert found is not None
    return found


def looked_at(message: OutboxRow, now: datetime) -> OutboxRow | None:
    """The row after the reconciler checked it; `None` if it would be read back."""
    if not is_overdue(message, now):
        return message
    if not must_wait_again(message, now):
        return None
    return settled(message, OutboxState.UNKNOWN, now=now, not_before=after(now, QUARANTINE))


@given(SKEWS, SKEWS)
def test_a_lease_is_over_when_its_length_has_passed(then: timedelta, now: timedelta) -> None:
    held = claimed(row(), "worker", NOON + then)

    # Either at once, as it ends further ahead than any lease, or after its length.
    assert is_overdue(held, NOON + now) or is_overdue(held, NOON + now + LEASE)


def test_a_lease_holds_for_its_length() -> None:
    held = claimed(row(), "worker", NOON)

    assert not is_overdue(held, NOON)
    assert not is_overdue(held, NOON + LEASE - timedelta(microseconds=1))
    assert is_overdue(held, NOON + LEASE)


@given(SKEWS, SKEWS, st.integers(0, 119))
def test_the_quarantine_of_what_was_left_lying_begins_when_that_is_found(
    then: timedelta, now: timedelta, seconds: int
) -> None:
    held = claimed(row(), "worker", NOON + then)
    found_at = NOON + now
    found = settled(held, OutboxState.UNKNOWN, now=found_at)

    assert found is not None
    assert not is_overdue(found, found_at + timedelta(seconds=seconds))
    assert is_overdue(found, found_at + QUARANTINE)


@given(SKEWS, JUMPS, st.integers(0, 119), st.integers(0, 59))
def test_a_step_of_the_clock_does_not_shorten_a_quarantine(
    skew: timedelta, jump: timedelta, stepped: int, phase: int
) -> None:
    waiting: OutboxRow | None = unknown(NOON + skew)

    for true in range(phase, 120, 60):  # a look each minute, in seconds since the row is unknown
        shown = skew + (jump if true >= stepped else timedelta(0))
        assert waiting is not None
        waiting = looked_at(waiting, NOON + timedelta(seconds=true) + shown)

    assert waiting is not None


@given(st.lists(SKEWS, max_size=6), SKEWS)
def test_no_steps_of_the_clock_hold_back_a_read_back(
    skews: list[timedelta], last: timedelta
) -> None:
    waiting: OutboxRow | None = unknown()
    true = NOON
    for skew in skews:
        true += MINUTE
        waiting = looked_at(waiting, true + skew) if waiting else None

    for _ in range(6):
        true += MINUTE
        waiting = looked_at(waiting, true + last) if waiting else None

    assert waiting is None


@given(st.timedeltas(UNWATCHED * 2, TEN_YEARS))
def test_whoever_looks_seldom_reads_back_at_the_second_look(every: timedelta) -> None:
    waiting = looked_at(unknown(), NOON + every)

    assert waiting is not None
    assert waiting.read_backs == 0
    assert looked_at(waiting, NOON + every * 2) is None


@given(SKEWS, SKEWS, st.timedeltas(timedelta(0), TEN_YEARS))
def test_a_server_or_a_clock_holds_a_message_back_for_a_day_at_most(
    then: timedelta, now: timedelta, asked: timedelta
) -> None:
    sending = claimed(row(), "worker", NOON + then)
    held = settled(sending, OutboxState.PENDING, now=NOON + then, not_before=NOON + then + asked)

    assert held is not None
    assert any(claimable([held], NOON + now + wait) for wait in (timedelta(0), LONGEST_HOLD))


def test_the_patience_that_a_server_asks_for_is_had() -> None:
    asked = timedelta(minutes=10)
    held = settled(
        claimed(row(), "worker", NOON), OutboxState.PENDING, now=NOON, not_before=NOON + asked
    )

    assert held is not None
    assert not claimable([held], NOON + asked - timedelta(microseconds=1))
    assert [held] == claimable([held], NOON + asked)


@given(SKEWS, SKEWS, SKEWS, st.timedeltas(timedelta(0), timedelta(hours=24)))
def test_a_look_begins_before_the_message_was_sent_unless_the_clock_was_always_ahead(
    created: timedelta, tried: timedelta, now: timedelta, passed: timedelta
) -> None:
    # By the server's clock it was sent at noon; ours was not ahead at one moment at least.
    assume(min(created, tried, now) <= timedelta(0))
    message = row(created_at=NOON + created - passed, first_try_at=NOON + tried)

    assert looked_for_since(message, NOON + passed + now) <= NOON


@given(st.timedeltas(timedelta(seconds=1), TEN_YEARS), st.booleans())
def test_what_was_tried_by_a_clock_that_has_gone_back_is_looked_for_from_the_beginning(
    ahead: timedelta,
    was_tried: bool,  # noqa: FBT001 (hypothesis gives it)
) -> None:
    message = row(created_at=NOON if was_tried else NOON + ahead, first_try_at=NOON + ahead)

    assert LONG_AGO == looked_for_since(message, NOON)


@given(created=INSTANTS, tried=MAYBE, now=INSTANTS)
def test_a_look_is_never_short(created: datetime, tried: datetime | None, now: datetime) -> None:
    since = looked_for_since(row(created_at=created, first_try_at=tried), now)

    earliest = min(created, tried or created, now)
    assert since >= LONG_AGO
    assert since <= max(before(earliest, LOOK_BACK), LONG_AGO)


@given(
    st.sampled_from(OutboxState), INSTANTS, INSTANTS, st.tuples(MAYBE, MAYBE, MAYBE, MAYBE), MAYBE
)
def test_no_instant_is_too_much(
    state: OutboxState,
    now: datetime,
    created: datetime,
    kept: tuple[datetime | None, ...],
    asked: datetime | None,
) -> None:
    lease_until, not_before, first_try_at, last_try_at = kept
    message = row(
        state=state,
        created_at=created,
        lease_until=lease_until,
        not_before=not_before,
        first_try_at=first_try_at,
        last_try_at=last_try_at,
    )

    is_overdue(message, now)
    claimable([message], now)
    claimed(message, "worker", now)
    doubted(message, now)
    looked_for_since(message, now)
    for following in OutboxState:
        settled(message, following, now=now, not_before=asked)


def test_what_is_doubted_is_read_back_after_a_quarantine() -> None:
    found = doubted(row(read_backs=2, not_before=NOON + MINUTE), NOON)

    assert (OutboxState.UNKNOWN, 0) == (found.state, found.read_backs)
    assert not is_overdue(found, NOON + QUARANTINE - timedelta(seconds=1))
    assert is_overdue(found, NOON + QUARANTINE)
    assert not must_wait_again(found, NOON + QUARANTINE)
