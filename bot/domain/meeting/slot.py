"""Find times at which the owner could meet somebody: their windows minus blocked times.

What blocks a window:

- a busy time of a calendar whose priority is the window's or higher: a window for a goal yields
  to work and to other goals, not to leisure;
- a slot that was proposed to somebody else;
- quiet hours, holidays, the past, and days that are too near.

Travel time is kept free around busy times and proposed slots. Tentative busy times do not block:
slots that overlap them are offered last.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from bot.domain.meeting.interval import on_day, overlaps, without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

    from bot.domain.meeting.interval import Interval
    from bot.domain.meeting.quiet import QuietHours

QUARTER: Final = timedelta(minutes=15)
"""Where a window is cut, slots start and end on a quarter of an hour."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Priority(IntEnum):
    """The priority of windows and calendars."""

    LEISURE = 1
    GOAL = 2
    WORK = 3


@dataclass(frozen=True, slots=True)
class Window:
    """A weekly time that the owner keeps for meetings, in local time.

    `weekday` is 0 on Monday. An `end` that is not after `start` is on the next day.
    """

    weekday: int
    start: time
    end: time
    label: str = ""
    priority: Priority = Priority.GOAL


@dataclass(frozen=True, slots=True)
class Busy:
    """A busy time of the owner's, UTC, with the priority of its calendar."""

    start: datetime
    end: datetime
    priority: Priority = Priority.WORK
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be proposed, UTC. `tentative`: it overlaps a tentative busy time."""

    start: datetime
    end: datetime
    label: str = ""
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """How slots are cut from windows.

    `shortest` and `longest` bound the length of a meeting; `travel` is kept free before and after
    busy times and proposed slots. `notice` and `horizon` are the first and the last day offered,
    in days from today in the owner's zone.
    """

    shortest: timedelta = timedelta(minutes=60)
    longest: timedelta = timedelta(minutes=90)
    travel: timedelta = timedelta(minutes=30)
    quiet: QuietHours | None = None
    notice: int = 2
    horizon: int = 21


DEFAULTS: Final = Rules()


def free_slots(  # noqa: PLR0913 (all that a slot depends on)
    windows: Iterable[Window],
    busy: Iterable[Busy],
    *,
    zone: ZoneInfo,
    now: datetime,
    taken: Iterable[Slot] = (),
    holidays: Collection[date] = frozenset(),
    rules: Rules = DEFAULTS,
) -> list[Slot]:
    """All slots that can be proposed: firm ones by time, then tentative ones by time.

    They do not overlap, and each is `rules.shortest` to `rules.longest` long. Where windows
    overlap, the one with the higher priority is cut first.

    Args:
        windows: in the owner's week.
        busy: from all calendars, in any order.
        zone: the owner's.
        now: UTC; nothing begins before it.
        taken: proposed to others, or agreed with them; they block whatever their priority.
        holidays: days of the owner's zone on which no window is offered.
        rules: lengths, travel, quiet hours, notice.
    """
    openings = [
        opening for opening in _openings(windows, zone, now, rules) if opening.day not in holidays
    ]
    engaged = list(busy)
    elsewhere = [_with_way(slot, rules) for slot in taken]
    found: list[Slot] = []
    # Firm slots are cut first, so that as few slots as possible are tentative.
    for last_resort in (False, True):
        for opening in openings:
            blocking = [other for other in engaged if other.priority >= opening.window.priority]
            tentative = [_with_way(other, rules) for other in blocking if other.tentative]
            blocked = [
                (min(opening.interval[0], now), now),
                *elsewhere,
                *(_with_way(other, rules) for other in blocking if not other.tentative),
                *(() if last_resort else tentative),
                *(rules.quiet.near(opening.day, zone) if rules.quiet else ()),
                *((slot.start, slot.end) for slot in found),
            ]
            for piece in _pieces(opening.interval, blocked, rules):
                unsure = any(overlaps(piece, other) for other in tentative)
                found.append(Slot(*piece, opening.window.label, unsure))
    return sorted(found, key=lambda slot: (slot.tentative, slot.start))


def spread(slots: Iterable[Slot], how_many: int, zone: ZoneInfo) -> list[Slot]:
    """Select `how_many` slots to propose, in the order of `free_slots`, on different days.

    A second slot on a day is selected only if there is no other day, a tentative one only if
    there is no firm one.
    """
    of_the_day: Counter[date] = Counter()
    ranked = []
    for slot in slots:
        day = slot.start.astimezone(zone).date()
        ranked.append((slot.tentative, of_the_day[day], slot.start, slot))
        of_the_day[day] += 1
    chosen = sorted(ranked, key=lambda candidate: candidate[:3])[:how_many]
    return sorted((slot for *_, slot in chosen), key=lambda slot: (slot.tentative, slot.start))


@dataclass(frozen=True, slots=True)
class _Opening:
    """A window on one day."""

    window: Window
    day: date
    interval: Interval


def _openings(
    windows: Iterable[Window], zone: ZoneInfo, now: datetime, rules: Rules
) -> Iterator[_Opening]:
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=number) for number in range(rules.notice, rules.horizon + 1)]
    for window in sorted(windows, key=lambda window: window.priority, reverse=True):
        for day in days:
            if day.weekday() == window.weekday:
                yield _Opening(window, day, on_day(day, window.start, window.end, zone))


def _with_way(engagement: Busy | Slot, rules: Rules) -> Interval:
    return engagement.start - rules.travel, engagement.end + rules.travel


def _pieces(whole: Interval, blocked: Iterable[Interval], rules: Rules) -> Iterator[Interval]:
    """Cut what is left of a window into pieces of the length of a meeting."""
    for begin, end in without(whole, blocked):
        start = begin if begin == whole[0] else begin + (_EPOCH - begin) % QUARTER
        last = end if end == whole[1] else end - (end - _EPOCH) % QUARTER
        while last - start >= rules.shortest:
            piece = start, min(start + rules.longest, last)
            yield piece
            start = piece[1]
