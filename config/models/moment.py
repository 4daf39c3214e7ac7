"""Periods and wall times in words: "2 weeks", "sunday 18:00"."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from bot.domain.schedule import Period, Unit, WallTime
from bot.domain.sentence import marked
from bot.errors import UnfitError
from config.hint import did_you_mean, nearest

LONGEST: Final = 366

_PERIOD: Final = re.compile(r"([0-9]{1,3}) (day|week|month)s?")
_TOO_MANY: Final = {
    Unit.DAY: marked("must be 1 to {longest} days, not {count}."),
    Unit.WEEK: marked("must be 1 to {longest} weeks, not {count}."),
    Unit.MONTH: marked("must be 1 to {longest} months, not {count}."),
}
_WALL: Final = re.compile(r"(?:(\w+) )?([01]?[0-9]|2[0-3])[:h]([0-5][0-9])")
WEEKDAYS: Final = {
    name: number
    for names in (
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    )
    for number, name in enumerate(names)
}


def period(text: str) -> Period:
    """Read a number of days, weeks or months.

    Raises:
        ValueError: it is none, or not 1 to `LONGEST` of them.
    """
    match = _PERIOD.fullmatch(text.casefold())
    if match is None:
        raise UnfitError(marked('must be a number of days, weeks or months, such as "2 weeks".'))
    count = int(match[1])
    if not 1 <= count <= LONGEST:
        raise UnfitError(_TOO_MANY[Unit(match[2])], longest=LONGEST, count=count)
    return Period(count, Unit(match[2]))


def wall_time(text: str) -> WallTime:
    """Read a time of day, with or without an English or French weekday before it.

    Raises:
        ValueError: it is none.
    """
    match = _WALL.fullmatch(text.casefold())
    if match is None:
        raise UnfitError(
            marked('must be a time from 00:00 to 23:59, such as "18:00" or "sunday 18:00".')
        )
    at = time(int(match[2]), int(match[3]))
    if match[1] is None:
        return WallTime(at)
    if match[1] not in WEEKDAYS:
        hint = did_you_mean(nearest(match[1], WEEKDAYS))
        raise UnfitError(marked("must begin with a weekday in English or French.{hint}"), hint=hint)
    return WallTime(at, WEEKDAYS[match[1]])
