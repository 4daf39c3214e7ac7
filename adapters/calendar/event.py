"""One event of a calendar: when it is, how it repeats, and whether it keeps the owner busy.

What cannot be read of it makes the owner busy for longer, never for less: see `Event.notes`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from adapters.calendar import rule
from adapters.calendar.state import OUTLOOK, State, is_off, state_of
from adapters.calendar.value import A_DAY, Length, day_in, later, length, local, midnight, utc, when
from bot.domain.sentence import marked
from bot.ports.calendar import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from adapters.calendar.content import Component, Property
    from adapters.calendar.rule import Rule
    from adapters.calendar.zones import Zones

NO_START: Final = marked("it has no start that can be read, so it blocks nothing.")
_DAY: Final = marked("its {name} cannot be read, so the whole day is blocked.")
_REST: Final = marked("its {name} cannot be read, so the rest of the day is blocked.")
_ORDER: Final = marked("it ends before it begins, so the whole day is blocked.")
_TWICE: Final = marked("it has more than one {name}: the longest time is blocked.")
_NO_LENGTH: Final = marked("it is a whole day without a length: the day is blocked.")
_NO_ZONE: Final = marked("its start has a time zone, its end has none: the longer time is blocked.")
_BOTH: Final = marked("its {name} has a time zone and is in UTC: it is read as UTC.")
_ZONE: Final = marked("the time zone “{zone}” is not known: its times are read in {used}.")
_OFFSET: Final = marked("the time zone “{zone}” is read as UTC{used}.")
_RULE: Final = marked("“{part}” in its {name} cannot be read: it may block too much.")
_LEFT_OUT: Final = marked("its {name} cannot be read and is left out.")
_ELSEWHERE: Final = marked("it is marked “working elsewhere”: the time counts as perhaps busy.")
_OPEN: Final = marked("its END line is missing.")
_LONGEST_NAME: Final = 60
_LONGEST_LOCATION: Final = 200


Instant = date | datetime


@dataclass
class Event:
    """An event. `start`, if it has one, is a local time in `zone`.

    A whole day begins at midnight in the owner's zone.

    `replaces` is the occurrence of a series that it stands for, `notes` what could not be read.
    `is_off`: it is cancelled, or the owner declined it.
    """

    line: int
    title: str
    state: State
    zones: Zones
    sequence: int = 0
    has_start: bool = False
    start: datetime = datetime.min  # noqa: DTZ901 (a local time)
    zone: tzinfo = UTC
    is_day: bool = False
    length: Length = field(default_factory=Length)
    rules: list[Rule] = field(default_factory=list)
    but_rules: list[Rule] = field(default_factory=list)
    added: list[tuple[Instant, tzinfo, Length | None]] = field(default_factory=list)
    left_out: list[tuple[Instant, tzinfo]] = field(default_factory=list)
    replaces: tuple[Instant, tzinfo] | None = None
    and_later: bool = False
    notes: list[Unread] = field(default_factory=list)
    location: str = ""
    is_off: bool = False

    @property
    def repeats(self) -> bool:
        """Whether it has more times than one."""
        return bool(self.rules or self.added)

    def span(self, wall: datetime, length: Length | None = None) -> tuple[datetime, datetime]:
        """The time (UTC) of an occurrence that begins at this local time."""
        length = length or self.length
        begin = utc(wall, self.zone)
        # Hours are exact, days are nominal.
        if not length.days:
            return begin, later(begin, length.exact)
        return begin, later(utc(later(wall, length.days), self.zone), length.exact)

    def note(self, sentence: str, line: int | None = None, **values: str) -> None:
        """Keep what could not be read."""
        day = self.start.date() if self.has_start else None
        self.notes.append(Unread(sentence, line or self.line, values, self.title, day))


def read_event(
    component: Component, zones: Zones, address: str | None, *, called_off: bool
) -> Event:
    """Read an event. `called_off`: its calendar says that all its events are cancelled."""
    title = _text(component, "SUMMARY")
    off = called_off or is_off(component, address)
    event = Event(
        line=component.line,
        title=title[:_LONGEST_NAME],
        state=State.FREE if off else state_of(component, address),
        zones=zones,
        location=_text(component, "LOCATION")[:_LONGEST_LOCATION],
        is_off=off,
    )
    number = component.value("SEQUENCE")
    event.sequence = int(number[:9]) if number.isascii() and number.isdigit() else 0
    if not component.is_closed:
        event.note(_OPEN)
    _begin(event, component)
    if event.has_start:
        _end(event, component)
        _repeat(event, component)
    if any(prop.value.upper() == "WORKINGELSEWHERE" for prop in component.all(OUTLOOK)):
        event.note(_ELSEWHERE, component.all(OUTLOOK)[0].line)
    return event


def _text(component: Component, name: str) -> str:
    return " ".join(component.value(name).replace("\\n", " ").replace("\\", "").split())


def _begin(event: Event, component: Component) -> None:
    """Find the start, or at least the day."""
    starts = component.all("DTSTART")
    found = [(_when(prop), prop) for prop in starts]
    readable = [(at, prop) for at, prop in found if at is not None]
    if readable:
        at, prop = min(readable, key=lambda found: utc(found[0], event.zones.own))
        _start(event, at, prop)
        if len({at for at, _ in found}) > 1:
            event.note(_TWICE, starts[-1].line, name="DTSTART")
        return
    telling = [*starts, *component.all("DTEND"), *component.all("RECURRENCE-ID")]
    day = next(filter(None, (day_in(prop.value) for prop in telling)), None)
    line = telling[0].line if telling else component.line
    if day is None:
        event.note(NO_START, line)
        return
    _whole_day(event, day)
    event.note(_DAY, line, name="DTSTART")


def _start(event: Event, at: Instant, prop: Property) -> None:
    if not isinstance(at, datetime):
        _whole_day(event, at)
        return
    zone = _zone(event, prop, at)
    told = event.zones.told
    if zone is UTC and told is not None:
        # Google gives the times of a series in UTC; they keep the wall time of the calendar.
        zone = told
    event.has_start, event.start, event.zone = True, local(at, zone), zone


def _whole_day(event: Event, day: date) -> None:
    event.has_start, event.start = True, midnight(day)
    event.zone, event.is_day = event.zones.own, True
    event.length = Length(A_DAY)


def _end(event: Event, component: Component) -> None:
    """Find the length: up to the later end, if there are several."""
    if event.notes and event.is_day and not any(_when(p) for p in component.all("DTSTART")):
        return
    begin = utc(event.start, event.zone)
    ends = component.all("DTEND")
    lengths = [_until(event, prop) for prop in ends]
    durations = component.all("DURATION")
    lengths += [length(prop.value) for prop in durations]
    known = [found for found in lengths if found is not None]
    if known:
        event.length = max(known, key=lambda found: event.span(event.start, found)[1])
        if len({_when(prop) for prop in ends}) > 1:
            event.note(_TWICE, ends[-1].line, name="DTEND")
        if event.length.whole < timedelta(0):
            event.note(_ORDER, (ends + durations)[0].line)
            _whole_day(event, local(begin, event.zones.own).date())
        elif event.is_day:
            if not event.length.whole and not ends:
                event.note(_NO_LENGTH, durations[0].line)
            event.length = event.length.in_days() if event.length.whole else Length(A_DAY)
    elif lengths:
        prop = (ends + durations)[0]
        event.note(_REST, prop.line, name=prop.name)
        if not event.is_day:
            last = max(local(begin, event.zones.own).date(), day_in(prop.value) or date.min)
            event.length = Length(exact=utc(later(midnight(last), A_DAY), event.zones.own) - begin)


def _until(event: Event, prop: Property) -> Length | None:
    """The length up to an end, `None` if that cannot be read."""
    at = _when(prop)
    begin = utc(event.start, event.zone)
    if at is None:
        return None
    if not isinstance(at, datetime) and event.is_day:
        return Length(midnight(at) - event.start)
    if not isinstance(at, datetime):
        is_later = at > local(begin, event.zones.own).date()
        return Length(exact=utc(at, event.zones.own) - begin) if is_later else None
    zone = _zone(event, prop, at)
    is_floating = at.tzinfo is None and "TZID" not in prop.params
    if not event.is_day and is_floating and zone is not event.zone:
        event.note(_NO_ZONE, prop.line)
        return Length(exact=max(utc(at, zone), utc(at, event.zone)) - begin)
    if zone is event.zone or (zone is UTC and event.zone is UTC):
        return Length(local(at, zone) - event.start)
    return Length(exact=_utc(at, zone) - begin)


def _repeat(event: Event, component: Component) -> None:
    """Find how it repeats, and what it replaces."""
    _rules(event, component)
    _dates(event, component)
    for prop in component.all("RECURRENCE-ID"):
        at = _when(prop)
        if at is None:
            event.note(_LEFT_OUT, prop.line, name="RECURRENCE-ID")
        else:
            event.replaces = at, _zone(event, prop, at)
            event.and_later = prop.params.get("RANGE", "").upper() == "THISANDFUTURE"


def _rules(event: Event, component: Component) -> None:
    for prop in component.all("RRULE"):
        if prop.value:
            found = rule.parsed(prop.value)
            event.rules.append(found)
            for part in found.problems:
                event.note(_RULE, prop.line, name="RRULE", part=part)
    for prop in component.all("EXRULE"):
        found = rule.parsed(prop.value)
        if not found.problems:
            event.but_rules.append(found)
        elif prop.value:
            event.note(_LEFT_OUT, prop.line, name="EXRULE")


def _dates(event: Event, component: Component) -> None:
    for prop, text in _elements(component, "EXDATE"):
        at = _when(prop, text)
        if at is None:
            event.note(_LEFT_OUT, prop.line, name="EXDATE")
        else:
            event.left_out.append((at, _zone(event, prop, at)))
    for prop, text in _elements(component, "RDATE"):
        first, _, last = text.partition("/")
        at = _when(prop, first)
        if at is None:
            at = day_in(text)
            event.note(_LEFT_OUT if at is None else _DAY, prop.line, name="RDATE")
        if at is not None:
            zone = _zone(event, prop, at)
            event.added.append((at, zone, _added_length(event, at, zone, last)))


def _added_length(event: Event, at: Instant, zone: tzinfo, text: str) -> Length | None:
    """The length of an added time: of a period its own, of a day among times the day."""
    if not isinstance(at, datetime):
        return None if event.is_day else Length(A_DAY)
    last = when(text)
    if isinstance(last, datetime):
        return Length(exact=_utc(last, zone) - _utc(at, zone))
    return length(text)


def _elements(component: Component, name: str) -> Iterator[tuple[Property, str]]:
    for prop in component.all(name):
        for text in prop.value.split(","):
            if text.strip():
                yield prop, text


def _when(prop: Property, text: str | None = None) -> Instant | None:
    at = when(prop.value if text is None else text)
    is_day = prop.params.get("VALUE", "").upper() == "DATE"
    return at.date() if is_day and isinstance(at, datetime) else at


def _zone(event: Event, prop: Property, at: Instant) -> tzinfo:
    """The zone of a time; the owner's for days."""
    name = prop.params.get("TZID", "")
    if not isinstance(at, datetime):
        return event.zones.own
    if at.tzinfo is not None:
        if name and event.zones.named(name) not in {UTC, None}:
            event.note(_BOTH, prop.line, name=prop.name)
        return at.tzinfo
    zone = event.zones.named(name) if name else None
    if zone is not None:
        if type(zone) is type(UTC):
            event.note(_OFFSET, prop.line, zone=name, used=str(zone).removeprefix("UTC"))
        return zone
    unknown = event.zones.unknown
    if name or unknown:
        line, told = (prop.line, name) if name or not unknown else (unknown.line, unknown.value)
        event.note(_ZONE, line, zone=told, used=str(event.zones.default))
    return event.zones.default


def _utc(at: datetime, zone: tzinfo) -> datetime:
    return utc(local(at, zone), zone)
