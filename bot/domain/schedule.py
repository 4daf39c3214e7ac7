"""When a digest is due: once per period, at a local time.

The first is due when the first back-fill is complete. The next is due at the first `at` that is
at least `every` after the day of the first, and so on, so that digests never come more often than
configured. A local time that does not exist (the clock goes forward) is the next that does; one
that the clock repeats is the first of the two.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import count, takewhile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

LATE_AT_MOST = timedelta(hours=24)
"""A digest missed by up to this is sent late, once; a later one is skipped."""


class Unit(StrEnum):
    """The unit of a period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """A number of days, weeks or months."""

    count: int
    unit: Unit

    def after(self, day: date, times: int = 1) -> date:
        """The day that is `times` this period after `day`.

        A month later is the same day of the month, or the last day of a shorter month.
        """
        number = self.count * times
        if self.unit is Unit.DAY:
            return day + timedelta(days=number)
        if self.unit is Unit.WEEK:
            return day + timedelta(weeks=number)
        years, month = divmod(day.month - 1 + number, 12)
        year, month = day.year + years, month + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class WallTime:
    """A local time of the owner's, on one weekday (0 is Monday) or on any."""

    at: time
    weekday: int | None = None

    def on_or_after(self, day: date) -> datetime:
        """The first such local time on `day` or later, naive."""
        if self.weekday is not None:
            day += timedelta(days=(self.weekday - day.weekday()) % 7)
        return datetime.combine(day, self.at)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A period, a local time, and the time zone of both."""

    every: Period
    at: WallTime
    zone: ZoneInfo

    def occurrence(self, first: datetime, number: int) -> datetime:
        """The instant (UTC) of a digest; number 0 is `first`, at whatever time that is."""
        if number == 0:
            return first
        day = self.every.after(first.astimezone(self.zone).date(), number)
        return instant(self.at.on_or_after(day), self.zone)

    def occurrences(self, first: datetime) -> Iterator[datetime]:
        """All instants (UTC) at which a digest is due, as an infinite iterator."""
        return (self.occurrence(first, number) for number in count())

    def latest(self, first: datetime, now: datetime) -> datetime | None:
        """The last occurrence not after `now`, or `None` before the first."""
        passed = takewhile(lambda due: due <= now, self.occurrences(first))
        return max(passed, default=None)

    def next_after(self, first: datetime, now: datetime) -> datetime:
        """The first occurrence after `now`."""
        return next(due for due in self.occurrences(first) if due > now)


class Lateness(StrEnum):
    """Whether an occurrence is still due or was missed."""

    DUE = "due"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Occasion:
    """An occurrence that is not settled yet."""

    due: datetime
    lateness: Lateness


def occasion(
    schedule: Schedule, *, first: datetime, settled: datetime | None, now: datetime
) -> Occasion | None:
    """The occurrence to settle now, if any.

    `first` is when the first back-fill was complete, `settled` the latest settled occurrence. The
    first digest is never missed, however late, as it has no announced time.
    """
    if settled is None:
        return Occasion(first, Lateness.DUE) if first <= now else None
    due = schedule.latest(first, now)
    if due is None or due <= settled:
        return None
    return Occasion(due, Lateness.DUE if now - due <= LATE_AT_MOST else Lateness.MISSED)


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) at which local time in `zone` is `wall` (naive, whole minutes).

    If the clock skips that time, the next minute that exists.
    """
    while True:
        there = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if there.astimezone(zone).replace(tzinfo=None) == wall:
            return there
        wall += timedelta(minutes=1)


_DURATION_UNITS: Final = {
    Unit.DAY: {"d", "day", "days", "j", "jour", "jours"},
    Unit.WEEK: {"w", "week", "weeks", "s", "sem", "semaine", "semaines"},
    Unit.MONTH: {"m", "month", "months", "mois"},
}
_DURATION: Final = re.compile(r"\s*([1-9]\d{0,2})\s*([a-z]+)\s*", re.IGNORECASE)


def duration(text: str) -> Period:
    """Read `3d`, `2w`, `1m` (a month), or `3j`, `2sem`, `1mois`.

    Raises:
        ValueError: it is not a duration.
    """
    found = _DURATION.fullmatch(text)
    word = found.group(2).lower() if found else ""
    for unit, names in _DURATION_UNITS.items():
        if found and word in names:
            return Period(int(found.group(1)), unit)
    message = f"“{text}” is not a duration: write 3d, 2w or 1m (days, weeks, months)"
    raise ValueError(message)
