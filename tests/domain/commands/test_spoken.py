from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.commands.moment import Day, Days, Doubt, Moment
from bot.domain.commands.spoken import days, moment

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
SATURDAY, NOON = Day(weekday=5), time(12)
DECEMBER_5 = Day(number=5, month=12)


@pytest.mark.parametrize(
    ("said", "day", "at"),
    [
        ("saturday 12:30", SATURDAY, time(12, 30)),
        ("on saturday at 12:30", SATURDAY, time(12, 30)),
        ("samedi 12h30", SATURDAY, time(12, 30)),
        ("samedi a 12 h 30", SATURDAY, time(12, 30)),
        ("samedi 12 h 30", SATURDAY, time(12, 30)),
        ("12h30 samedi", SATURDAY, time(12, 30)),
        ("samedi 12h", SATURDAY, NOON),
        ("samedi 18 heures", SATURDAY, time(18)),
        ("saturday noon", SATURDAY, NOON),
        ("saturday 12 noon", SATURDAY, NOON),
        ("saturday 7pm", SATURDAY, time(19)),
        ("saturday 7:30 p.m.", SATURDAY, time(19, 30)),
        ("saturday 12 pm", SATURDAY, NOON),
        ("sat. 07:30", SATURDAY, time(7, 30)),
        ("saturday 12 14:00", Day(weekday=5, number=12), time(14)),
        ("samedi 12 12h30", Day(weekday=5, number=12), time(12, 30)),
        ("5 december 12:30", DECEMBER_5, time(12, 30)),
        ("december 5th at noon", DECEMBER_5, NOON),
        ("the day after tomorrow noon", Day(ahead=2), NOON),
        ("5 dec 2026 12:30", Day(number=5, month=12, year=2026), time(12, 30)),
        ("le 5 decembre a 12h30", DECEMBER_5, time(12, 30)),
        ("1er decembre midi", Day(number=1, month=12), NOON),
        ("samedi 5 decembre a 12 h 30", Day(None, 5, 5, 12), time(12, 30)),
        ("5/12 12h", DECEMBER_5, NOON),
        ("13/5 12:30", Day(number=13, month=5), time(12, 30)),
        ("5/13 12:30", Day(number=13, month=5), time(12, 30)),
        ("2026-12-05 12:30", Day(number=5, month=12, year=2026), time(12, 30)),
        ("2026-12-05t12:30", Day(number=5, month=12, year=2026), time(12, 30)),
        ("demain 18h", Day(ahead=1), time(18)),
        ("tomorrow noon", Day(ahead=1), NOON),
        ("apres-demain midi", Day(ahead=2), NOON),
        ("aujourd'hui 18h", Day(ahead=0), time(18)),
    ],
)
def test_a_moment_is_read(said: str, day: Day, at: time) -> None:
    words = said.split()

    assert (Moment(day, at), len(words)) == moment(words, day_first=False)


def test_a_french_date_is_read_day_first() -> None:
    read = moment(["12/5", "12:30"], day_first=True)

    assert (Moment(Day(number=12, month=5), time(12, 30)), 2) == read


def test_what_follows_a_moment_is_left() -> None:
    read = moment(["samedi", "12h30", "place", "hoche"], day_first=True)

    assert (Moment(SATURDAY, time(12, 30)), 2) == read


@pytest.mark.parametrize(
    "said",
    [
        "12/5 12:30",
        "saturday",
        "12:30",
        "saturday 12",
        "saturday 3:00",
        "saturday midnight",
        "samedi minuit",
        "saturday 12am",
        "saturday 13pm",
        "saturday 25:00",
        "saturday 12:60",
        "saturday 12:30-14:00",
        "samedi 12h-14h",
        "next saturday 12:30",
        "samedi prochain 12h30",
        "31 april 12:30",
        "2026-02-29 12:30",
        "2026-13-01 12:30",
        "saturday evening",
        "soon 12:30",
        "",
    ],
)
def test_what_may_mean_two_things_or_none_is_not_read(said: str) -> None:
    assert moment(said.split(), day_first=False) is None


@pytest.mark.parametrize(
    ("said", "now", "then"),
    [
        ("saturday 12:30", MONDAY, datetime(2026, 11, 28, 11, 30, tzinfo=UTC)),
        ("monday 12:30", MONDAY, datetime(2026, 11, 23, 11, 30, tzinfo=UTC)),
        ("monday 08:30", MONDAY, datetime(2026, 11, 30, 7, 30, tzinfo=UTC)),
        ("tomorrow noon", MONDAY, datetime(2026, 11, 24, 11, tzinfo=UTC)),
        ("5 december 12:30", MONDAY, datetime(2026, 12, 5, 11, 30, tzinfo=UTC)),
        ("3 january 12:30", MONDAY, datetime(2027, 1, 3, 11, 30, tzinfo=UTC)),
        ("saturday 5 december noon", MONDAY, datetime(2026, 12, 5, 11, tzinfo=UTC)),
        ("saturday 5 noon", MONDAY, datetime(2026, 12, 5, 11, tzinfo=UTC)),
        ("today 09:00", MONDAY, Doubt.PAST),
        ("20 november 12:30", MONDAY, Doubt.PAST),
        ("2026-11-22 12:30", MONDAY, Doubt.PAST),
        ("2026-11-23 08:00", MONDAY, Doubt.PAST),
        ("sunday 5 december noon", MONDAY, Doubt.NO_SUCH_DAY),
        ("friday 5 noon", MONDAY, Doubt.NO_SUCH_DAY),
    ],
)
def test_a_moment_is_the_next_such_instant(
    said: str, now: datetime, then: datetime | Doubt
) -> None:
    read = moment(said.split(), day_first=False)

    assert read is not None
    assert then == read[0].instant(now, PARIS)


