from __future__ import annotations

from datetime import date

import pytest

from bot.domain.meeting.goal import Goal, Progress
from bot.domain.schedule import Period, Unit
from bot.text.language.catalogue import catalogue
from bot.text.letter import goals


@pytest.mark.parametrize(
    ("meetings", "every", "english", "french"),
    [
        (1, Period(2, Unit.WEEK), "one meeting this fortnight: 0 of 1", "0 sur 1"),
        (2, Period(1, Unit.MONTH), "2 meetings this month: 0 of 2", "0 sur 2"),
        (3, Period(10, Unit.DAY), "3 meetings in these 10 days: 0 of 3", "0 sur 3"),
        (1, Period(1, Unit.WEEK), "one meeting this week: 0 of 1", "0 sur 1"),
        (1, Period(3, Unit.MONTH), "one meeting in these 3 months: 0 of 1", "0 sur 1"),
    ],
)
def test_a_goal_is_told_with_its_period(
    meetings: int, every: Period, english: str, french: str
) -> None:
    progress = Progress(Goal(meetings, every), 0, date(2026, 12, 6), date(2026, 12, 20))

    assert english == goals.line(progress, catalogue("en"))
    assert french in goals.line(progress, catalogue("fr"))
