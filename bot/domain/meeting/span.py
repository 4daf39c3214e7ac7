"""Spans of time, from one instant (UTC) until before another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain.schedule import instant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time
    from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]


def on_day(day: date, start: time, end: time, zone: ZoneInfo) -> Span:
    """What lies between two wall times, the second on the next day unless it is the later one.

    A wall time that comes twice is the first of the two, one that never comes the next that does;
    so the span is empty where the clock jumps over all of it.
    """
    last = day if start < end else day + timedelta(days=1)
    return instant(datetime.combine(day, start), zone), instant(datetime.combine(last, end), zone)


def overlaps(one: Span, other: Span) -> bool:
    """Whether they share any time; spans that only touch do not."""
    return one[0] < other[1] and other[0] < one[1]


def without(whole: Span, taken: Iterable[Span]) -> list[Span]:
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
