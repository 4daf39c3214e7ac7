"""Calendars, from their source through the child process to busy times."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from adapters.calendar import ical
from adapters.calendar.ical import IcalCalendar
from adapters.calendar.sources import CaldavSource, FileSource, WebSource, over_https
from adapters.http import open_client
from bot.domain.meeting.slot import Busy, Priority
from bot.errors import CalendarError
from bot.text.language.catalogue import catalogue
from tests.adapters.calendar.text import calendar
from tests.adapters.http.server import answer, saying, serving
from tests.builders import at

if TYPE_CHECKING:
    from asyncio import StreamWriter
    from pathlib import Path

    from adapters.calendar.sources import Source
    from bot.ports import Agenda
    from tests.adapters.http.server import Script, Seen

pytestmark = pytest.mark.anyio

LUNCH = calendar(
    """
    UID:lunch
    SUMMARY:Lunch
    DTSTART:20261020T123000
    DURATION:PT1H30M
    """
)
HELD = (Busy(at("2026-10-20 10:30"), at("2026-10-20 12:00"), Priority.GOAL),)
CREDENTIALS = ("me", "pässword")
DAV = """<?xml version="1.0"?>
<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
 <d:response><d:href>/1.ics</d:href><d:propstat><d:prop>
  <c:calendar-data>{}</c:calendar-data>
 </d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
 <d:response><d:href>/2.ics</d:href><d:propstat><d:prop>
  <c:calendar-data>{}</c:calendar-data>
 </d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
</d:multistatus>
"""
NOTHING = '<d:multistatus xmlns:d="DAV:"/>'
KIND = """<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
 <d:response><d:href>/</d:href><d:propstat><d:prop>
  <d:resourcetype>{}</d:resourcetype>
 </d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
</d:multistatus>"""


def holding_nothing(kind: str) -> Script:
    """A CalDAV server without events, whose address is of this kind."""

    async def script(request: Seen, writer: StreamWriter) -> None:
        body = KIND.format(kind) if request.method == "PROPFIND" else NOTHING
        writer.write(answer(body.encode(), status="207 Multi-Status"))

    return script


START, END = at("2026-10-12 00:00"), at("2026-11-09 00:00")


def work(source: Source) -> IcalCalendar:
    return IcalCalendar("work", Priority.GOAL, source, zone=ZoneInfo("Europe/Paris"))


async def agenda(source: Source) -> Agenda:
    return await work(source).agenda(START, END)


async def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "work.ics"
    path.write_text("\ufeff" + LUNCH)

    assert HELD == (await agenda(FileSource(path))).busy


async def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match=r"work\.ics cannot be read: No such file"):
        await agenda(FileSource(tmp_path / "work.ics"))


async def test_a_file_that_is_no_calendar_is_told(tmp_path: Path) -> None:
    path = tmp_path / "work.ics"
    path.write_text("Dear diary,")

    with pytest.raises(CalendarError, match="work is not a calendar: there is no BEGIN:VCALENDAR"):
        await agenda(FileSource(path))


async def test_a_file_that_is_too_large_is_told(tmp_path: Path) -> None:
    path = tmp_path / "work.ics"
    with path.open("wb") as file:
        file.truncate(9 * 2**20)

    with pytest.raises(CalendarError, match="larger than 8 MiB"):
        await agenda(FileSource(path))


NEVER = """
    UID:never
    DTSTART:20261001T100000Z
    DURATION:PT1H
    RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30
