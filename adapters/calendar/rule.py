"""Recurrence rules (RFC 5545, 3.3.10). What cannot be read of one is replaced by more times."""

from __future__ import annotations

import re
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from dateutil import rrule

from adapters.calendar.value import A_DAY, later, local, midnight, when

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

MOST: Final = 10_000
"""The most times of one rule in the time that is asked about."""
_STEPS: Final = {
    "SECONDLY": timedelta(seconds=1),
    "MINUTELY": timedelta(minutes=1),
    "HOURLY": timedelta(hours=1),
    "DAILY": A_DAY,
    "WEEKLY": timedelta(weeks=1),
    # At most, as 31 January and 29 February do not come in each month and year.
    "MONTHLY": timedelta(days=62),
    "YEARLY": timedelta(days=366 * 8),
}
_LARGEST: Final = 10**7
_IN_EACH_MONTH: Final = 28
SUBDAILY: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_WEEKDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_LIMITS: Final = {
    "BYSECOND": 59, "BYMINUTE": 59, "BYHOUR": 23, "BYMONTHDAY": 31, "BYYEARDAY": 366,
    "BYWEEKNO": 53, "BYMONTH": 12, "BYSETPOS": 366,
}  # fmt: skip
_WEEKS: Final = {True: 5, False: 53}
"""The highest number of a weekday in a month, and in a year."""
_OF_DAY: Final = frozenset({"BYSECOND", "BYMINUTE", "BYHOUR"})
_HARMLESS: Final = frozenset({"WKST", "BYMONTH", "BYSETPOS"})
"""A rule without these parts gives more times, or nearly the same."""
_IGNORED: Final = frozenset({"SKIP"})


class TooLongError(Exception):
    """It cannot be evaluated in reasonable time."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Limit the time (CPU) that a block may take, as some rules keep a library busy for years.

    Raises:
        TooLongError: it took longer.
    """

    def stop(_signal: int, _frame: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    # Again after a while, in case that the first is lost in a callback.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@dataclass
class Rule:
    """A rule, and the parts of its text that cannot be read (`problems`).

    `is_wide`: not even the hours of its times are known.
    """

    frequency: str = "DAILY"
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    by: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    is_wide: bool = False

    def last(self, zone: tzinfo) -> datetime | None:
        """`until` as a local time in that zone; a day counts to its end."""
        if self.until is None:
            return None
        if not isinstance(self.until, datetime):
            return later(midnight(self.until), A_DAY - timedelta(seconds=1))
        return local(self.until, zone)

    def walls(
        self, begin: datetime, low: datetime, high: datetime, *, zone: tzinfo
    ) -> list[datetime]:
        """The local times from `low` to `high`, for an event that begins at `begin`.

        Raises:
            TooLongError: there are more than `MOST`.
        """
        if self.is_over(begin, low, zone=zone):
            return []
        high = min(high, self.last(zone) or high)
        if self.count is None and self.frequency == "YEARLY" and begin.day <= _IN_EACH_MONTH:
            years = (low.year - begin.year) // self.interval - 1
            begin = begin.replace(year=begin.year + max(years, 0) * self.interval)
        elif self.count is None and self.frequency not in {"MONTHLY", "YEARLY"}:
            step = _STEPS[self.frequency] * self.interval
            begin += max((low - begin) // step - 1, 0) * step
        found = []
        times = rrule.rrule(
            getattr(rrule, self.frequency),
            dtstart=begin,
            interval=self.interval,
            count=self.count,
            **self.by,
        )
        for wall in times:
            if wall > high:
                break
            if wall >= low:
                found.append(wall)
                if len(found) > MOST:
                    raise TooLongError
        return found

    def is_over(self, begin: datetime, low: datetime, *, zone: tzinfo) -> bool:
        """Whether it ends before `low`, as far as that can be told without its times."""
        last = self.last(zone)
        if last is not None and last < low:
            return True
        is_plain = not set(self.by) - {"wkst"} or (
            self.frequency == "WEEKLY" and set(self.by) <= {"wkst", "byweekday"}
        )
        steps = (low - begin) / _STEPS[self.frequency] / self.interval
        return is_plain and self.count is not None and self.count < steps - 1


def parsed(text: str) -> Rule:
    """Read a rule. If a part cannot be read, the rule means each day, or more times than it did."""
    rule = Rule()
    frequency, days = None, ""
    for part in filter(None, re.sub(r"\s", "", text).upper().split(";")):
        name, _, value = part.partition("=")
        if name == "FREQ" and value in _STEPS:
            frequency = value
        elif name.startswith("X-") or name in _IGNORED or part == "RSCALE=GREGORIAN":
            continue
        elif not _take(rule, name, value):
            rule.problems.append(part)
            rule.is_wide |= name in _OF_DAY
        elif name == "BYDAY":
            days = part
    in_month = frequency == "MONTHLY" or "bymonth" in rule.by
    if any(abs(day.n or 0) > _WEEKS[in_month] for day in rule.by.get("byweekday", ())):
        rule.problems.append(days)
    if frequency is None:
        rule.problems.append(f"FREQ{'' if text else ' (missing)'}")
    elif all(problem.partition("=")[0] in {"INTERVAL", "COUNT", "UNTIL", *_HARMLESS}
             for problem in rule.problems):  # fmt: skip
        rule.frequency = frequency
        if rule.problems and rule.problems != ["INTERVAL=0"]:
            rule.count = None
        return rule
    return Rule(
        until=rule.until,
        problems=rule.problems,
        is_wide=rule.is_wide
        or frequency in SUBDAILY
        or any(name.upper() in _OF_DAY for name in rule.by),
    )


def _take(rule: Rule, name: str, value: str) -> bool:  # noqa: PLR0911 (a return for each part)
    """Take a part into the rule. False if it cannot be read."""
    values = [element for element in value.split(",") if element]
    if name in {"INTERVAL", "COUNT"}:
        value = value[:9]
        if not value.isascii() or not value.isdigit() or not int(value):
            return False
        setattr(rule, name.lower(), min(int(value), _LARGEST))
    elif name == "UNTIL":
        rule.until = when(value)
        return rule.until is not None
    elif name in {"BYDAY", "WKST"}:
        days = [_WEEKDAY.fullmatch(element) for element in values]
        weekdays = [_weekday(day) for day in days if day is not None]
        if not values or len(weekdays) < len(days):
            return False
        rule.by["wkst" if name == "WKST" else "byweekday"] = (
            weekdays[0] if name == "WKST" else weekdays
        )
    elif name in _LIMITS:
        numbers = [int(element) for element in values if re.fullmatch(r"[+-]?\d{1,3}", element)]
        can_be_zero = name in _OF_DAY
        if not numbers or len(numbers) < len(values):
            return False
        if any(abs(number) > _LIMITS[name] or not (number or can_be_zero) for number in numbers):
            return False
        rule.by[name.lower()] = numbers
    else:
        return False
    return True


def _weekday(match: re.Match[str]) -> Any:  # noqa: ANN401 (dateutil's weekday)
    day = getattr(rrule, match[2])
    number = int(match[1] or 0)
    return day(number) if number else day


class Budget:
    """The time (CPU) for all rules of a calendar, in seconds: less for each, once it is spent."""

    def __init__(self, seconds: float) -> None:
        self._end = time.process_time() + seconds

    def share(self) -> float:
        """The time for the next one."""
        return min(max(self._end - time.process_time(), 0.02), 0.5)
