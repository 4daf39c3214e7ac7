"""Times of the week and of the night in words: "tuesday 12:30-14:00", "22:00-08:00"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Final

from bot.domain.meeting.quiet import QuietHours
from bot.domain.sentence import marked
from bot.errors import UnfitError
from config.hint import did_you_mean, nearest
from config.models.moment import WEEKDAYS

_TIME: Final = r"([01]?[0-9]|2[0-3])[:h]([0-5][0-9])"
_BETWEEN: Final = rf"{_TIME}\s*[-–]\s*(?:{_TIME}|24:00)"
_SPAN: Final = re.compile(_BETWEEN)
_HOURS: Final = re.compile(rf"(\w+) {_BETWEEN}")
_MIDNIGHT: Final = time()


@dataclass(frozen=True, slots=True)
class Hours:
    """A time of the week: `weekday` is 0 on Monday; an `end` of 00:00 is the midnight after."""

    weekday: int
    start: time
    end: time

    @property
    def minutes(self) -> int:
        """How long it is."""
        end = 24 * 60 if self.end == _MIDNIGHT else _minute(self.end)
        return end - _minute(self.start)


def hours(text: str) -> Hours:
    """Read a weekday, in English or French, and two times.

    Raises:
        ValueError: it is no such thing, or ends before it begins.
    """
    match = _HOURS.fullmatch(text.casefold())
    if match is None:
        raise UnfitError(marked('must be a weekday and two times, such as "tuesday 12:30-14:00".'))
    if match[1] not in WEEKDAYS:
        hint = did_you_mean(nearest(match[1], WEEKDAYS))
        raise UnfitError(marked("must begin with a weekday in English or French.{hint}"), hint=hint)
    read = Hours(WEEKDAYS[match[1]], _time(match[2], match[3]), _time(match[4], match[5]))
    if read.minutes <= 0:
        raise UnfitError(
            marked("must end later than it begins, on the same day: 24:00 at the latest.")
        )
    return read


def quiet_hours(text: str) -> QuietHours:
    """Read two times; the second may be that of the next morning.

    Raises:
        ValueError: it is no such thing.
    """
    match = _SPAN.fullmatch(text.casefold())
    if match is None:
        raise UnfitError(marked('must be two times, such as "22:00-08:00".'))
    return QuietHours(_time(match[1], match[2]), _time(match[3], match[4]))


def _time(hour: str | None, minute: str | None) -> time:
    return time(int(hour), int(minute)) if hour and minute else _MIDNIGHT


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
