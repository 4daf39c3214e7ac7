"""The values of iCalendar properties: dates, times and durations, as programs really write them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import tzinfo

A_DAY: Final = timedelta(days=1)
_DAY: Final = r"(\d{4})-?(\d\d)-?(\d\d)"
_ANY_DAY: Final = re.compile(_DAY)
_WHEN: Final = re.compile(
    _DAY + r"(?:\s*T?\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(r"([+-]?)(\d{1,2})(?::?(\d\d)(?::?\d\d)?)?")
_DURATION: Final = re.compile(r"([+-]?)(?:P(?!\d+M))?((?:T|\d+(?:\.\d+)?[WDHMS])+)", re.IGNORECASE)
_AMOUNT: Final = re.compile(r"(\d+(?:\.\d+)?)([WDHMS])", re.IGNORECASE)
_LONGEST: Final = date.max - date.min
_UNITS: Final = {
    "W": timedelta(weeks=1),
    "D": A_DAY,
    "H": timedelta(hours=1),
    "M": timedelta(minutes=1),
    "S": timedelta(seconds=1),
}


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: `days` of the calendar, and an exact rest (RFC 5545, 3.3.6)."""

    days: timedelta = timedelta(0)
    exact: timedelta = timedelta(0)

    @property
    def whole(self) -> timedelta:
        """Both, where all days have 24 hours."""
        return self.days + self.exact

    def in_days(self) -> Length:
        """At least as long, in days."""
        return Length(A_DAY * math.ceil(self.whole / A_DAY))


def when(text: str) -> date | datetime | None:
    """A day, or a time: aware if the text tells UTC or an offset. `None` if it is neither."""
    match = _WHEN.fullmatch(text.strip().strip('"'))
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    try:
        found = date(year, month, day)
        if match[4] is None:
            return found
        hour, minute, second = int(match[4]), int(match[5]), min(int(match[6] or 0), 59)
        is_midnight_after = (hour, minute, second) == (24, 0, 0)
        at = datetime.combine(found, time(0 if is_midnight_after else hour, minute, second))
        at += A_DAY if is_midnight_after else timedelta(0)
        if match[7] is None:
            return at
        return at.replace(tzinfo=UTC if match[7] in "Zz" else offset(match[7]))
    except (ValueError, OverflowError):
        return None


def day_in(text: str) -> date | None:
    """The first day that a text names somewhere, as what is unreadable may still tell its day."""
    for match in _ANY_DAY.finditer(text):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None


def offset(text: str) -> timezone | None:
    """A fixed difference from UTC: `+0100`, `+01`, `0100`, `-05:30`."""
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes = int(match[2]), int(match[3] or 0)
    if hours > 14 or minutes > 59:  # noqa: PLR2004 (no zone is further from UTC)
        return None
    difference = timedelta(hours=hours, minutes=minutes)
    return timezone(-difference if match[1] == "-" else difference)


def length(text: str) -> Length | None:
    """A duration: `P1D`, `PT1H30M`, also `1H` or `PT1W`. `None` for other texts.

    `P1M` would be a month in ISO 8601, and is nothing in RFC 5545.
    """
    match = _DURATION.fullmatch(text.strip())
    amounts = _AMOUNT.findall(match[2]) if match else []
    if match is None or not amounts:
        return None
    sign = -1 if match[1] == "-" else 1
    days = exact = timedelta(0)
    try:
        for amount, unit in amounts:
            if unit.upper() in "WD":
                days += float(amount) * _UNITS[unit.upper()]
            else:
                exact += float(amount) * _UNITS[unit.upper()]
    except OverflowError:
        return None
    return Length(sign * min(days, _LONGEST), sign * min(exact, _LONGEST))


def utc(at: date | datetime, zone: tzinfo) -> datetime:
    """A time in UTC. A local one is in `zone`: the first of two, or with the offset before a gap.

    So says RFC 5545, 3.3.5. Of a day it is its beginning.
    """
    if not isinstance(at, datetime):
        at = midnight(at)
    try:
        return (at if at.tzinfo else at.replace(tzinfo=zone, fold=0)).astimezone(UTC)
    except OverflowError:
        return at.replace(tzinfo=UTC)


def local(at: datetime, zone: tzinfo) -> datetime:
    """The local time in a zone, without it. A time that has no zone is local already."""
    if at.tzinfo is None:
        return at
    try:
        return at.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return at.replace(tzinfo=None)


def midnight(day: date) -> datetime:
    """The beginning of a day, without a zone."""
    return datetime.combine(day, time())


def later(at: datetime, by: timedelta) -> datetime:
    """So much later, or the last moment there is."""
    try:
        return at + by
    except OverflowError:
        last = date.max if by > timedelta(0) else date.min
        return datetime.combine(last, time(), at.tzinfo)
