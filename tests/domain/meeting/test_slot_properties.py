"""Properties of slots for all windows, zones and days, DST changes included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meeting.quiet import QuietHours
from bot.domain.meeting.slot import Busy, Priority, Rules, Slot, Window, free_slots, spread

MINUTE = timedelta(minutes=1)
# Changes at midnight, by half an hour, in the other half of the year, and of no DST at all.
ZONES = (
    "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Santiago",
    "Africa/Cairo", "Asia/Kolkata", "Pacific/Chatham", "Pacific/Apia", "UTC",
)  # fmt: skip
wall_times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 10, 15, 30, 45, 59)))
instants = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 (hypothesis wants it so)
    datetime(2028, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda at: at.replace(second=0, microsecond=0))
priorities = st.sampled_from(Priority)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start, end = sorted((draw(wall_times), draw(wall_times)))
    return Window(
        draw(st.integers(0, 6)), start, end if start < end else time(0), "x", draw(priorities)
    )


@dataclass(frozen=True)
class Case:
    windows: list[Window]
    busy: list[Busy]
    taken: list[Slot]
    zone: ZoneInfo
    now: datetime
    holidays: frozenset[date]
    rules: Rules

    def slots(self) -> list[Slot]:
        return free_slots(
            self.windows,
            self.busy,
            zone=self.zone,
            now=self.now,
            taken=self.taken,
            holidays=self.holidays,
            rules=self.rules,
        )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    now = draw(instants | st.sampled_from(_days_before_changes(zone)))

    def span() -> tuple[datetime, datetime]:
        start = now + draw(st.integers(-1440, 14 * 1440)) * MINUTE
        return start, start + draw(st.integers(0, 2000)) * MINUTE

    shortest = draw(st.integers(15, 90))
    return Case(
        windows=draw(st.lists(windows(), min_size=1, max_size=5)),
        busy=[
            Busy(*span(), draw(priorities), draw(st.booleans()))
            for _ in range(draw(st.integers(0, 6)))
        ],
        taken=[Slot(*span()) for _ in range(draw(st.integers(0, 3)))],
        zone=zone,
        now=now,
        holidays=frozenset(
            now.date() + timedelta(days=number)
            for number in draw(st.sets(st.integers(0, 14), max_size=4))
        ),
        rules=Rules(
            shortest=shortest * MINUTE,
            longest=(shortest + draw(st.integers(0, 120))) * MINUTE,
            travel=draw(st.integers(0, 120)) * MINUTE,
            quiet=draw(st.none() | st.builds(QuietHours, wall_times, wall_times)),
            notice=draw(st.integers(0, 3)),
            horizon=draw(st.integers(3, 14)),
        ),
    )


def _days_before_changes(zone: ZoneInfo) -> list[datetime]:
    days = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(365)]
    return [
        day
        for day in days
        if day.astimezone(zone).utcoffset()
        != (day + timedelta(days=2)).astimezone(zone).utcoffset()
    ] or days[:1]


def minutes(slot: Slot, zone: ZoneInfo) -> list[datetime]:
    """Every minute of a slot, in the owner's local time."""
    length = (slot.end - slot.start) // MINUTE
    return [(slot.start + number * MINUTE).astimezone(zone) for number in range(length)]


def meets(slot: Slot, other: Busy | Slot, travel: timedelta) -> bool:
    return slot.start < other.end + travel and other.start - travel < slot.end


@given(cases())
def test_a_slot_keeps_out_of_the_way_of_all_that_blocks_its_window(case: Case) -> None:
    for slot in case.slots():
        holding = [window for window in case.windows if _within(slot, window, case.zone)]
        met = [busy for busy in case.busy if meets(slot, busy, case.rules.travel)]

        assert any(
            all(busy.tentative or busy.priority < window.priority for busy in met)
            for window in holding
        )
        assert not any(meets(slot, other, case.rules.travel) for other in case.taken)


@given(cases())
def test_a_slot_is_tentative_only_where_something_tentative_is(case: Case) -> None:
    for slot in case.slots():
        perhaps = [busy for busy in case.busy if busy.tentative]

        assert not slot.tentative or any(meets(slot, busy, case.rules.travel) for busy in perhaps)


@given(cases())
def test_a_slot_lies_within_a_window_and_in_no_quiet_hour(case: Case) -> None:
    quiet = case.rules.quiet
    for slot in case.slots():
        assert any(_within(slot, window, case.zone) for window in case.windows)
        for wall in minutes(slot, case.zone):
            assert quiet is None or not _is_quiet(wall.time().replace(tzinfo=None), quiet)


@given(cases())
def test_a_slot_is_neither_past_nor_too_near_nor_too_far_nor_on_a_holiday(case: Case) -> None:
    today = case.now.astimezone(case.zone).date()
    for slot in case.slots():
        day = slot.start.astimezone(case.zone).date()

        assert case.now <= slot.start
        assert case.rules.notice <= (day - today).days <= case.rules.horizon
        assert day not in case.holidays


@given(cases())
def test_slots_are_of_a_meeting_s_length_and_never_overlap(case: Case) -> None:
    slots = case.slots()
    by_time = sorted(slots, key=lambda slot: slot.start)

    assert all(case.rules.shortest <= slot.end - slot.start <= case.rules.longest for slot in slots)
    assert all(slot.end <= other.start for slot, other in pairwise(by_time))


@given(cases(), st.integers(0, 4))
def test_what_was_proposed_is_not_proposed_again(case: Case, how_many: int) -> None:
    first = spread(case.slots(), how_many, case.zone)
    again = free_slots(
        case.windows,
        case.busy,
        zone=case.zone,
        now=case.now,
        taken=[*case.taken, *first],
        holidays=case.holidays,
        rules=case.rules,
    )

    assert len(first) == min(how_many, len(case.slots()))
    assert not any(meets(slot, other, case.rules.travel) for slot in again for other in first)


def _within(slot: Slot, window: Window, zone: ZoneInfo) -> bool:
    """Whether each minute shows, on the owner's clock, a time of the window.

    An hour that comes twice lies between two times of the window whatever it shows.
    """
    return all(
        wall.weekday() == window.weekday
        and window.start <= wall.time()
        and (window.end == time(0) or wall.time() < window.end)
        for wall in minutes(slot, zone)
        if not _comes_twice(wall)
    )


def _comes_twice(wall: datetime) -> bool:
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def _is_quiet(wall: time, quiet: QuietHours) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= wall < quiet.end
    return wall >= quiet.start or wall < quiet.end
