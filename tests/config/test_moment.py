from __future__ import annotations

from datetime import time

import pytest

from bot.domain.schedule import Period, Unit, WallTime
from config.models.moment import period, wall_time


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("1 day", 1, Unit.DAY),
        ("10 days", 10, Unit.DAY),
        ("2 weeks", 2, Unit.WEEK),
        ("1 Month", 1, Unit.MONTH),
        ("366 months", 366, Unit.MONTH),
    ],
)
def test_a_period_is_a_number_of_days_weeks_or_months(text: str, count: int, unit: Unit) -> None:
    assert Period(count, unit) == period(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("fortnight", 'must be a number of days, weeks or months, such as "2 weeks".'),
        ("2  weeks", 'must be a number of days, weeks or months, such as "2 weeks".'),
        ("-1 weeks", 'must be a number of days, weeks or months, such as "2 weeks".'),
        ("٣ weeks", 'must be a number of days, weeks or months, such as "2 weeks".'),
        ("0 days", "must be 1 to 366 days, not 0."),
        ("400 months", "must be 1 to 366 months, not 400."),
    ],
)
def test_any_other_period_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=r"^must") as caught:
        period(text)

    assert why == str(caught.value)


@pytest.mark.parametrize(
    ("text", "at", "weekday"),
    [
        ("18:00", time(18), None),
        ("7:05", time(7, 5), None),
        ("monday 09:30", time(9, 30), 0),
        ("Sunday 18:00", time(18), 6),
        ("mercredi 00:00", time(0), 2),
        ("dimanche 23:59", time(23, 59), 6),
        ("dimanche 18h00", time(18), 6),
    ],
)
def test_a_wall_time_may_have_a_weekday(text: str, at: time, weekday: int | None) -> None:
    assert WallTime(at, weekday) == wall_time(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("noon", 'must be a time from 00:00 to 23:59, such as "18:00" or "sunday 18:00".'),
        ("24:00", 'must be a time from 00:00 to 23:59, such as "18:00" or "sunday 18:00".'),
        ("12:60", 'must be a time from 00:00 to 23:59, such as "18:00" or "sunday 18:00".'),
        ("sonday 18:00", "must begin with a weekday in English or French. Did you mean “sunday”?"),
        ("xyz 18:00", "must begin with a weekday in English or French."),
    ],
)
def test_any_other_wall_time_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=r"^must") as caught:
        wall_time(text)

    assert why == str(caught.value)
