"""Reading iCalendar (RFC 5545) to busy times: `python -m adapters.calendar.reading`.

`adapters.calendar.ical` runs it as a process of its own.
"""

from __future__ import annotations

import re
import resource
import sys
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import msgspec

from adapters.calendar import rule
from adapters.calendar.content import calendars
from adapters.calendar.event import read_event
from adapters.calendar.request import Answer, Request, Time
from adapters.calendar.series import latest, occurrences
from adapters.calendar.state import State
from adapters.calendar.value import A_DAY, day_in, later, length, midnight, utc, when
from adapters.calendar.zones import Zones
from bot.domain.sentence import marked
from bot.ports.calendar import Unread, WholeDays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from adapters.calendar.content import Component
    from adapters.calendar.event import Event
    from adapters.calendar.request import Text

FOR_RULES: Final = 10.0
"""Seconds (CPU) for all recurrence rules of a calendar."""
MEMORY: Final = 2**30
"""Bytes of address space, more than the largest calendar that is read needs."""
NO_CALENDAR: Final = marked("is not a calendar: there is no BEGIN:VCALENDAR in it.")
WEB_PAGE: Final = marked("is not a calendar: it is a web page.")
BROKEN_OFF: Final = marked("is not a whole calendar: its text breaks off before END:VCALENDAR.")
_NO_ITEM: Final = marked("{item} is not a calendar, so it blocks nothing.")
_REFUSED: Final = marked("the server does not send {item} ({status}), so it blocks nothing.")
_BROKEN_ITEM: Final = marked("{item} breaks off before its end.")
_BAD_PERIOD: Final = marked("a busy time cannot be read, so the whole day is blocked.")
_LOST_PERIOD: Final = marked("a busy time cannot be read, so it blocks nothing.")
_HOURS: Final = marked("its working hours (VAVAILABILITY) are not taken into account.")
_PLAIN_DAY: Final = re.compile(r"(\d{8})(?:T\d{6}Z?)?")
_MOMENT: Final = timedelta(seconds=1)
_MARGIN: Final = 4 * A_DAY
"""So much later may an event end than it seems, going by its days without their time zones."""


def read(request: Request) -> Answer:
    """The busy times of all texts; an event and its exceptions may be in different texts."""
    reader = _Reader(request)
    for text in request.texts:
        fault = reader.take(text)
        if fault is not None:
            return Answer(fault=fault)
    return reader.answer()


