"""What the owner set out to do: so many meetings in a period, and no debt from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from bot.domain.people.identity import PersonId
    from bot.domain.schedule import Period


@dataclass(frozen=True, slots=True)
class Goal:
    """So many meetings in a period: what the owner set out to do."""

    meetings: int
    every: Period


@dataclass(frozen=True, slots=True)
class Meeting:
    """It happened. `day` is the owner's date; `person` is `None` where it was an event.

    `said_at` is when the owner said so, UTC; `id` is 0 before it is stored.
    """

    day: date
    said_at: datetime
    person: PersonId | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the goal is reached in the period that began on `first` and ends before `end`."""

    goal: Goal
    met: int
    first: date
    end: date

    @property
    def reached(self) -> bool:
        """Whether the bot keeps silent until `end`; a goal of no meetings is never reached."""
        return 0 < self.goal.meetings <= self.met


def progress(goal: Goal, meetings: Iterable[Meeting], *, began: date, today: date) -> Progress:
    """Count the meetings of the period that holds `today`.

    Periods follow each other from `began`, the day of the first digest, so that a digest opens
    each of them where both come as often. What was missed in one is not owed in the next, and
    what was too much is not saved up.
    """
    began = min(began, today)
    number = 0
    while (end := goal.every.after(began, number + 1)) <= today:
        number += 1
    first = goal.every.after(began, number)
    met = sum(first <= meeting.day < end for meeting in meetings)
    return Progress(goal, met, first, end)
