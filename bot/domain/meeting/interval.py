"""Half-open time intervals: from one instant (UTC) until before another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain.schedule import instant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time
    from zoneinfo import ZoneInfo

Interval = tuple[datetime, datetime]


def on_day(day: date, start: time, end: time, zone: ZoneInfo) -> Interval:
    """The interval between two local times; an `end` not after `start` is on the next day.

    A time that the clock repeats is the first of the two. A time that it skips is the next one
    that exists, so an interval that is skipped as a whole is empty.
    """
    last = day if start < end else day + timedelta(days=1)
    return instant(datetime.combine(day, start), zone), instant(datetime.combine(last, end), zone)


def overlaps(first: Interval, second: Interval) -> bool:
    """Whether two intervals overlap; touching is not overlapping."""
    return first[0] < second[1] and second[0] < first[1]


def without(whole: Interval, taken: Iterable[Interval]) -> list[Interval]:
    """Subtract intervals from `whole`; what is left, in order."""
    left = []
    begin, end = whole
    for start, stop in sorted(taken):
        if start > begin:
            left.append((begin, min(start, end)))
        begin = max(begin, stop)
        if begin >= end:
            return left
    return [*left, (begin, end)]
