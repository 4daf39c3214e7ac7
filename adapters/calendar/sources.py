"""Where the text of a calendar comes from: a file, an address on the web, or a CalDAV server."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from adapters.calendar.request import Text
from bot import regular_file
from bot.domain.safety.outside import keep_secret
from bot.domain.sentence import Sentence, marked, reason
from bot.errors import CalendarError, NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from adapters.http import Client

    Credentials = Callable[[], tuple[str, str]]

MAX_BYTES: Final = 8 * 2**20
"""The largest calendar that is read."""

_OK: Final = 200
_MULTI_STATUS: Final = 207
_NOT_MODIFIED: Final = 304
_MARKS: Final = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
_MEANING: Final = {
    401: marked("its server asks for a user name and a password, or does not accept those given"),
    403: marked("its server does not let us read it"),
    404: marked("there is nothing under its address (any more)"),
    410: marked("there is nothing under its address any more"),
}
_NOT_IN_XML: Final = bytes(set(range(32)) - {9, 10, 13})
_DAV: Final = "{DAV:}"
_DATA: Final = "{urn:ietf:params:xml:ns:caldav}calendar-data"
_STAMP: Final = "%Y%m%dT%H%M%SZ"
# The server finds all events in the time range, recurring ones included. Their recurrences are
# expanded here, as not all servers can do it.
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
_RESOURCE_TYPE: Final = """\
<?xml version="1.0" encoding="utf-8"?>
<D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/></D:prop></D:propfind>
"""
_CALENDAR: Final = "{DAV:}resourcetype/{urn:ietf:params:xml:ns:caldav}calendar"


class Source(Protocol):
    """Where the text of a calendar comes from. It is asked on each call."""

    async def texts(self, start: datetime, end: datetime) -> Sequence[Text]:
        """The iCalendar texts with at least the events in this time (UTC).

        Raises:
            CalendarError: they cannot be read.
        """
        ...


class FileSource:
    """An `.ics` file, as `vdirsyncer` and export menus write them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def texts(self, start: datetime, end: datetime) -> Sequence[Text]:  # noqa: ARG002
        """The whole file.

        Raises:
            CalendarError: the file cannot be read, or is too large.
        """
        return [Text(await asyncio.to_thread(self._read))]

    def _read(self) -> bytes:
        try:
            raw = regular_file.read(self._path, MAX_BYTES + 1)
        except OSError as problem:
            raise CalendarError(
                marked("{path} cannot be read: {why}."), path=self._path, why=reason(problem)
            ) from problem
        if len(raw) > MAX_BYTES:
            raise CalendarError(
                marked("{path} is larger than {size} MiB: export fewer years."),
                path=self._path,
                size=MAX_BYTES >> 20,
            )
        return raw


class WebSource:
    """A calendar at an address on the web, as calendar services publish them.

    `address` is called for each reading, as the address may be a secret; it is never shown. The
    server is told what we have (RFC 9110, 13.1), so that it sends only what has changed.
    """

    def __init__(
        self,
        client: Client,
        name: str,
        address: Callable[[], str],
        credentials: Credentials | None = None,
    ) -> None:
        self._client = client
        self._name = name
        self._address = address
        self._credentials = credentials
        self._kept: tuple[str, dict[str, str], Sequence[Text]] | None = None

    async def texts(self, start: datetime, end: datetime) -> Sequence[Text]:  # noqa: ARG002
        """The whole calendar.

        Raises:
            CalendarError: the address cannot be read.
        """
        address = over_https(self._address())
        kept = self._kept if self._kept and self._kept[0] == address else None
        headers = {
            "Accept": "text/calendar, */*;q=0.1",
            **authorization(self._credentials),
            **(kept[1] if kept else {}),
        }
        try:
            answer = await self._client.get(address, headers=headers, max_bytes=MAX_BYTES)
        except NetworkError as problem:
            raise CalendarError(
                marked("{name} cannot be read: {problem}"), name=self._name, problem=problem
            ) from problem
        if answer.status == _NOT_MODIFIED and kept:
            return kept[2]
        if answer.status != _OK:
            raise _refused(self._name, answer.status)
        texts = [Text(answer.body)]
        marks = {name: answer.headers.get(mark, "") for name, mark in _MARKS.items()}
        marks = {name: mark for name, mark in marks.items() if mark}
        self._kept = (address, marks, texts) if marks else None
        return texts