class _Reader:
    def __init__(self, request: Request) -> None:
        self._start, self._end = request.start, request.end
        self._zone = ZoneInfo(request.zone)
        self._address = request.address
        self._budget = rule.Budget(FOR_RULES)
        self._series: dict[object, list[tuple[Component, Zones, bool]]] = defaultdict(list)
        self._times: set[Time] = set()
        self._skipped: list[Unread] = []
        self._wants_days = request.trips
        self._days: dict[WholeDays, None] = {}
        # A local time and a day may be a day away from UTC.
        self._over = later(request.start, -2 * A_DAY).strftime("%Y%m%d").zfill(8)

    def take(self, text: Text) -> str | None:
        """Read a text; what is wrong with it, if it makes the calendar unreadable."""
        found = calendars(text.content)
        if not found:
            if not text.item:
                return WEB_PAGE if b"<html" in text.content[:2000].lower() else NO_CALENDAR
            sentence = _REFUSED if text.refused else _NO_ITEM
            values = {"item": text.item, "status": text.refused}
            self._skipped.append(Unread(sentence, values=values))
        elif not found[-1].is_closed:
            if not text.item:
                return BROKEN_OFF
            line = 1 + len(re.findall(rb"\r*\n|\r", text.content.rstrip()))
            self._skipped.append(Unread(_BROKEN_ITEM, line, {"item": text.item}))
        for calendar in found:
            self._take(calendar)
        return None

    def _take(self, calendar: Component) -> None:
        zones = Zones(calendar, self._zone)
        called_off = calendar.value("METHOD").upper() == "CANCEL"
        for part in calendar.parts:
            if part.name == "VEVENT":
                self._series[part.value("UID") or id(part)].append((part, zones, called_off))
            elif part.name == "VFREEBUSY":
                self._take_free_busy(part, zones)
            elif part.name == "VAVAILABILITY" and part.parts:
                self._skipped.append(Unread(_HOURS, part.line))

    def _is_over(self, component: Component) -> bool:
        """Whether an event ended before the start, whatever its time zone: a quick look."""
        properties = component.properties
        if "DTSTART" not in properties or "RDATE" in properties or "RECURRENCE-ID" in properties:
            return False
        days = []
        for prop in (*properties["DTSTART"], *component.all("DTEND")):
            match = _PLAIN_DAY.fullmatch(prop.value)
            if match is None or match[1] >= self._over:
                return False
            days.append(match[1])
        if "DURATION" not in properties and "RRULE" not in properties:
            return True
        begin, end = day_in(min(days)), day_in(max(days))
        lengths = [length(prop.value) for prop in component.all("DURATION")]
        if begin is None or end is None or None in lengths:
            return False
        longest = max([A_DAY, *(found.whole for found in lengths if found)]) + (end - begin)
        low = later(self._start.replace(tzinfo=None), -longest - _MARGIN)
        rules = (rule.parsed(prop.value) for prop in component.all("RRULE"))
        return midnight(begin) < low and all(
            found.is_over(midnight(begin), low, zone=UTC) for found in rules
        )

    def _take_free_busy(self, component: Component, zones: Zones) -> None:
        for prop in component.all("FREEBUSY"):
            kind = prop.params.get("FBTYPE", "BUSY").upper()
            for text in prop.value.split(","):
                if kind == "FREE" or not text.strip():
                    continue
                span = _period(text, zones.default)
                day = day_in(text)
                if span is None and day is not None:
                    span = _whole(day, zones.own)
                    if self._touches(*span):
                        self._skipped.append(Unread(_BAD_PERIOD, prop.line, day=day))
                elif span is None:
                    self._skipped.append(Unread(_LOST_PERIOD, prop.line))
                if span is not None:
                    self._add(*span, State.PERHAPS if kind == "BUSY-TENTATIVE" else State.BUSY)

    def answer(self) -> Answer:
        """All that was read."""
        count = 0
        for parts in self._series.values():
            # An event that is over may be the newer version of one that is not.
            if not all(self._is_over(part) for part, _, _ in parts):
                count += self._expand(
                    [
                        read_event(part, zones, self._address, called_off=called_off)
                        for part, zones, called_off in parts
                    ]
                )
        return Answer(
            times=tuple(
                sorted(self._times, key=lambda time: (time.start, time.end, time.tentative))
            ),
            events=count,
            skipped=tuple(_once(self._skipped)),
            days=tuple(sorted(self._days, key=lambda days: (days.start, days.end, days.title))),
        )

    def _expand(self, events: list[Event]) -> int:
        """Add the times of a series; how many of its events are not over."""
        masters = latest([event for event in events if event.replaces is None])
        exceptions = latest([event for event in events if event.replaces is not None])
        count = 0
        for event in exceptions:
            count += self._told(event, [] if not event.has_start else [event.span(event.start)])
        for event in masters:
            spans = (
                []
                if not event.has_start
                else list(occurrences(event, exceptions, (self._start, self._end), self._budget))
            )
            count += self._told(event, spans)
        return count

    def _told(self, event: Event, spans: Iterable[tuple[datetime, datetime]]) -> int:
        """Add an event's times, and tell what of it could not be read, if that matters."""
        touching = [span for span in spans if self._touches(*span)]
        if self._wants_days and event.is_day and not event.is_off:
            self._add_days(event, touching)
        if event.state is State.FREE:
            return bool(touching)
        for span in touching:
            self._add(*span, event.state)
        if touching or not event.has_start:
            self._skipped += event.notes
        return bool(touching) or not event.has_start or self._start < utc(event.start, event.zone)

    def _add_days(self, event: Event, spans: Iterable[tuple[datetime, datetime]]) -> None:
        if event.state is State.PERHAPS or event.notes:
            return  # it may be on other days, or not at all
        for begin, end in spans:
            first, last = (at.astimezone(self._zone).date() for at in (begin, end - _MOMENT))
            is_busy = event.state is State.BUSY
            days = WholeDays(event.title, event.location, first, last, begin, end, is_busy)
            self._days[days] = None

    def _touches(self, begin: datetime, end: datetime) -> bool:
        return begin < end and begin < self._end and self._start < end

    def _add(self, begin: datetime, end: datetime, state: State) -> None:
        if self._touches(begin, end):
            self._times.add(Time(begin, end, state is State.PERHAPS))


def _period(text: str, zone: tzinfo) -> tuple[datetime, datetime] | None:
    first, _, last = text.partition("/")
    at, until, lasting = when(first), when(last), length(last)
    if not isinstance(at, datetime):
        return None
    begin = utc(at, zone)
    if isinstance(until, datetime):
        end = utc(until, zone)
    elif lasting is not None:
        end = later(begin, lasting.whole)
    else:
        return None
    return (begin, end) if begin < end else None


def _whole(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    return utc(day, zone), utc(later(midnight(day), A_DAY), zone)


def _once(skipped: Iterable[Unread]) -> Iterator[Unread]:
    """Without repetition: what is wrong with a time zone is told once."""
    seen = set()
    for unread in skipped:
        zone = unread.values.get("zone")
        values = {"zone": zone} if zone else {**unread.values, "line": unread.line}
        key = unread.sentence, *values.values()
        if key not in seen:
            seen.add(key)
            yield unread


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    sys.stdout.buffer.write(msgspec.json.encode(read(asked)))
