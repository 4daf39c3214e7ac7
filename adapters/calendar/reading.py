"""Parsing iCalendar (RFC 5545) to busy times: `python -m adapters.calendar.reading`.

`adapters.calendar.ical` runs it as a process of its own. An event that cannot be read is skipped.
"""

from __future__ import annotations

import resource
import sys
import warnings
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import msgspec
import recurring_ical_events
from icalendar import Calendar
from icalendar.error import GloballyUniqueTZIDGuessed
from icalendar.prop import vDDDTypes, vDuration

from adapters.calendar.request import Answer, Request, Time
from bot.domain.schedule import instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icalendar import Event
    from icalendar.prop import vRecur

MOST_EVENTS: Final = 1_000
"""The most events that are read of one calendar, without those that are over."""
MOST_TIMES: Final = 1_000
"""The most occurrences of one event."""
MOST_STEPS: Final = 100_000
"""The most steps of a recurrence until the end of the request's time: 270 years of days, or eleven
years of hours."""
EXACT: Final = "X-TERRASSE-EXACT"
"""Marks an event whose duration is exact, also when the clocks change meanwhile."""
_LONGEST_NAME: Final = 60
_STEPS_A_DAY: Final = {"SECONDLY": 86_400, "MINUTELY": 1_440, "HOURLY": 24}
_OUTLOOK: Final = "X-MICROSOFT-CDO-BUSYSTATUS"
MEMORY: Final = 2**30
"""Bytes of address space, more than the largest calendar that is read needs."""
# The exceptions that icalendar and recurring-ical-events raise for invalid values.
_ODD: Final = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError,
    RecursionError, TypeError, ValueError,
)  # fmt: skip
_ZONED: Final = "X-WR-TIMEZONE"

Series = dict[str, list["Event"]]


class UnreadableError(ValueError):
    """The event, or the calendar, cannot be read; the message says why."""


def read(request: Request) -> Answer:
    """The busy times of all texts; an event and its exceptions may be in different texts."""
    zone = ZoneInfo(request.zone)
    try:
        calendars = [calendar for text in request.texts for calendar in _parsed(text)]
    except _ODD as problem:
        return Answer(fault=f"is not a calendar: {_fault(problem)}")
    skipped: list[str] = []
    series = _series(calendars, request, skipped)
    times: set[Time] = set()
    for events in series.values():
        try:
            times |= _times(events, request, zone)
        except _ODD as problem:
            skipped.append(f"{_named(events[0])} {_reason(problem)}")
    return Answer(
        times=tuple(sorted(times, key=lambda busy: (busy.start, busy.end, busy.tentative))),
        events=sum(map(len, series.values())),
        skipped=tuple(skipped),
    )


def _parsed(text: str) -> list[Calendar]:
    if "BEGIN:VCALENDAR" not in text.upper():
        message = "there is no BEGIN:VCALENDAR in it."
        raise UnreadableError(message)
    with warnings.catch_warnings():
        # It warns when it reads /example.org/Europe/Paris as Europe/Paris, which is right.
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
        components = Calendar.from_ical(_clean(text), multiple=True)
    calendars = [component for component in components if component.name == Calendar.name]
    if not calendars:
        message = "its text breaks off before END:VCALENDAR."
        raise UnreadableError(message)
    return calendars


def _clean(text: str) -> str:
    """Remove control characters, except those that end or fold a line."""
    return "".join(char for char in text if char.isprintable() or char in "\r\n\t \u00a0")


def _series(calendars: Iterable[Calendar], request: Request, skipped: list[str]) -> Series:
    """The events that are not over, with their exceptions, by UID."""
    series: Series = defaultdict(list)
    count = 0
    for calendar in calendars:
        for event in calendar.events:
            try:
                if _is_over(event, request.start):
                    continue
            except _ODD as problem:
                skipped.append(f"{_named(event)} {_reason(problem)}")
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
        _check(event, request.end)
    calendar = Calendar()
    if _ZONED in events[0]:
        calendar[_ZONED] = events[0][_ZONED]
    for event in events:
        calendar.add_component(event)
    # Times without a zone are compared in the zone of the query.
    start, end = request.start.astimezone(zone), request.end.astimezone(zone)
    a_day = timedelta(days=1)
    occurrences = recurring_ical_events.of(calendar).between(start - a_day, end + a_day)
    times = set()
    for occurrence in islice(occurrences, MOST_TIMES + 1):
        busy = _busy_time(occurrence, zone, request.address)
        if busy is not None and busy.start < request.end and request.start < busy.end:
            times.add(busy)
    if len(occurrences) > MOST_TIMES:
        message = "repeats too often to be read."
        raise UnreadableError(message)
    return times


