"""Days and times as somebody wrote them, and the dates and instants that they stand for."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.domain.schedule import instant

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FARTHEST: Final = timedelta(days=274)
"""A date without a year is its next occurrence; farther ahead than this, it counts as past."""


class Doubt(StrEnum):
    """Why a moment does not resolve to an instant."""

    PAST = "past"
    NO_SUCH_DAY = "no such day"
    BACKWARDS = "backwards"
    """A range of days ends before it begins."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as somebody wrote it: at least one field is set.

    `ahead` counts days from today, `weekday` from Monday (0); `number` is the day of the month.
    """

    ahead: int | None = None
    weekday: int | None = None
    number: int | None = None
    month: int | None = None
    year: int | None = None

    def on_or_after(self, today: date) -> date | Doubt:
        """The first matching day from `today`; a date with a year may be past."""
        if self.ahead is not None:
            return today + timedelta(days=self.ahead)
        if self.number is None:
            return today + timedelta(days=((self.weekday or 0) - today.weekday()) % 7)
        found = self._dated(today)
        if isinstance(found, date) and self.weekday not in {None, found.weekday()}:
            return Doubt.NO_SUCH_DAY
        return found

    def on_or_before(self, last: date) -> date | Doubt:
        """The latest matching day until `last`, for a day with a number."""
        found: date | Doubt
        if self.year is not None:
            found = self._dated(date.min)
        else:
            earlier = (
                last - timedelta(days=back)
                for back in range(min(FARTHEST.days + 1, last.toordinal()))
            )
            days = (
                day for day in earlier if day.day == self.number and self.month in {None, day.month}
            )
            found = next(days, Doubt.PAST)
        if isinstance(found, Doubt):
            return found
        if self.weekday not in {None, found.weekday()}:
            return Doubt.NO_SUCH_DAY
        return Doubt.PAST if found > last else found

    def _dated(self, today: date) -> date | Doubt:
        if self.year is not None and self.month is not None and self.number is not None:
            try:
                found = date(self.year, self.month, self.number)
            except ValueError:
                return Doubt.NO_SUCH_DAY
            return Doubt.PAST if found < today else found
        for ahead in range(FARTHEST.days + 1):
            found = today + timedelta(days=ahead)
            if found.day == self.number and self.month in {None, found.month}:
                return found
        is_leap_day = (self.number, self.month) == (29, 2)
        return Doubt.NO_SUCH_DAY if is_leap_day and not isleap(found.year) else Doubt.PAST


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a local time of the owner's; `said` is the text it was parsed from."""

    day: Day
    at: time
    said: str = field(default="", compare=False)

    def instant(self, now: datetime, zone: ZoneInfo) -> datetime | Doubt:
        """The next matching instant (UTC) after `now`; today's weekday may mean next week."""
        today = now.astimezone(zone).date()
        day = self.day.on_or_after(today)
        if isinstance(day, Doubt):
            return day
        found = instant(datetime.combine(day, self.at), zone)
        if found <= now and self.day == Day(weekday=day.weekday()):
            found = instant(datetime.combine(day + timedelta(days=7), self.at), zone)
        return found if found > now else Doubt.PAST


@dataclass(frozen=True, slots=True)
class Days:
    """A range of days, both ends included; `said` is the text it was parsed from."""

    first: Day
    last: Day
    said: str = field(default="", compare=False)

    def on_or_after(self, today: date) -> tuple[date, date] | Doubt:
        """The first matching range that is not over on `today`; it may have begun."""
        if self.first.number is not None and self.last.number is not None:
            last = self.last.on_or_after(today)
            if isinstance(last, Doubt):
                return last
            first = self.first.on_or_before(last)
            if isinstance(first, Doubt):
                return Doubt.BACKWARDS if first is Doubt.PAST else first
            return first, last
        first = self.first.on_or_after(today)
        if isinstance(first, Doubt) or self.first == self.last:
            return first if isinstance(first, Doubt) else (first, first)
        last = self.last.on_or_after(today if self.last.ahead is not None else first)
        if isinstance(last, date) and last < first:
            return Doubt.BACKWARDS
        return last if isinstance(last, Doubt) else (first, last)
