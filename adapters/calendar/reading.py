"""Reading iCalendar (RFC 5545) into busy times: `python -m adapters.calendar.reading`.

It is run as a process of its own, by `adapters.calendar.child`, as what others wrote may keep a
reader busy for hours: there are recurrences that never come. One event that cannot be read costs
only itself.
"""

from __future__ import annotations

import resource
import sys
import warnings
from collections import defaultdict
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import msgspec
import recurring_ical_events
from icalendar import Calendar
from icalendar.error import GloballyUniqueTZIDGuessed

from adapters.calendar.event import UnreadableError, busy_time, check, is_over, named
from adapters.calendar.request import Answer, Request, Time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Event

MOST_EVENTS: Final = 1_000
"""Events that are read of one calendar; those that are over are not counted."""
MOST_TIMES: Final = 1_000
"""Times that one event, with its recurrences, is read at."""
MEMORY: Final = 2**30
"""Bytes of address space; a calendar of the size that is read takes a part of it."""
# What icalendar and recurring-ical-events let out on values that they cannot make sense of.
_ODD: Final = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError,
    RecursionError, TypeError, ValueError,
)  # fmt: skip
_ZONED: Final = "X-WR-TIMEZONE"

Series = dict[str, list["Event"]]


def read(request: Request) -> Answer:
    """The busy times of all texts together; an event's parts may stand in several."""
    zone = ZoneInfo(request.zone)
    try:
        calendars = [one for text in request.texts for one in _parsed(text)]
    except _ODD as problem:
        return Answer(fault=f"is not a calendar: {_fault(problem)}")
    skipped: list[str] = []
    series = _series(calendars, request, skipped)
    times: set[Time] = set()
    for events in series.values():
        try:
            times |= _times(events, request, zone)
        except _ODD as problem:
            skipped.append(f"{named(events[0])} {_said(problem)}")
    ordered = tuple(sorted(times, key=lambda one: (one.start, one.end, one.tentative)))
    return Answer(ordered, sum(map(len, series.values())), tuple(skipped))


def _parsed(text: str) -> list[Calendar]:
    if "BEGIN:VCALENDAR" not in text.upper():
        message = "there is no BEGIN:VCALENDAR in it."
        raise UnreadableError(message)
    with warnings.catch_warnings():
        # /example.org/Europe/Paris is taken for Europe/Paris, and rightly so.
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
        found = Calendar.from_ical(_clean(text), multiple=True)
    calendars = [one for one in found if one.name == Calendar.name]
    if not calendars:
        message = "its text breaks off before END:VCALENDAR."
        raise UnreadableError(message)
    return calendars


def _clean(text: str) -> str:
    """Without control characters, but those that end a line or fold one."""
    return "".join(one for one in text if one.isprintable() or one in "\r\n\t \u00a0")


def _series(calendars: Iterable[Calendar], request: Request, skipped: list[str]) -> Series:
    """The events that may matter, with their exceptions, by UID."""
    series: Series = defaultdict(list)
    count = 0
    for calendar in calendars:
        for event in calendar.events:
            try:
                if is_over(event, request.start):
                    continue
            except _ODD as problem:
                skipped.append(f"{named(event)} {_said(problem)}")
                continue
            count += 1
            if count > MOST_EVENTS:
                break
            if _ZONED in calendar:
                event[_ZONED] = calendar[_ZONED]
            series[str(event.get("UID", id(event)))].append(event)
    if count > MOST_EVENTS:
        skipped.append(f"Only the first {MOST_EVENTS} events that are not over were read.")
    return series


def _times(events: list[Event], request: Request, zone: ZoneInfo) -> set[Time]:
    for event in events:
        check(event, request.end)
    calendar = Calendar()
    if _ZONED in events[0]:
        calendar[_ZONED] = events[0][_ZONED]
    for event in events:
        calendar.add_component(event)
    # Floating times are compared with the wall time of the zone that is asked in.
    start, end = request.start.astimezone(zone), request.end.astimezone(zone)
    a_day = timedelta(days=1)
    found = recurring_ical_events.of(calendar).between(start - a_day, end + a_day)
    times = set()
    for one in islice(found, MOST_TIMES + 1):
        time = busy_time(one, zone, request.address)
        if time is not None and time.start < request.end and request.start < time.end:
            times.add(time)
    if len(found) > MOST_TIMES:
        message = "repeats too often to be read."
        raise UnreadableError(message)
    return times


def _said(problem: Exception) -> str:
    if isinstance(problem, UnreadableError):
        return str(problem)
    return f"cannot be read ({type(problem).__name__})."


def _fault(problem: Exception) -> str:
    if isinstance(problem, UnreadableError):
        return str(problem)
    return f"its text is not iCalendar ({type(problem).__name__})."


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    sys.stdout.buffer.write(msgspec.json.encode(read(asked)))
