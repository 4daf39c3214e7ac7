"""The owner's goal: a number of meetings per period, and how many there were."""

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
    """How many meetings the owner would like to have in each period."""

    meetings: int
    every: Period


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that took place. `person` is `None` for an event.

    `day` is the owner's date; `said_at` is when the owner said so, UTC; `id` is 0 until stored.
    """

    day: date
    said_at: datetime
    person: PersonId | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """The number of meetings in the period from `first` until before `end`."""

    goal: Goal
    met: int
    first: date
    end: date

    @property
    def reached(self) -> bool:
        """Whether no digest is sent until `end`; a goal of 0 meetings is never reached."""
        return 0 < self.goal.meetings <= self.met


def progress(goal: Goal, meetings: Iterable[Meeting], *, began: date, today: date) -> Progress:
    """Count the meetings of the period that holds `today`.

    Periods follow each other from `began`, the day of the first digest, so that a period starts
    with a digest if both have the same length. Nothing is carried over to the next period.
    """
    began = min(began, today)
    number = 0
    while (end := goal.every.after(began, number + 1)) <= today:
        number += 1
    first = goal.every.after(began, number)
    met = sum(first <= meeting.day < end for meeting in meetings)
    return Progress(goal, met, first, end)
