"""A calendar on a CalDAV server: one question, RFC 4791's calendar-query, and its answer.

This one request needs no library of its own, and so goes through the guarded client as all
others do.
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
        headers = {
            "Content-Type": "application/xml; charset=utf-8",
            "Depth": "1",
            **authorization(self._credentials),
        }
        try:
            answer = await self._client.request(
                "REPORT",
                self._address,
                headers=headers,
                content=query.encode(),
                max_bytes=MAX_BYTES,
                effect=False,
            )
        except NetworkError as problem:
            message = f"{self._name} cannot be read: {problem}"
            raise CalendarError(message) from problem
        if answer.status != _MULTI_STATUS:
            raise refused(self._name, answer.status)
        try:
            return [found.text or "" for found in _parsed(answer.body).iter(_DATA)]
        except (ET.ParseError, ValueError) as problem:
            message = (
                f"{self._name} cannot be read: its server's answer is not CalDAV's. The address "
                "must be that of one calendar, not of the server."
            )
            raise CalendarError(message) from problem


class _NoDoctype(ET.TreeBuilder):
    """Refuses documents that declare entities, which is how small XML becomes large."""

    def doctype(self, name: str, _pubid: str | None, _system: str | None) -> None:
        message = f"a document type {name} is declared"
        raise ValueError(message)


def _parsed(body: bytes) -> ET.Element:
    return ET.fromstring(body, ET.XMLParser(target=_NoDoctype()))  # noqa: S314 (see _NoDoctype)