"""


async def test_an_event_that_never_comes_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "work.ics"
    path.write_text(calendar(NEVER, "UID:1\nDTSTART:20261020T123000\nDURATION:PT1H30M"))
    read = await agenda(FileSource(path))

    assert HELD[0] in read.busy
    assert ["it repeats too often to be read: all time from its start on is blocked."] == [
        unread.sentence for unread in read.skipped
    ]


async def test_a_calendar_that_takes_too_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ical, "SECONDS", 0.5)
    path = tmp_path / "work.ics"
    path.write_text(calendar(*(NEVER.replace("never", f"{n}") for n in range(9))))

    with pytest.raises(CalendarError, match="work takes too long to read"):
        await agenda(FileSource(path))


async def test_an_address_is_read() -> None:
    script = saying(answer(LUNCH.encode()))
    async with serving(script) as server, open_client([server.url()]) as client:
        source = WebSource(client, "work", lambda: server.url("/x.ics"), lambda: CREDENTIALS)
        read = await agenda(source)

    assert HELD == read.busy
    token = b64encode("me:pässword".encode()).decode()
    assert f"Basic {token}" == server.seen[0].headers["authorization"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("401 No", "work cannot be read: its server asks for a user name and a password"),
        ("404 No", "work cannot be read: there is nothing under its address"),
        ("500 No", "work cannot be read: its server answers with 500"),
    ],
)
async def test_an_address_that_does_not_answer_with_a_calendar_is_told(
    status: str, said: str
) -> None:
    script = saying(answer(status=status))
    async with serving(script) as server, open_client([server.url()]) as client:
        with pytest.raises(CalendarError, match=said):
            await agenda(WebSource(client, "work", lambda: server.url("/secret.ics")))


async def test_a_secret_address_is_never_shown() -> None:
    async with open_client() as client:
        source = WebSource(client, "work", lambda: "https://127.0.0.1/secret.ics")
        with pytest.raises(CalendarError) as caught:
            await agenda(source)

    assert "secret" not in str(caught.value)


def test_webcal_means_https() -> None:
    assert "https://x.example/a.ics" == over_https("webcal://x.example/a.ics")
    assert "https://x.example/a.ics" == over_https("https://x.example/a.ics")


async def test_a_caldav_server_is_asked_for_the_time_that_matters() -> None:
    other = LUNCH.replace("UID:lunch", "UID:2").replace("20261020", "20261022")
    script = saying(answer(DAV.format(LUNCH, other).encode(), status="207 Multi-Status"))
    async with serving(script) as server, open_client([server.url()]) as client:
        source = CaldavSource(client, "work", server.url("/me/work/"), lambda: CREDENTIALS)
        read = await agenda(source)

    (asked,) = server.seen
    assert ("REPORT", "1") == (asked.method, asked.headers["depth"])
    assert b'<C:time-range start="20261012T000000Z" end="20261110T000000Z"/>' in asked.body
    assert asked.headers["authorization"].startswith("Basic ")
    assert [at("2026-10-20 10:30"), at("2026-10-22 10:30")] == [busy.start for busy in read.busy]


async def test_an_item_that_cannot_be_read_costs_only_itself() -> None:
    other = LUNCH.replace("UID:lunch", "UID:2")
    odd = """
     <d:response><d:href>/me/work/{}</d:href><d:propstat><d:prop>{}</d:prop>
      <d:status>HTTP/1.1 {}</d:status></d:propstat></d:response>"""
    empty = "<c:calendar-data/>"
    body = DAV.format(LUNCH.replace("SUMMARY:", "SUMMARY:\x0b"), other[:-16]).replace(
        "</d:multistatus>",
        odd.format("locked.ics", empty, "403 Forbidden")
        + odd.format("empty.ics", empty, "200 OK")
        + odd.format("page.ics", "<c:calendar-data>Sign in</c:calendar-data>", "200 OK")
        + odd.format("", empty, "404 Not Found")
        + "<d:response><d:href>/me/work/</d:href><d:status>HTTP/1.1 507 Insufficient Storage"
        "</d:status></d:response></d:multistatus>",
    )
    script = saying(answer(body.encode(), status="207 Multi-Status"))
    async with serving(script) as server, open_client([server.url()]) as client:
        read = await agenda(CaldavSource(client, "work", server.url("/me/work/")))

    assert HELD == read.busy
    assert [
        "line 10: 2.ics breaks off before its end.",
        "the server does not send locked.ics (403 Forbidden), so it blocks nothing.",
        "empty.ics is not a calendar, so it blocks nothing.",
        "page.ics is not a calendar, so it blocks nothing.",
        "the server does not send work (507 Insufficient Storage), so it blocks nothing.",
    ] == [unread.at_line(catalogue("en")) for unread in read.skipped]


async def test_a_calendar_is_read_once_in_a_round() -> None:
    script = saying(answer(LUNCH.encode()))
    async with serving(script) as server, open_client([server.url()]) as client:
        opened = work(WebSource(client, "work", lambda: server.url("/x.ics")))
        for minute in range(3):
            assert HELD == (await opened.agenda(at(f"2026-10-12 00:0{minute}"), END)).busy
        assert 1 == len(server.seen)

        assert () == (await opened.agenda(at("2026-10-21 00:00"), END)).busy
        assert HELD == (await opened.agenda(at("2026-10-02 00:00"), END)).busy
        assert 2 == len(server.seen)


async def test_a_calendar_that_has_not_changed_is_neither_sent_nor_parsed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ical, "FRESH", 0.0)
    answers = [
        answer(LUNCH.encode(), 'ETag: "1"'),
        answer(status="304 Not Modified"),
        answer(calendar().encode(), 'ETag: "2"'),
    ]

    async def script(_request: Seen, writer: StreamWriter) -> None:
        writer.write(answers.pop(0))

    async with serving(script) as server, open_client([server.url()]) as client:
        opened = work(WebSource(client, "work", lambda: server.url("/x.ics")))
        assert HELD == (await opened.agenda(START, END)).busy
        with monkeypatch.context() as patched:
            patched.setattr(ical, "_start_parser", None)
            assert HELD == (await opened.agenda(START, END)).busy
        assert () == (await opened.agenda(START, END)).busy

    assert [None, '"1"', '"1"'] == [seen.headers.get("if-none-match") for seen in server.seen]


async def test_a_caldav_calendar_without_events_is_free() -> None:
    async with (
        serving(holding_nothing("<d:collection/><c:calendar/>")) as server,
        open_client([server.url()]) as client,
    ):
        assert () == (await agenda(CaldavSource(client, "work", server.url("/me/work/")))).busy

    assert [("REPORT", "1"), ("PROPFIND", "0")] == [
        (asked.method, asked.headers["depth"]) for asked in server.seen
    ]


async def test_a_caldav_server_without_events_is_no_calendar() -> None:
    async with (
        serving(holding_nothing("<d:collection/>")) as server,
        open_client([server.url()]) as client,
    ):
        with pytest.raises(CalendarError, match="what is there is not a calendar"):
            await agenda(CaldavSource(client, "work", server.url("/")))


@pytest.mark.parametrize(
    "body", [b"<html><p>Sign in", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b""]
)
async def test_an_answer_that_is_not_caldav_is_told(body: bytes) -> None:
    script = saying(answer(body, status="207 Multi-Status"))
    async with serving(script) as server, open_client([server.url()]) as client:
        with pytest.raises(CalendarError, match="answer is not CalDAV's"):
            await agenda(CaldavSource(client, "work", server.url()))
