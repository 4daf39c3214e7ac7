"""One event of a calendar: does it keep the owner busy, from when until when?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from icalendar.prop import vDDDTypes, vDuration

from adapters.calendar.request import Time
from bot.domain.schedule import instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from icalendar import Event
    from icalendar.prop import vRecur

MOST_STEPS: Final = 100_000
"""Steps that a recurrence may take until the end of the time that is asked about: a daily one
may have begun 270 years ago, an hourly one eleven."""
EXACT: Final = "X-TERRASSE-EXACT"
"""Marks an event whose length is so many hours, whatever the clocks do meanwhile."""
_LONGEST_NAME: Final = 60
_STEPS_A_DAY: Final = {"SECONDLY": 86_400, "MINUTELY": 1_440, "HOURLY": 24}
_OUTLOOK: Final = "X-MICROSOFT-CDO-BUSYSTATUS"


class UnreadableError(ValueError):
    """The event, or the calendar, cannot be read; the message says why."""


def is_over(event: Event, start: datetime) -> bool:
    """Whether a single event ended a day or more before `start`, whatever its time zone."""
    if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        return False
    if "DTSTART" not in event or "DURATION" in event:
        return False
    last = _when(event, "DTEND" if "DTEND" in event else "DTSTART")
    return _day(last) < (start - timedelta(days=2)).date()


def check(event: Event, end: datetime) -> None:
    """Look at an event before its recurrences are worked out.

    Raises:
        UnreadableError: it has no start, ends before it, or repeats too often.
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


def busy_time(one: Event, zone: ZoneInfo, address: str | None) -> Time | None:
    """The time that an occurrence keeps the owner busy, if it does.

    Whole days and times without a zone are the owner's. An event without length is a reminder.
    """
    outlook = str(one.get(_OUTLOOK, "")).upper()
    status = str(one.get("STATUS", "")).upper()
    answer = next(_answers(one, address), "")
    if status == "CANCELLED" or answer == "DECLINED" or outlook == "FREE":
        return None
    if str(one.get("TRANSP", "")).upper() == "TRANSPARENT":
        return None
    begin, end = _when(one, "DTSTART"), _when(one, "DTEND")
    start, stop = _instant(begin, zone), _instant(end, zone)
    if EXACT in one and isinstance(begin, datetime) and isinstance(end, datetime):
        # recurring-ical-events adds the duration to the wall time.
        stop = start + (end - begin)
    tentative = (
        status == "TENTATIVE" or outlook == "TENTATIVE" or answer in {"TENTATIVE", "NEEDS-ACTION"}
    )
    return Time(start, stop, tentative) if start < stop else None


def named(event: Event) -> str:
    """What the owner knows it by: its title, cut, and its day."""
    title = " ".join(str(event.get("SUMMARY", "")).split())
    begin = _value(event.get("DTSTART"))
    day = f" of {_day(begin)}" if isinstance(begin, date) else ""
    return f"“{title[:_LONGEST_NAME] or 'An event without a title'}”{day}"


def _answers(one: Event, address: str | None) -> Iterator[str]:
    """What the owner answered to an invitation."""
    attendees = one.get("ATTENDEE", [])
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
    found = _value(event[name])
    if isinstance(found, date):
        return found
    message = f"has a {name} that is neither a day nor a time."
    raise UnreadableError(message)


def _value(found: object) -> object:
    # One that icalendar could not parse is of another class, and one that is there twice a list.
    return found.dt if isinstance(found, vDDDTypes | vDuration) else None


def _instant(at: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(at, datetime):
        return instant(datetime.combine(at, time()), zone)
    return instant(at, zone) if at.tzinfo is None else at.astimezone(UTC)


def _is_before(one: date | datetime, other: date | datetime) -> bool:
    comparable = (
        isinstance(one, datetime)
        and isinstance(other, datetime)
        and (one.tzinfo is None) is (other.tzinfo is None)
    )
    return one < other if comparable else _day(one) < _day(other)


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at
