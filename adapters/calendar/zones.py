"""The time zones of a calendar: known by name, else as the calendar defines them."""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, available_timezones

from adapters.calendar import rule
from adapters.calendar.value import midnight, offset, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.calendar.content import Component, Property

ENOUGH: Final = 1.0
"""Seconds (CPU) for the rules of one zone."""
_LAST: Final = datetime(2100, 1, 1)  # noqa: DTZ001 (a local time)
_OFFSET: Final = re.compile(r"(?:UTC|GMT)?\s*([+-]\d{1,2}(?::?\d\d)?)\b.*", re.IGNORECASE)
_DISPLAYED: Final = re.compile(r"\((?:UTC|GMT)\s*([+-]\d\d:\d\d)?\)\s*(.*)", re.IGNORECASE)
"""As Windows displays a zone: `(UTC+01:00) Brussels, Copenhagen, Madrid, Paris`."""
_NUMBER: Final = re.compile(r"[ _]\d+$")
_IN_WINTER: Final = datetime(2026, 1, 1)  # noqa: DTZ001 (a local time)


class Zones:
    """The zones of one calendar.

    `own` is the owner's. `default` is that of times without one: the calendar's, if it tells one
    that is known (`X-WR-TIMEZONE`), else the owner's.
    """

    def __init__(self, calendar: Component, own: ZoneInfo) -> None:
        self.own = own
        self._defined: dict[str, Component] = {}
        self._found: dict[str, tzinfo | None] = {}
        for part in calendar.parts:
            if part.name == "VTIMEZONE":
                for name in part.all("TZID"):
                    if part.parts or name.value not in self._defined:
                        self._defined[name.value] = part
        told = next((prop for prop in calendar.all("X-WR-TIMEZONE") if prop.value), None)
        found = self.named(told.value) if told else None
        self.default: tzinfo = found or own
        self.told: tzinfo | None = found
        self.unknown: Property | None = told if found is None else None

    def named(self, name: str) -> tzinfo | None:
        """The zone of that name, `None` if nothing tells which it is."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> tzinfo | None:
        if known := _known(name):
            return known
        definition = self._defined.get(name) or self._defined.get(name.split(";", maxsplit=1)[0])
        if definition is not None:
            with suppress(ValueError, rule.TooLongError):
                return Defined(definition)
            for place in definition.all("X-LIC-LOCATION"):
                if known := _known(place.value):
                    return known
        for guess in _guesses(name):
            if known := _known(guess):
                return known
        return _displayed(name)


@cache
def _iana() -> dict[str, str]:
    """The names of the IANA zones by their lower-case form."""
    return {name.lower(): name for name in available_timezones()}


@cache
def _windows() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415

    return {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@cache
def _known(name: str) -> ZoneInfo | None:
    lower = name.strip().lower()
    # Lines that were folded after a space may have one too many.
    forms = (lower, lower.replace(" ", "_"), lower.replace(" ", ""))
    iana = next((_iana()[form] for form in forms if form in _iana()), None)
    # icalendar is slow to load, and most names of Windows have a space.
    key = iana or (_windows().get(lower) if " " in lower else None)
    return ZoneInfo(key) if key else None


def _guesses(name: str) -> Iterator[str]:
    """What a longer name may mean: `/example.org/20260101/Europe/Paris`, `tzone://Microsoft/Utc`."""
    plain = _NUMBER.sub("", name.split(";", maxsplit=1)[0].replace("&amp;", "&").strip(" /"))
    yield plain
    parts = plain.split("/")
    for count in (3, 2, 1):
        if len(parts) > count:
            yield "/".join(parts[-count:])
    yield plain.replace("-", "/", 1)


def _displayed(name: str) -> tzinfo | None:
    """A zone by an offset, or by the towns of which one gives an IANA zone its name."""
    if match := _DISPLAYED.fullmatch(name.strip().replace("&amp;", "&")):
        standard = offset(match[1] or "+00:00")
        towns = {town.strip(" \\").lower().replace(" ", "_") for town in re.split("[,/]", match[2])}
        by_town = (zone for lower, zone in _iana().items() if lower.rpartition("/")[2] in towns)
        regional = match[2].partition("(")[0].strip().replace("Time", "Standard Time")
        for key in (*sorted(by_town), _windows().get(regional.lower(), "")):
            if key and standard and ZoneInfo(key).utcoffset(_IN_WINTER) == standard.utcoffset(None):
                return ZoneInfo(key)
        return standard
    match = _OFFSET.fullmatch(name.strip())
    return offset(match[1]) if match else None


class Defined(tzinfo):
    """A zone as a calendar defines it: from each onset (local time) on, an offset."""

    def __init__(self, definition: Component) -> None:
        """Expand the rules.

        Raises:
            ValueError: an offset, a beginning or a rule cannot be read, or there is none.
            TooLongError: the rules cannot be expanded in reasonable time.
        """
        onsets: dict[datetime, timedelta] = {}
        earliest: dict[datetime, timedelta] = {}
        with rule.limited(ENOUGH):
            for part in definition.parts:
                if part.name in {"STANDARD", "DAYLIGHT"}:
                    to, since = _offset(part, "TZOFFSETTO"), _offset(part, "TZOFFSETFROM")
                    found = dict.fromkeys(_onsets(part), to)
                    onsets |= found
                    earliest[min(found)] = since
        if not onsets:
            message = "it has neither standard nor daylight time"
            raise ValueError(message)
        self._onsets = sorted(onsets)
        first = earliest[self._onsets[0]]
        self._offsets = [first, *(onsets[onset] for onset in self._onsets)]

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """The offset at a local time."""
        if at is None:
            return None
        return self._offsets[bisect_right(self._onsets, at.replace(tzinfo=None))]

    def dst(self, at: datetime | None) -> timedelta | None:  # noqa: ARG002
        """Unknown, which `datetime` wants to be told as zero."""
        return timedelta(0)

    def tzname(self, at: datetime | None) -> str | None:  # noqa: ARG002
        """It has no abbreviation."""
        return None


def _onsets(observance: Component) -> Iterator[datetime]:
    begin = _local(observance.value("DTSTART"))
    yield begin
    for prop in observance.all("RDATE"):
        yield from (_local(text) for text in prop.value.split(",") if text)
    for prop in observance.all("RRULE"):
        read = rule.parsed(prop.value)
        if prop.value and (read.frequency != "YEARLY" or read.problems):
            message = f"{prop.value!r} is not the rule of a time zone"
            raise ValueError(message)
        onsets = read.walls(begin, begin, _LAST, zone=UTC) if prop.value else []
        if prop.value and not onsets:
            message = f"{prop.value!r} never comes"
            raise ValueError(message)
        yield from onsets


def _local(text: str) -> datetime:
    at = when(text)
    if at is None:
        message = f"{text!r} is not a time"
        raise ValueError(message)
    return at.replace(tzinfo=None) if isinstance(at, datetime) else midnight(at)


def _offset(observance: Component, name: str) -> timedelta:
    found = offset(observance.value(name) or observance.value("TZOFFSETTO"))
    if found is None:
        message = f"{name} is not an offset"
        raise ValueError(message)
    return found.utcoffset(None)
