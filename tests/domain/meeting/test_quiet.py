from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

from bot.domain.meeting.quiet import QuietHours
from tests.builders import at

PARIS = ZoneInfo("Europe/Paris")
NIGHT = QuietHours(time(22), time(2, 30))


def test_quiet_hours_over_midnight_end_on_the_next_day() -> None:
    _, tonight, _ = NIGHT.near(date(2026, 11, 24), PARIS)

    assert (at("2026-11-24 21:00"), at("2026-11-25 01:30")) == tonight


def test_an_end_that_comes_twice_is_the_second() -> None:
    _, tonight, _ = NIGHT.near(date(2026, 10, 24), PARIS)

    assert (at("2026-10-24 20:00"), at("2026-10-25 01:30")) == tonight


def test_an_end_that_never_comes_is_the_next_time_that_does() -> None:
    _, tonight, _ = NIGHT.near(date(2026, 3, 28), PARIS)

    assert (at("2026-03-28 21:00"), at("2026-03-29 01:00")) == tonight


def test_equal_times_are_no_quiet_hours() -> None:
    assert [] == list(QuietHours(time(8), time(8)).near(date(2026, 11, 24), PARIS))
