"""A planned meeting as iCalendar (RFC 5545), for the owner's own calendar program.

It names nobody by mail address, and invites nobody: METHOD is PUBLISH, and CANCEL once the
meeting is off. Programs know a meeting by its UID, and take the higher SEQUENCE.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final

from icalendar import Calendar, Event

if TYPE_CHECKING:
    from datetime import datetime

_PRODUCT: Final = "-//Terrasse//Terrasse//EN"


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """What the owner's calendar is told of a meeting. Times are UTC.

    `uid` stays the same as long as the meeting is the same one; `sequence` begins at 0 and grows
    with each change, the cancellation included.
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    summary: str
    place: str = ""
    description: str = ""
    cancelled: bool = False


def ics(meeting: PlannedMeeting, *, stamp: datetime) -> bytes:
    """The meeting as the content of an `.ics` file.

    Times are in UTC. A meeting happens once, so that no rule of a time zone is needed to find
    its instant: not one that the reading program has otherwise, and not an hour that comes twice.
    Programs show it by the clock of whoever looks.

    Args:
        meeting: what is told.
        stamp: when this was decided, UTC; the same arguments give the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.cancelled else "PUBLISH")
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _whole(stamp))
    event.add("dtstart", _whole(meeting.start))
    event.add("dtend", _whole(meeting.end))
    event.add("summary", _plain(meeting.summary))
    if meeting.place:
        event.add("location", _plain(meeting.place))
    if meeting.description:
        event.add("description", _plain(meeting.description))
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _plain(text: str) -> str:
    """Without control characters, but the ends of lines."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")
