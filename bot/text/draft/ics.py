"""A planned meeting as iCalendar (RFC 5545), for the owner's calendar program.

There are no attendees and no mail addresses: METHOD is PUBLISH, or CANCEL for a cancelled meeting.
Programs identify a meeting by its UID, and use the highest SEQUENCE.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from icalendar import Calendar, Event

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_PRODUCT: Final = "-//Terrasse//Terrasse//EN"
_ASKED_AGAIN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """The content of a meeting's calendar event. Times are UTC.

    `uid` never changes; `sequence` starts at 0 and grows with each change, cancellation included.
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

    Times are written in UTC: a single event needs no time zone rules, which programs may have in
    different versions. Programs show it in local time.

    Args:
        meeting: the meeting.
        stamp: when it was last changed, UTC; the same arguments give the same bytes.
    """
    return _calendar("CANCEL" if meeting.cancelled else "PUBLISH", [(meeting, stamp)])


def feed(meetings: Iterable[tuple[PlannedMeeting, datetime]], *, name: str) -> bytes:
    """Several meetings, each with its stamp, as a calendar that programs subscribe to.

    They ask again each hour (RFC 7986), and drop what is no longer in it.
    """
    return _calendar("PUBLISH", meetings, name)


def _calendar(
    method: str, meetings: Iterable[tuple[PlannedMeeting, datetime]], name: str = ""
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", _plain(name))
        calendar.add("x-wr-calname", _plain(name))
        calendar.add("refresh-interval", _ASKED_AGAIN, parameters={"value": "DURATION"})
    for meeting, stamp in meetings:
        calendar.add_component(_event(meeting, stamp))
    text: bytes = calendar.to_ical()
    return text


def _event(meeting: PlannedMeeting, stamp: datetime) -> Event:
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
    return event


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _plain(text: str) -> str:
    """Without control characters other than line breaks."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")
