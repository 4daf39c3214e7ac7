from __future__ import annotations

from datetime import date, timedelta

from bot.domain.talk.tally import Tally
from bot.domain.talk.weeks import SHOWN, Week, weeks_until
from tests.builders import ALICE, ME, OWNER, key

TODAY = date(2026, 11, 4)
"""A Wednesday."""
MONDAY = date(2026, 11, 2)


def on(day: date, said: int, heard: int, *, account: str = "alice") -> Tally:
    who = ALICE if account == "alice" else key(account)
    return Tally(OWNER.id, ME, who, day, said, heard, 9, 9)


def test_weeks_add_up_over_days_and_accounts_and_leave_signals_out() -> None:
    tallies = [on(MONDAY, 1, 2), on(TODAY, 3, 0), on(TODAY, 1, 1, account="alice-too")]

    assert Week(MONDAY, 5, 3) == weeks_until(TODAY, tallies)[-1]


def test_silent_weeks_are_there_too_oldest_first() -> None:
    found = weeks_until(TODAY, [on(MONDAY - timedelta(weeks=2), 1, 1)], 4)

    mondays = [MONDAY - timedelta(weeks=back) for back in (3, 2, 1, 0)]
    assert mondays == [week.monday for week in found]
    assert [0, 1, 0, 0] == [week.said for week in found]


def test_half_a_year_is_shown_and_nothing_older() -> None:
    found = weeks_until(TODAY, [on(MONDAY - timedelta(days=1, weeks=SHOWN - 1), 1, 1)])

    assert SHOWN == len(found)
    assert not any(week.said for week in found)


def test_a_day_of_the_future_counts_as_today() -> None:
    assert 1 == weeks_until(TODAY, [on(TODAY + timedelta(30), 1, 0)])[-1].said
