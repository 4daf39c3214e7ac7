"""Talk and signals counted per day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.talk.interaction import Kind
from bot.domain.talk.tally import Tally, day_of, tally, week_of
from tests.builders import ALICE, BRUNO, ME, OWNER, at, interaction, key

PARIS = ZoneInfo("Europe/Paris")
ZONES = ["Europe/Paris", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu", "UTC"]


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        # In November Paris is an hour ahead: its day begins at 03:00 UTC.
        ("2026-11-10 02:59", "Europe/Paris", "2026-11-09"),
        ("2026-11-10 03:00", "Europe/Paris", "2026-11-10"),
        # In July two hours: at 02:00 UTC.
        ("2026-07-10 01:59", "Europe/Paris", "2026-07-09"),
        ("2026-07-10 02:00", "Europe/Paris", "2026-07-10"),
        # 29 March 2026: the clock goes from 02:00 to 03:00 (01:00 UTC), a day of 23 hours from
        # 04:00 (+1) on the 28th = 03:00 UTC to 04:00 (+2) on the 29th = 02:00 UTC.
        ("2026-03-28 03:00", "Europe/Paris", "2026-03-28"),
        ("2026-03-29 01:59", "Europe/Paris", "2026-03-28"),
        ("2026-03-29 02:00", "Europe/Paris", "2026-03-29"),
        # 25 October 2026: the clock goes from 03:00 back to 02:00 (01:00 UTC), 25 hours.
        ("2026-10-24 02:00", "Europe/Paris", "2026-10-24"),
        ("2026-10-25 02:59", "Europe/Paris", "2026-10-24"),
        ("2026-10-25 03:00", "Europe/Paris", "2026-10-25"),
        # West: Los Angeles in November is 8 hours behind, its day begins at 12:00 UTC.
        ("2026-11-10 11:59", "America/Los_Angeles", "2026-11-09"),
        ("2026-11-10 12:00", "America/Los_Angeles", "2026-11-10"),
        # East: Kiritimati is 14 hours ahead, its 11th begins at 14:00 UTC on the 10th.
        ("2026-11-10 13:59", "Pacific/Kiritimati", "2026-11-10"),
        ("2026-11-10 14:00", "Pacific/Kiritimati", "2026-11-11"),
        # Kathmandu is 5 h 45 ahead, its 10th begins at 22:15 UTC on the 9th.
        ("2026-11-09 22:14", "Asia/Kathmandu", "2026-11-09"),
        ("2026-11-09 22:15", "Asia/Kathmandu", "2026-11-10"),
    ],
)
def test_a_day_begins_when_the_clock_on_the_wall_says_four(
    moment: str, zone: str, day: str
) -> None:
    assert date.fromisoformat(day) == day_of(at(moment), ZoneInfo(zone))


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(ZONES),
)
def test_the_clock_shows_four_of_that_day_at_the_latest(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    day = day_of(moment, zone)
    wall = moment.astimezone(zone).replace(tzinfo=None)

    assert datetime.combine(day, time(4)) <= wall
    assert wall < datetime.combine(day + timedelta(days=1), time(4))


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2026-11-02", "2026-11-02"),  # a Monday
        ("2026-11-08", "2026-11-02"),  # its Sunday
        ("2026-11-09", "2026-11-09"),
        ("2027-01-01", "2026-12-28"),  # a Friday of 2026-W53
        ("2027-01-03", "2026-12-28"),
        ("2027-01-04", "2027-01-04"),  # 2027-W01
        ("2024-12-30", "2024-12-30"),  # a Monday of 2025-W01
        ("2025-01-05", "2024-12-30"),
        ("2024-02-29", "2024-02-26"),
    ],
)
def test_a_week_is_its_monday(day: str, monday: str) -> None:
    assert date.fromisoformat(monday) == week_of(date.fromisoformat(day))


@given(st.dates(date(2000, 1, 10), date(2040, 1, 1)))
def test_days_share_a_week_when_they_share_the_iso_week(day: date) -> None:
    assert (*day.isocalendar()[:2], 1) == tuple(week_of(day).isocalendar())


def test_talk_and_signals_are_counted_by_direction() -> None:
    done = [
        interaction(Kind.REPLY, by=ME, to=ALICE, uri="1"),
        interaction(Kind.QUOTE, by=ALICE, to=ME, uri="2"),
        interaction(Kind.MENTION, by=ALICE, to=ME, uri="3"),
        interaction(Kind.LIKE, by=ME, to=ALICE, subject="4"),
        interaction(Kind.BOOST, by=ME, to=ALICE, subject="4"),
        interaction(Kind.LIKE, by=ME, to=ALICE, subject="5"),
        interaction(Kind.FOLLOW, by=ALICE, to=ME),
        interaction(Kind.BOOST, by=ALICE, to=ME, subject="6"),
    ]

    assert [
        Tally(
            OWNER.id,
            ME,
            ALICE,
            date(2026, 11, 1),
            out_talk=1,
            in_talk=2,
            out_signal=2,
            in_signal=2,
            out_boost=1,
        )
    ] == tally(done, PARIS)


def test_a_copied_handle_leaves_no_trace() -> None:
    assert [] == tally([interaction(Kind.COPIED)], PARIS)


def test_days_people_and_watched_accounts_are_counted_apart() -> None:
    work = key("me-at-work")
    done = [
        interaction(uri="1", when=at("2026-11-01 12:00")),
        interaction(uri="2", when=at("2026-11-02 12:00")),
        interaction(uri="3", by=BRUNO),
        interaction(uri="4", to=work, watched=work),
    ]

    assert {
        (ME, ALICE, date(2026, 11, 1)),
        (ME, ALICE, date(2026, 11, 2)),
        (ME, BRUNO, date(2026, 11, 1)),
        (work, ALICE, date(2026, 11, 1)),
    } == {(counted.watched, counted.account, counted.day) for counted in tally(done, PARIS)}


def test_an_evening_that_ends_after_midnight_is_one_day() -> None:
    evening = [
        interaction(uri="1", when=at("2026-11-01 22:30")),  # 23:30 in Paris
        interaction(uri="2", when=at("2026-11-02 01:30")),  # 02:30
    ]

    assert [(date(2026, 11, 1), 2)] == [
        (counted.day, counted.in_talk) for counted in tally(evening, PARIS)
    ]