@pytest.mark.parametrize(
    ("said", "now", "then"),
    [
        # From Saturday to Sunday, the 29th of March 2026, the clock goes from 2 to 3.
        ("sunday 12:30", datetime(2026, 3, 28, 9, tzinfo=UTC), "2026-03-29T10:30:00+00:00"),
        ("sunday 02:30", datetime(2026, 3, 28, 9, tzinfo=UTC), "2026-03-29T01:00:00+00:00"),
        # On the 25th of October it goes from 3 to 2.
        ("sunday 02:30", datetime(2026, 10, 24, 9, tzinfo=UTC), "2026-10-25T00:30:00+00:00"),
        ("sunday 12:30", datetime(2026, 10, 24, 9, tzinfo=UTC), "2026-10-25T11:30:00+00:00"),
        # Late on Saturday in UTC it is Sunday in Paris.
        ("tomorrow 12:30", datetime(2026, 11, 28, 23, 30, tzinfo=UTC), "2026-11-30T11:30:00+00:00"),
    ],
)
def test_the_wall_clock_counts(said: str, now: datetime, then: str) -> None:
    read = moment(said.split(), day_first=False)
    assert read is not None

    found = read[0].instant(now, PARIS)

    assert isinstance(found, datetime)
    assert then == found.isoformat()


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 6),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_a_weekday_is_within_a_week_and_a_day(now: datetime, weekday: int, at: time) -> None:
    found = Moment(Day(weekday=weekday), at).instant(now, PARIS)

    assert isinstance(found, datetime)
    assert 0 < (found - now).total_seconds() <= 7 * 86400 + 2 * 3600
    assert weekday == found.astimezone(PARIS).weekday()


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("12-14 dec", "2026-12-12", "2026-12-14"),
        ("du 12 au 14 decembre", "2026-12-12", "2026-12-14"),
        ("from 12 to 14 december", "2026-12-12", "2026-12-14"),
        ("30 dec - 2 jan", "2026-12-30", "2027-01-02"),
        ("12 dec", "2026-12-12", "2026-12-12"),
        ("2026-12-12 2026-12-14", "2026-12-12", "2026-12-14"),
        ("12-14 dec 2027", "2027-12-12", "2027-12-14"),
        ("30 dec to 2 jan 2027", "2026-12-30", "2027-01-02"),
        ("1er-3 janvier", "2027-01-01", "2027-01-03"),
        ("tomorrow", "2026-11-24", "2026-11-24"),
        ("20-25 nov", "2026-11-20", "2026-11-25"),
        ("friday to sunday", "2026-11-27", "2026-11-29"),
    ],
)
def test_days_are_read(said: str, first: str, last: str) -> None:
    read = days(said.split(), day_first=False)

    assert read is not None
    assert (date.fromisoformat(first), date.fromisoformat(last)) == read.on_or_after(MONDAY.date())


@pytest.mark.parametrize("said", ["14-12 dec", "30-31 feb", "12-14", "soon", "dec", "12/5", ""])
def test_what_are_no_days_is_not_read(said: str) -> None:
    assert days(said.split(), day_first=False) is None


def test_days_that_are_over_are_told_from_those_to_come() -> None:
    over = Days(Day(number=1, month=11), Day(number=3, month=11))

    assert over.on_or_after(MONDAY.date()) is Doubt.PAST


@pytest.mark.parametrize(
    "said", ["2026-12-14 2026-12-12", "saturday 14 dec - 16 dec", "1-3 nov 2026", "29 feb"]
)
def test_days_that_are_never_are_no_trip(said: str) -> None:
    read = days(said.split(), day_first=False)

    assert read is not None
    assert isinstance(read.on_or_after(MONDAY.date()), Doubt)


@given(st.dates(), st.tuples(st.dates(), st.booleans()), st.tuples(st.dates(), st.booleans()))
def test_a_range_never_ends_before_it_begins_or_before_today(
    today: date, first: tuple[date, bool], last: tuple[date, bool]
) -> None:
    ends = tuple(
        Day(number=day.day, month=day.month, year=day.year if dated else None)
        for day, dated in (first, last)
    )
    assume(today <= date.max - timedelta(days=300))
    found = Days(ends[0], ends[1]).on_or_after(today)

    if not isinstance(found, Doubt):
        assert found[0] <= found[1]
        assert today <= found[1]
        assert [(day.day, day.month) for day in found] == [(day.number, day.month) for day in ends]
