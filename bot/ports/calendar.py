"""The owner's calendars, and the shelf: where the files of planned meetings are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from bot.domain.meeting.slot import Busy, Priority


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a calendar holds in an interval.

    `events` counts all events read. `skipped` holds a sentence for each event that could not be
    read.
    """

    busy: tuple[Busy, ...] = ()
    events: int = 0
    skipped: tuple[str, ...] = ()


class Calendar(Protocol):
    """One calendar of the owner's, read only."""

    @property
    def name(self) -> str:
        """The owner's label for it, or its location without any secret."""

    @property
    def priority(self) -> Priority:
        """Which windows its busy times block: see `bot.domain.meeting.slot`."""

    async def agenda(self, start: datetime, end: datetime) -> Agenda:
        """The events that touch the interval from `start` until before `end`, both UTC.

        Busy times are not cut to the interval, and may overlap.

        Raises:
            CalendarError: it cannot be read; the message says why, and what to do.
        """


class Holidays(Protocol):
    """The public holidays where the owner lives."""

    def among(self, days: Collection[date]) -> frozenset[date]:
        """Those of the days that are holidays."""


class Shelf(Protocol):
    """Where the .ics files of planned meetings are, for the owner's calendar program."""

    async def put(self, uid: str, content: bytes) -> str:
        """Write an iCalendar object, replacing the one with the same UID.

        Returns:
            Its location, for the owner.

        Raises:
            CalendarError: it cannot be written; the previous file is intact.
        """