def _reason(problem: Exception) -> str:
    if isinstance(problem, UnreadableError):
        return str(problem)
    return f"cannot be read ({type(problem).__name__})."


def _fault(problem: Exception) -> str:
    if isinstance(problem, UnreadableError):
        return str(problem)
    return f"its text is not iCalendar ({type(problem).__name__})."


def _is_over(event: Event, start: datetime) -> bool:
    """Whether a single event ended before `start` in every time zone."""
    if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        return False
    if "DTSTART" not in event or "DURATION" in event:
        return False
    last = _when(event, "DTEND" if "DTEND" in event else "DTSTART")
    return _day(last) < (start - timedelta(days=2)).date()


def _check(event: Event, end: datetime) -> None:
    """Check an event before its recurrences are expanded.

    Raises:
        UnreadableError: it has no start, ends before its start, or repeats too often.
    """
    if "DTSTART" not in event:
        message = "has no start."
        raise UnreadableError(message)
    begin = _when(event, "DTSTART")
    duration = _value(event.get("DURATION"))
    is_short = isinstance(duration, timedelta) and duration < timedelta(0)
    if is_short or ("DTEND" in event and _is_before(_when(event, "DTEND"), begin)):
        message = "ends before it begins."
        raise UnreadableError(message)
    # RFC 5545, 3.3.6: hours are exact, days are nominal.
    if isinstance(duration, timedelta) and duration % timedelta(days=1):
        event[EXACT] = "TRUE"
    rules = event.get("RRULE", [])
    days = max((end.date() - _day(begin)).days, 0)
    for rule in rules if isinstance(rules, list) else [rules]:
        if days * _steps_a_day(rule) > MOST_STEPS:
            message = "repeats too often to be read."
            raise UnreadableError(message)


def _busy_time(event: Event, zone: ZoneInfo, address: str | None) -> Time | None:
    """The time in which an occurrence makes the owner busy, if it does.

    Whole days and times without a zone are in the owner's zone. An event without a duration is a
    reminder.
    """
    outlook = str(event.get(_OUTLOOK, "")).upper()
    status = str(event.get("STATUS", "")).upper()
    answer = next(_answers(event, address), "")
    if status == "CANCELLED" or answer == "DECLINED" or outlook == "FREE":
        return None
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return None
    begin, end = _when(event, "DTSTART"), _when(event, "DTEND")
    start, stop = _instant(begin, zone), _instant(end, zone)
    if EXACT in event and isinstance(begin, datetime) and isinstance(end, datetime):
        # recurring-ical-events adds the duration to the local time.
        stop = start + (end - begin)
    tentative = (
        status == "TENTATIVE" or outlook == "TENTATIVE" or answer in {"TENTATIVE", "NEEDS-ACTION"}
    )
    return Time(start, stop, tentative) if start < stop else None


def _named(event: Event) -> str:
    """The title of an event, shortened, and its day."""
    title = " ".join(str(event.get("SUMMARY", "")).split())
    begin = _value(event.get("DTSTART"))
    day = f" of {_day(begin)}" if isinstance(begin, date) else ""
    return f"“{title[:_LONGEST_NAME] or 'An event without a title'}”{day}"


def _answers(event: Event, address: str | None) -> Iterator[str]:
    """The owner's answers to an invitation."""
    attendees = event.get("ATTENDEE", [])
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        if address and str(attendee).lower().removeprefix("mailto:") == address.lower():
            yield str(attendee.params.get("PARTSTAT", "NEEDS-ACTION")).upper()


def _steps_a_day(rule: vRecur) -> int:
    (frequency, *_) = rule.get("FREQ", ["DAILY"])
    steps = _STEPS_A_DAY.get(str(frequency).upper(), 1)
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        steps *= max(len(rule.get(part, [])), 1)
    return steps


def _when(event: Event, name: str) -> date | datetime:
    value = _value(event[name])
    if isinstance(value, date):
        return value
    message = f"has a {name} that is neither a day nor a time."
    raise UnreadableError(message)


def _value(prop: object) -> object:
    # An invalid property has another class, and a repeated property is a list.
    return prop.dt if isinstance(prop, vDDDTypes | vDuration) else None


def _instant(at: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(at, datetime):
        return instant(datetime.combine(at, time()), zone)
    return instant(at, zone) if at.tzinfo is None else at.astimezone(UTC)


def _is_before(first: date | datetime, second: date | datetime) -> bool:
    comparable = (
        isinstance(first, datetime)
        and isinstance(second, datetime)
        and (first.tzinfo is None) is (second.tzinfo is None)
    )
    return first < second if comparable else _day(first) < _day(second)


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    sys.stdout.buffer.write(msgspec.json.encode(read(asked)))
