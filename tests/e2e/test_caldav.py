"""Slots beside a real CalDAV server's calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.calendar.text import calendar
from tests.e2e.household import Folder
from tests.e2e.labs.radicale import PASSWORD, USER, Radicale, radicale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """\
timezone = "Europe/Paris"
[[watch]]
account = "@camille@mastodon.example"
[digest]
to = "file:digest.md"
[store]
url = "sqlite:///terrasse.db"
[[slot]]
when = "tuesday 12:00-16:00"
[[calendar]]
name = "work"
url = "caldav:http://{host}{path}"
user = "{user}"
secret = "file:password"
[meetings]
travel = 0
"""
EVERY_TUESDAY = calendar(
    """
    UID:lunch
    DTSTART;TZID=Europe/Paris:20240102T123000
    DTEND;TZID=Europe/Paris:20240102T140000
    RRULE:FREQ=WEEKLY
    """
)


@pytest.fixture(scope="module")
def server() -> Iterator[Radicale]:
    with radicale() as running:
        for path in ("/me/work/", "/me/empty/"):
            assert 201 == running.ask("MKCALENDAR", path)
        assert 201 == running.ask("PUT", "/me/work/lunch.ics", EVERY_TUESDAY)
        yield running


def folder(path: Path, server: Radicale, calendar: str, password: str = PASSWORD) -> Folder:
    found = Folder(path, CONFIG.format(host=server.host, path=calendar, user=USER))
    found.keep_secret("password", password)
    return found


def test_what_comes_back_every_week_takes_its_slots(server: Radicale, tmp_path: Path) -> None:
    slots = folder(tmp_path, server, "/me/work/").type("slots")

    assert "14:00 to 15:30" in slots
    assert "12:00" not in slots


def test_a_calendar_without_events_takes_none(server: Radicale, tmp_path: Path) -> None:
    slots = folder(tmp_path, server, "/me/empty/").type("slots")

    assert "12:00 to 13:30" in slots
    assert "work" not in slots


@pytest.mark.parametrize(
    ("path", "password", "why"),
    [
        ("/", PASSWORD, "must be that of one calendar, not of the server"),
        ("/me/", PASSWORD, "must be that of one calendar, not of the server"),
        ("/me/none/", PASSWORD, "there is nothing under its address"),
        ("/me/work/", "another", "asks for a user name and a password"),
    ],
)
def test_what_cannot_be_read_is_told(
    server: Radicale, tmp_path: Path, path: str, password: str, why: str
) -> None:
    mine = folder(tmp_path, server, path, password)

    assert "“work” could not be read" in mine.type("slots")
    assert why in mine.type("doctor", code=1)
