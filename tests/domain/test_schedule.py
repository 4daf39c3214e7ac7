"""When a digest is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.schedule import (
    Lateness,
    Occasion,
    Period,
    Schedule,
    Unit,
    WallTime,
    duration,
    instant,
    occasion,
)
from tests.builders import at

PARIS = ZoneInfo("Europe/Paris")
SUNDAY = 6
ZONES = [
    "Europe/Paris", "Europe/Dublin", "America/Los_Angeles", "America/St_Johns", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca", "UTC",
]  # fmt: skip


def every(count: int, unit: Unit, clock: str = "18:00", weekday: int | None = None) -> Schedule:
    return Schedule(Period(count, unit), WallTime(time.fromisoformat(clock), weekday), PARIS)


def first_four(schedule: Schedule, first: str) -> list[str]:
    """The occurrences in local time."""
    found = islice(schedule.occurrences(at(first)), 4)
    return [f"{due.astimezone(schedule.zone):%Y-%m-%d %H:%M}" for due in found]


def test_the_first_is_due_when_it_can_be_and_follows_no_clock() -> None:
    schedule = every(2, Unit.WEEK, weekday=SUNDAY)

    assert at("2026-11-03 09:41") == schedule.occurrence(at("2026-11-03 09:41"), 0)


def test_every_other_day() -> None:
    assert [
        "2026-11-03 10:41",
        "2026-11-05 18:00",
        "2026-11-07 18:00",
        "2026-11-09 18:00",
    ] == first_four(every(2, Unit.DAY), "2026-11-03 09:41")


def test_every_other_week_on_a_sunday() -> None:
    # Two weeks after Tuesday the 3rd is Tuesday the 17th; the Sunday after that is the 22nd.
    assert [
        "2026-11-03 10:41",
        "2026-11-22 18:00",
        "2026-12-06 18:00",
        "2026-12-20 18:00",
    ] == first_four(every(2, Unit.WEEK, weekday=SUNDAY), "2026-11-03 09:41")


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_comes_within_seven_days_of_any_other(weekday: int) -> None:
    # From Thursday 5 November 2026 on
    found = WallTime(time(18), weekday).on_or_after(date(2026, 11, 5))

    assert ["09", "10", "11", "05", "06", "07", "08"][weekday] == f"{found:%d}"


def test_begun_on_the_weekday_itself_it_stays_with_it() -> None:
    assert [
        "2026-11-01 10:41",
        "2026-11-08 18:00",
        "2026-11-15 18:00",
        "2026-11-22 18:00",
    ] == first_four(every(1, Unit.WEEK, weekday=SUNDAY), "2026-11-01 09:41")


def test_every_month_from_a_31st_keeps_to_it_where_there_is_one() -> None:
    assert [
        "2027-10-31 10:00",
        "2027-11-30 18:00",
        "2027-12-31 18:00",
        "2028-01-31 18:00",
    ] == first_four(every(1, Unit.MONTH), "2027-10-31 09:00")


def test_a_month_after_the_31st_of_january_in_a_leap_year() -> None:
    assert date(2028, 2, 29) == Period(1, Unit.MONTH).after(date(2028, 1, 31))
    assert date(2027, 2, 28) == Period(1, Unit.MONTH).after(date(2027, 1, 31))


@pytest.mark.parametrize(
    ("months", "day"),
    [(1, "2027-01-15"), (12, "2027-12-15"), (13, "2028-01-15"), (24, "2028-12-15")],
)
def test_months_go_over_the_year(months: int, day: str) -> None:
    assert date.fromisoformat(day) == Period(months, Unit.MONTH).after(date(2026, 12, 15))


def test_every_month_on_a_weekday_is_the_first_such_day_after_the_month() -> None:
    # 10 December is a Thursday, 10 January a Sunday, 10 February a Wednesday.
    assert [
        "2026-11-10 10:00",
        "2026-12-13 18:00",
        "2027-01-10 18:00",
        "2027-02-14 18:00",
    ] == first_four(every(1, Unit.MONTH, weekday=SUNDAY), "2026-11-10 09:00")


def test_the_owner_s_day_counts_not_that_of_utc() -> None:
    # 23:30 UTC on the 3rd is the 4th in Paris.
    assert "2026-11-05 18:00" == first_four(every(1, Unit.DAY), "2026-11-03 23:30")[1]


def test_the_wall_time_holds_when_summer_ends() -> None:
    # Paris: +2 on 24 October 2026, +1 from the 25th on.
    found = list(islice(every(1, Unit.DAY).occurrences(at("2026-10-23 09:00")), 4))

    assert [at("2026-10-24 16:00"), at("2026-10-25 17:00"), at("2026-10-26 17:00")] == found[1:]


def test_the_wall_time_holds_when_summer_begins() -> None:
    # Paris: +1 on 28 March 2026, +2 from the 29th on.
    found = list(islice(every(1, Unit.DAY).occurrences(at("2026-03-27 09:00")), 4))

    assert [at("2026-03-28 17:00"), at("2026-03-29 16:00"), at("2026-03-30 16:00")] == found[1:]


def test_a_wall_time_that_does_not_exist_is_the_next_that_does() -> None:
    # On 29 March 2026 the clock goes from 02:00 to 03:00, at 01:00 UTC.
    for wall in ("02:00", "02:30", "02:59", "03:00"):
        assert at("2026-03-29 01:00") == instant(
            datetime.fromisoformat(f"2026-03-29 {wall}"), PARIS
        )
    assert at("2026-03-29 00:59") == instant(datetime.fromisoformat("2026-03-29 01:59"), PARIS)


def test_a_wall_time_that_comes_twice_is_the_first() -> None:
    # On 25 October 2026 the clock goes from 03:00 (+2) back to 02:00 (+1).
    assert at("2026-10-25 00:30") == instant(datetime.fromisoformat("2026-10-25 02:30"), PARIS)
    assert at("2026-10-25 02:00") == instant(datetime.fromisoformat("2026-10-25 03:00"), PARIS)


def test_a_day_that_a_country_left_out_is_the_beginning_of_the_next() -> None:
    # Samoa had no 30 December 2011: 29 December, 24:00 (-10) is 31 December, 00:00 (+14).
    apia = ZoneInfo("Pacific/Apia")

    assert at("2011-12-30 10:00") == instant(datetime.fromisoformat("2011-12-30 09:00"), apia)


SCHEDULE = every(1, Unit.WEEK, weekday=SUNDAY)
FIRST = at("2026-11-03 09:00")
SECOND = at("2026-11-15 17:00")  # Sunday the 15th, 18:00 in Paris
THIRD = at("2026-11-22 17:00")


@pytest.mark.parametrize(
    ("now", "latest", "following"),
    [
        (FIRST - timedelta(seconds=1), None, FIRST),
        (FIRST, FIRST, SECOND),
        (SECOND - timedelta(seconds=1), FIRST, SECOND),
        (SECOND, SECOND, THIRD),
        (THIRD + timedelta(hours=1), THIRD, THIRD + timedelta(days=7)),
    ],
)
def test_the_latest_and_the_next(
    now: datetime, latest: datetime | None, following: datetime
) -> None:
    assert latest == SCHEDULE.latest(FIRST, now)
    assert following == SCHEDULE.next_after(FIRST, now)


def what(now: datetime, settled: datetime | None) -> Occasion | None:
    return occasion(SCHEDULE, first=FIRST, settled=settled, now=now)


def test_before_the_first_nothing_is_due() -> None:
    assert what(FIRST - timedelta(seconds=1), None) is None


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=3), timedelta(days=40)])
def test_the_first_is_due_however_late(late: timedelta) -> None:
    assert Occasion(FIRST, Lateness.DUE) == what(FIRST + late, None)


def test_between_two_nothing_is_due() -> None:
    assert what(SECOND - timedelta(seconds=1), FIRST) is None


@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=5), timedelta(hours=24)])
def test_one_that_was_missed_by_up_to_a_day_is_sent_late(late: timedelta) -> None:
    assert Occasion(SECOND, Lateness.DUE) == what(SECOND + late, FIRST)


def test_after_a_day_it_is_missed() -> None:
    late = SECOND + timedelta(hours=24, seconds=1)

    assert Occasion(SECOND, Lateness.MISSED) == what(late, FIRST)


def test_of_several_that_were_missed_only_the_last_is_dealt_with() -> None:
    assert Occasion(THIRD, Lateness.DUE) == what(THIRD + timedelta(hours=1), FIRST)


@pytest.mark.parametrize("settled", [SECOND, SECOND + timedelta(days=1)])
def test_what_is_settled_is_never_due_again(settled: datetime) -> None:
    assert what(SECOND + timedelta(hours=1), settled) is None


periods = st.builds(Period, st.integers(1, 5), st.sampled_from(list(Unit)))
moments = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    period = draw(periods)
    weekday = None if period.unit is Unit.DAY else draw(st.none() | st.integers(0, 6))
    return Schedule(period, WallTime(draw(clocks), weekday), ZoneInfo(draw(st.sampled_from(ZONES))))


@given(schedules(), moments)
def test_digests_come_one_after_the_other_and_never_sooner_than_asked(
    schedule: Schedule, first: datetime
) -> None:
    found = list(islice(schedule.occurrences(first), 9))

    assert all(earlier < later for earlier, later in pairwise(found))
    begun = first.astimezone(schedule.zone).date()
    assert found[1].astimezone(schedule.zone).date() >= schedule.every.after(begun)


@given(schedules(), moments)
def test_every_digest_but_the_first_comes_at_its_wall_time(
    schedule: Schedule, first: datetime
) -> None:
    for number, due in enumerate(islice(schedule.occurrences(first), 9)):
        there = due.astimezone(schedule.zone)
        day = schedule.every.after(first.astimezone(schedule.zone).date(), number)
        wall = schedule.at.on_or_after(day)
        naive = there.replace(tzinfo=None)
        if number and naive != wall:
            # Nobody's clock showed it: an hour at most, or the day that Samoa left out.
            assert wall < naive
            assert (
                wall.replace(tzinfo=schedule.zone)
                .astimezone(UTC)
                .astimezone(schedule.zone)
                .replace(tzinfo=None)
                != wall
            )


@given(st.sampled_from(ZONES), moments)
def test_an_instant_is_the_first_at_which_the_clock_shows_it(name: str, moment: datetime) -> None:
    zone = ZoneInfo(name)
    moment = moment.replace(second=0, microsecond=0)
    wall = moment.astimezone(zone).replace(tzinfo=None)

    found = instant(wall, zone)

    assert found <= moment
    assert wall == found.astimezone(zone).replace(tzinfo=None)


@given(schedules(), moments, st.integers(0, 900))
def test_whatever_is_due_is_settled_by_settling_it(
    schedule: Schedule, first: datetime, days: int
) -> None:
    now = first + timedelta(days=days)
    found = occasion(schedule, first=first, settled=first, now=now)
    assume(found is not None)
    assert found is not None

    assert found.due <= now
    assert occasion(schedule, first=first, settled=found.due, now=now) is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("3d", Period(3, Unit.DAY)),
        ("1 day", Period(1, Unit.DAY)),
        ("10 days", Period(10, Unit.DAY)),
        ("3j", Period(3, Unit.DAY)),
        ("1 jour", Period(1, Unit.DAY)),
        ("3 jours", Period(3, Unit.DAY)),
        ("2w", Period(2, Unit.WEEK)),
        ("2 Weeks", Period(2, Unit.WEEK)),
        ("1 week", Period(1, Unit.WEEK)),
        ("2s", Period(2, Unit.WEEK)),
        ("2sem", Period(2, Unit.WEEK)),
        ("1semaine", Period(1, Unit.WEEK)),
        ("2 semaines", Period(2, Unit.WEEK)),
        ("1m", Period(1, Unit.MONTH)),
        ("1 month", Period(1, Unit.MONTH)),
        ("6 months", Period(6, Unit.MONTH)),
        ("6mois", Period(6, Unit.MONTH)),
        (" 6 MOIS ", Period(6, Unit.MONTH)),
        ("999d", Period(999, Unit.DAY)),
    ],
)
def test_a_duration_is_read_in_english_and_french(text: str, period: Period) -> None:
    assert period == duration(text)


@pytest.mark.parametrize(
    "text",
    ["", "d", "3", "0d", "-1d", "1.5d", "1000d", "3h", "3 min", "3d 2w", "w2", "3dd", "d3"],
)  # fmt: skip
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration: write 3d, 2w or 1m"):
        duration(text)
