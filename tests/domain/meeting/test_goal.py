from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meeting.goal import Goal, Meeting, progress
from bot.domain.schedule import Period, Unit
from tests.builders import NOON

SUNDAY = date(2026, 11, 1)
FORTNIGHT = Goal(1, Period(2, Unit.WEEK))

days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
goals = st.builds(
    Goal, st.integers(0, 5), st.builds(Period, st.integers(1, 12), st.sampled_from(Unit))
)


def met(*on: date) -> list[Meeting]:
    return [Meeting(day, NOON) for day in on]


def test_meetings_of_this_period_alone_are_counted() -> None:
    meetings = met(SUNDAY - timedelta(days=1), SUNDAY, SUNDAY + timedelta(days=14))

    first = progress(FORTNIGHT, meetings, began=SUNDAY, today=SUNDAY + timedelta(days=13))
    second = progress(FORTNIGHT, meetings, began=SUNDAY, today=SUNDAY + timedelta(days=14))

    assert (SUNDAY, SUNDAY + timedelta(days=14), 1, True) == (
        first.first,
        first.end,
        first.met,
        first.reached,
    )
    assert (SUNDAY + timedelta(days=14), 1) == (second.first, second.met)


def test_nothing_is_owed_and_nothing_saved_up() -> None:
    three = met(SUNDAY, SUNDAY, SUNDAY)

    after = progress(FORTNIGHT, three, began=SUNDAY, today=SUNDAY + timedelta(days=20))
    later = progress(FORTNIGHT, [], began=SUNDAY, today=SUNDAY + timedelta(days=200))

    assert (0, False) == (after.met, after.reached)
    assert 1 == later.goal.meetings


def test_a_goal_of_no_meetings_silences_nobody() -> None:
    none = progress(Goal(0, Period(1, Unit.WEEK)), met(SUNDAY), began=SUNDAY, today=SUNDAY)

    assert not none.reached


def test_months_begin_on_the_same_day_and_end_where_it_is_missing() -> None:
    monthly = Goal(1, Period(1, Unit.MONTH))
    began = date(2026, 12, 31)

    found = progress(monthly, [], began=began, today=date(2027, 2, 28))

    assert (date(2027, 2, 28), date(2027, 3, 31)) == (found.first, found.end)


@given(goals, days, days)
def test_today_lies_in_its_period(goal: Goal, began: date, today: date) -> None:
    found = progress(goal, [], began=began, today=today)

    assert found.first <= today < found.end


@given(goals, days)
def test_periods_follow_each_other_without_a_gap(goal: Goal, began: date) -> None:
    ends = [began]
    for _ in range(5):
        ends.append(progress(goal, [], began=began, today=ends[-1]).end)

    assert all(
        progress(goal, [], began=began, today=following - timedelta(days=1)).end == following
        for _, following in pairwise(ends)
    )