class CaldavSource:
    """A calendar on a CalDAV server, read by one calendar-query (RFC 4791).

    An empty answer counts only if the address is that of a calendar: the server's own address,
    or that of a folder of calendars, has no events either (seen with Radicale 3.9).
    """

    def __init__(
        self, client: Client, name: str, address: str, credentials: Credentials | None = None
    ) -> None:
        self._client = client
        self._name = name
        self._address = address
        self._credentials = credentials

    async def texts(self, start: datetime, end: datetime) -> Sequence[Text]:
        """The events in this time, one text for each with its exceptions.

        What the server refuses of them is a text, too, with its reason.

        Raises:
            CalendarError: the server cannot be read, or the address is not a calendar's.
        """
        query = _QUERY.format(start=start.strftime(_STAMP), end=end.strftime(_STAMP))
        answer = await self._ask("REPORT", query, depth=1)
        events = list(_items(answer))
        if not events:
            answer = await self._ask("PROPFIND", _RESOURCE_TYPE, depth=0)
            if answer.find(f".//{_CALENDAR}") is None:
                raise CalendarError(
                    marked(
                        "{name} cannot be read: what is there is not a calendar. The address must "
                        "be that of one calendar, not of the server."
                    ),
                    name=self._name,
                )
        return events

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
            raise CalendarError(
                marked("{name} cannot be read: {problem}"), name=self._name, problem=problem
            ) from problem
        if answer.status != _MULTI_STATUS:
            raise _refused(self._name, answer.status)
        try:
            return _parsed(answer.body)
        except (ET.ParseError, ValueError) as problem:
            raise CalendarError(
                marked(
                    "{name} cannot be read: its server's answer is not CalDAV's. The address must "
                    "be that of one calendar, not of the server."
                ),
                name=self._name,
            ) from problem


def over_https(address: str) -> str:
    """The https address for `webcal://`; other addresses stay as they are."""
    scheme, _, rest = address.partition("://")
    return f"https://{rest}" if scheme.lower() in {"webcal", "webcals"} else address


def authorization(credentials: Credentials | None) -> dict[str, str]:
    """The header for a user name and a password (RFC 7617), if there are any."""
    if credentials is None:
        return {}
    token = b64encode(":".join(credentials()).encode()).decode()
    keep_secret(token)
    return {"Authorization": f"Basic {token}"}


def _refused(name: str, status: int) -> CalendarError:
    why = Sentence(_MEANING.get(status, marked("its server answers with {status}")), status=status)
    return CalendarError(marked("{name} cannot be read: {why}."), name=name, why=why)


def _items(answer: ET.Element) -> Iterator[Text]:
    """The items of a multi-status (RFC 4918, 14.16). Folders, which have no data, are skipped."""
    for response in answer.iter(f"{_DAV}response"):
        name = unquote((response.findtext(f"{_DAV}href") or "").strip())
        item = name.rstrip("/").rpartition("/")[2] or name or "?"
        data = [found.text for found in response.iter(_DATA) if found.text and found.text.strip()]
        told = [status.text or "" for status in response.iter(f"{_DAV}status")]
        failed = [text for text in told if " 2" not in text]
        if data:
            yield from (Text(text.encode(), item) for text in data)
        elif failed and not (name.endswith("/") and " 404" in failed[0]):
            yield Text(b"", item, refused=failed[0].partition(" ")[2] or failed[0])
        elif not name.endswith("/"):
            yield Text(b"", item)


class _NoDoctype(ET.TreeBuilder):
    """Refuses documents that declare entities, which can expand without limit."""

    def doctype(self, name: str, _pubid: str | None, _system: str | None) -> None:
        message = f"a document type {name} is declared"
        raise ValueError(message)


def _parsed(body: bytes) -> ET.Element:
    # One item with a character that XML 1.0 does not allow must not cost the others.
    body = body.translate(None, _NOT_IN_XML)
    return ET.fromstring(body, ET.XMLParser(target=_NoDoctype()))  # noqa: S314 (see _NoDoctype)
