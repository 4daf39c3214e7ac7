"""The owner's calendars, and the shelf that planned meetings are put on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from bot.domain.meeting.slot import Busy, Priority


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a calendar holds in some span of time.

    `events` counts those read in all; `skipped` says of each that could not be read, in a
    sentence, what it is and why: they cost nobody the others.
    """

    busy: tuple[Busy, ...] = ()
    events: int = 0
    skipped: tuple[str, ...] = ()


class Calendar(Protocol):
    """One calendar of the owner's, read only."""

    @property
    def name(self) -> str:
        """What the owner knows it by: their label, or where it lies, without any secret."""
        ...

    @property
    def priority(self) -> Priority:
        """Which windows its busy times block: see `bot.domain.meeting.slot`."""
        ...

    async def agenda(self, start: datetime, end: datetime) -> Agenda:
        """What touches the span from `start` until before `end`, both UTC.

        Busy times are whole, also where they reach out of the span; they may overlap.

        Raises:
            CalendarError: it cannot be read; the message says why, and what to do.
        """
        ...


class Holidays(Protocol):
    """The public holidays where the owner lives."""

    def among(self, days: Collection[date]) -> frozenset[date]:
        """Those of the days that are holidays."""
        ...


class Shelf(Protocol):
    """Where planned meetings lie, for the owner's calendar program to pick up."""

    async def put(self, uid: str, content: bytes) -> str:
        """Put an iCalendar object on the shelf, in place of what is there under the same UID.

        Returns:
            Where it lies, as the owner would look for it.

        Raises:
            CalendarError: it cannot be written; what was there is whole.
        """
        ...
