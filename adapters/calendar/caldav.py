"""A calendar on a CalDAV server: one question, RFC 4791's calendar-query, and its answer.

An answer without any event is believed of a calendar only: of the server, or of the folder that
holds the calendars, the question has none either (seen with Radicale 3.9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from adapters.calendar.ical import MAX_BYTES
from adapters.calendar.web import authorization, refused
from bot.errors import CalendarError, NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from adapters.http import Client

_MULTI_STATUS: Final = 207
_DATA: Final = "{urn:ietf:params:xml:ns:caldav}calendar-data"
_STAMP: Final = "%Y%m%dT%H%M%SZ"
# The server finds the events, recurring ones included, that touch the time; their recurrences
# are worked out here, as not all servers do it.
_QUERY: Final = """\
<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><C:calendar-data/></D:prop>
  <C:filter>
    <C:comp-filter name="VCALENDAR">
      <C:comp-filter name="VEVENT">
        <C:time-range start="{start}" end="{end}"/>
      </C:comp-filter>
    </C:comp-filter>
  </C:filter>
</C:calendar-query>
"""
_WHAT_IS_IT: Final = """\
<?xml version="1.0" encoding="utf-8"?>
<D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/></D:prop></D:propfind>
"""
_CALENDAR: Final = "{DAV:}resourcetype/{urn:ietf:params:xml:ns:caldav}calendar"


class CaldavSource:
    """Asks for what touches a time, each time anew."""

    def __init__(
        self,
        client: Client,
        name: str,
        address: str,
        credentials: Callable[[], tuple[str, str]] | None = None,
    ) -> None:
        self._client = client
        self._name = name
        self._address = address
        self._credentials = credentials

    async def texts(self, start: datetime, end: datetime) -> Sequence[str]:
        """The events that touch the time, one text for each with its exceptions.

        Raises:
            CalendarError: they cannot be had.
        """
        query = _QUERY.format(start=start.strftime(_STAMP), end=end.strftime(_STAMP))
        told = await self._ask("REPORT", query, depth=1)
        found = [one.text or "" for one in told.iter(_DATA)]
        if not found:
            told = await self._ask("PROPFIND", _WHAT_IS_IT, depth=0)
            if told.find(f".//{_CALENDAR}") is None:
                why = "what lies there is no calendar"
                raise self._misled(why)
        return found

    async def _ask(self, method: str, question: str, *, depth: int) -> ET.Element:
        headers = {
            "Content-Type": "application/xml; charset=utf-8",
            "Depth": str(depth),
            **authorization(self._credentials),
        }
        try:
            answer = await self._client.request(
                method,
                self._address,
                headers=headers,
                content=question.encode(),
                max_bytes=MAX_BYTES,
                effect=False,
            )
        except NetworkError as problem:
            message = f"{self._name} cannot be read: {problem}"
            raise CalendarError(message) from problem
        if answer.status != _MULTI_STATUS:
            raise refused(self._name, answer.status)
        try:
            return _parsed(answer.body)
        except (ET.ParseError, ValueError) as problem:
            why = "its server's answer is not CalDAV's"
            raise self._misled(why) from problem

    def _misled(self, why: str) -> CalendarError:
        hint = "The address must be that of one calendar, not of the server."
        return CalendarError(f"{self._name} cannot be read: {why}. {hint}")


class _NoDoctype(ET.TreeBuilder):
    """Refuses documents that declare entities, which is how small XML becomes large."""

    def doctype(self, name: str, _pubid: str | None, _system: str | None) -> None:
        message = f"a document type {name} is declared"
        raise ValueError(message)


def _parsed(body: bytes) -> ET.Element:
    return ET.fromstring(body, ET.XMLParser(target=_NoDoctype()))  # noqa: S314 (see _NoDoctype)
