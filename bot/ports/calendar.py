"""The owner's calendars, and the shelf: where the files of planned meetings are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003 (msgspec reads the annotations)
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.domain.meeting.slot import Busy, Priority
    from bot.text.language.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in a calendar that could not be read, and what was done about it.

    `sentence` is English with `{…}` for `values`, so that it can be said in other languages.
    `line` counts from 1; `title` and `day` are those of the event, where they are known.
    """

    sentence: str
    line: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    title: str = ""
    day: date | None = None

    def why(self, words: Catalogue) -> str:
        """What could not be read and what was done about it, in the owner's language."""
        said = words.say(self.sentence, **self.values)
        if self.day is None:
            return (
                words.say("“{title}”: {said}", title=self.title, said=said) if self.title else said
            )
        title, day = self.title or words.say("no title"), self.day.isoformat()
        return words.say("“{title}” of {day}: {said}", title=title, day=day, said=said)

    def at_line(self, words: Catalogue) -> str:
        """The same after the number of its line, if there is one."""
        if self.line is None:
            return self.why(words)
        return words.say("line {line}: {said}", line=self.line, said=self.why(words))


@dataclass(frozen=True, slots=True)
class WholeDays:
    """An event of whole days, `first` to `last`, both included.

    `start` and `end` are its time (UTC). `is_busy`: it is among the busy times, too.
    """

    title: str
    location: str
    first: date
    last: date
    start: datetime
    end: datetime
    is_busy: bool = True


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a calendar holds in an interval.

    `events` counts all events read. `skipped` is what could not be read as it stands; all that is
    known of it is busy. `days` are its whole days, if the calendar holds trips, but for those that
    are cancelled, declined or tentative.
    """

    busy: tuple[Busy, ...] = ()
    events: int = 0
    skipped: tuple[Unread, ...] = ()
    days: tuple[WholeDays, ...] = ()


class Calendar(Protocol):
    """One calendar of the owner's, read only."""

    @property
    def name(self) -> str:
        """The owner's label for it, or its location without any secret."""

    @property
    def priority(self) -> Priority:
        """Which windows its busy times block: see `bot.domain.meeting.slot`."""

    @property
    def trips(self) -> bool:
        """Whether its whole days may be trips of the owner's."""

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

    async def remove(self, uid: str) -> None:
        """Delete the file of a meeting, if there is one.

        Raises:
            CalendarError: it cannot be deleted.
        """
