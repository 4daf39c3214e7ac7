"""Spans of time, from one instant (UTC) until before another."""

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
    """What lies between two wall times, the second on the next day unless it is the later one.

    A wall time that comes twice is the first of the two, one that never comes the next that does;
    so the span is empty where the clock jumps over all of it.
    """
    last = day if start < end else day + timedelta(days=1)
    return instant(datetime.combine(day, start), zone), instant(datetime.combine(last, end), zone)


def overlaps(first: Interval, second: Interval) -> bool:
    """Whether they share any time; spans that only touch do not."""
    return first[0] < second[1] and second[0] < first[1]


def without(whole: Interval, taken: Iterable[Interval]) -> list[Interval]:
    """What is left of a span, in order, when the others are taken out of it."""
    left = []
    begin, end = whole
    for start, stop in sorted(taken):
        if start > begin:
            left.append((begin, min(start, end)))
        begin = max(begin, stop)
        if begin >= end:
            return left
    return [*left, (begin, end)]
