"""Hours at which no meeting is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.domain.meeting.interval import on_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

    from bot.domain.meeting.interval import Interval


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Daily hours without meetings, in local time; past midnight if `end` is before `start`.

    Equal times mean no quiet hours.
    """

    start: time
    end: time

    def near(self, day: date, zone: ZoneInfo) -> Iterator[Interval]:
        """The quiet hours that begin on the day before, on that day, or on the next, UTC."""
        if self.start == self.end:
            return
        for number in (-1, 0, 1):
            first = day + timedelta(days=number)
            begin, end = on_day(first, self.start, self.end, zone)
            # An hour that the clock repeats is quiet both times.
            last = first + timedelta(days=self.end < self.start)
            again = datetime.combine(last, self.end).replace(tzinfo=zone, fold=1).astimezone(UTC)
            yield begin, max(end, again)
