"""A calendar in memory, for the demo and the tests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.meeting.slot import Busy, Priority
from bot.errors import CalendarError
from bot.ports import Agenda, Unread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.ports import WholeDays


class MemoryCalendar:
    """Busy times in a list. While `fault` is set, it cannot be read, for that reason."""

    def __init__(  # noqa: PLR0913 (what a calendar may hold)
        self,
        name: str,
        busy: Sequence[Busy] = (),
        *,
        priority: Priority = Priority.WORK,
        skipped: Sequence[str] = (),
        days: Sequence[WholeDays] = (),
        trips: bool = False,
    ) -> None:
        self.trips = trips
        self.days = tuple(days)
        self.name = name
        self.priority = priority
        self.busy = list(busy)
        self.skipped = tuple(Unread(sentence) for sentence in skipped)
        self.fault: str | None = None

    async def agenda(self, start: datetime, end: datetime) -> Agenda:
        """The busy times that overlap this time.

        Raises:
            CalendarError: `fault` is set.
        """
        if self.fault is not None:
            raise CalendarError(self.fault)
        overlapping = tuple(busy for busy in self.busy if busy.start < end and start < busy.end)
        days = tuple(day for day in self.days if day.start < end and start < day.end)
        read = len(self.busy) + len(self.skipped)
        return Agenda(overlapping, read, self.skipped, days if self.trips else ())


def village_calendar(now: datetime) -> MemoryCalendar:
    """The calendar of the village's owner: choir rehearsals on every other Saturday."""
    week = timedelta(days=7)
    saturday = now.replace(hour=13, minute=0, second=0, microsecond=0)
    saturday += timedelta(days=(5 - now.weekday()) % 7)
    rehearsals = [
        Busy(
            start=start,
            end=start + timedelta(hours=3),
            priority=Priority.WORK,
            tentative=number % 2 == 0,
        )
        for number in range(5)
        for start in [saturday + 2 * number * week]
    ]
    return MemoryCalendar("choir", rehearsals)


class MemoryShelf:
    """Planned meetings by their UID."""

    def __init__(self) -> None:
        self.meetings: dict[str, bytes] = {}

    async def put(self, uid: str, content: bytes) -> str:
        """Store a meeting; it replaces an earlier version."""
        self.meetings[uid] = content
        return f"{uid}.ics"

    async def remove(self, uid: str) -> None:
        """Delete a meeting, if it is there."""
        self.meetings.pop(uid, None)
