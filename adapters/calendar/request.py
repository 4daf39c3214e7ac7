"""The messages between `ical` and the process that reads for it: JSON in both directions."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 (msgspec reads the annotations)

import msgspec

from bot.ports.calendar import Unread, WholeDays  # noqa: TC001


class Text(msgspec.Struct, frozen=True):
    """iCalendar text. `item` names what is one of many, as on a CalDAV server.

    A whole calendar that breaks off is refused, an item costs itself only. `refused` is why its
    server did not give it.
    """

    content: bytes
    item: str = ""
    refused: str = ""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """iCalendar texts, and the time that is asked about.

    `zone` is the owner's, for whole days and for times without a zone. `address` is the owner's
    e-mail address in this calendar, if it is configured, to find their answers to invitations.
    `trips`: whole days are wanted, too.
    """

    texts: tuple[Text, ...] = ()
    start: datetime
    end: datetime
    zone: str
    address: str | None = None
    trips: bool = False


class Time(msgspec.Struct, frozen=True, array_like=True):
    """A busy time, UTC."""

    start: datetime
    end: datetime
    tentative: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The busy times, or the `fault` because of which nothing could be read."""

    times: tuple[Time, ...] = ()
    events: int = 0
    skipped: tuple[Unread, ...] = ()
    days: tuple[WholeDays, ...] = ()
    fault: str | None = None
