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


@pytest.mark.parametrize(
    ("meetings", "met", "english", "french"),
    [
        (1, 0, "One meeting this fortnight: 0 of 1.", "Une rencontre cette quinzaine : 0 sur 1."),
        (1, 1, "One meeting this fortnight: 1 of 1.", "Une rencontre cette quinzaine : 1 sur 1."),
        (
            1,
            2,
            "Goal this fortnight: one meeting, and you had 2.",
            "Objectif cette quinzaine : une rencontre, et il y en a eu 2.",
        ),
        (3, 2, "3 meetings this fortnight: 2 of 3.", "3 rencontres cette quinzaine : 2 sur 3."),
        (3, 3, "3 meetings this fortnight: 3 of 3.", "3 rencontres cette quinzaine : 3 sur 3."),
        (
            3,
            5,
            "Goal this fortnight: 3 meetings, and you had 5.",
            "Objectif cette quinzaine : 3 rencontres, et il y en a eu 5.",
        ),
        (
            0,
            0,
            "No goal, and 0 meetings this fortnight.",
            "Pas d’objectif, et 0 rencontre cette quinzaine.",
        ),
        (
            0,
            2,
            "No goal, and 2 meetings this fortnight.",
            "Pas d’objectif, et 2 rencontres cette quinzaine.",
        ),
    ],
)
def test_what_was_met_is_told_below_at_and_beyond_the_goal(
    meetings: int, met: int, english: str, french: str
) -> None:
    goal = Goal(meetings, Period(2, Unit.WEEK))
    progress = Progress(goal, met, date(2026, 12, 6), date(2026, 12, 20))

    assert english == goals.sentence(progress, catalogue("en"))
    assert french == goals.sentence(progress, catalogue("fr")).replace("\u00a0", " ")
