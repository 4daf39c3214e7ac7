"""Proposed times, from the config to the terminal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.adapters.calendar.text import calendar
from tests.cli.terminal import CONFIG

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

WINDOWS = """
[[slot]]
when = "mardi 12:30-14:00"
for = "lunch"
"""
FILE = """
[[calendar]]
url = "file:work.ics"
"""
ALWAYS = calendar("UID:1\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY")


def test_windows_are_listed_by_the_owner_s_clock(village: Terminal) -> None:
    village.write_config(CONFIG + WINDOWS)
    shown = village.read("slots").splitlines()

    assert 2 <= len(shown) <= 3
    assert all(line.startswith("Tuesday ") for line in shown)
    assert all(line.endswith(", 12:30 to 14:00, lunch") for line in shown)


def test_windows_as_json_are_instants(village: Terminal) -> None:
    village.write_config(CONFIG + WINDOWS)
    found = village.json("slots")

    assert [] == found["notes"]
    for slot in found["slots"]:
        start = datetime.fromisoformat(slot["start"])
        assert slot["start"].endswith("Z")
        assert "12:30" == start.astimezone(ZoneInfo("Europe/Paris")).strftime("%H:%M")
        assert timedelta(days=1) < start - datetime.now(UTC) < timedelta(days=22)


def test_what_a_calendar_holds_is_not_listed(village: Terminal) -> None:
    village.write_config(CONFIG + WINDOWS + FILE)
    (village.folder / "work.ics").write_text(ALWAYS)

    assert "– Nothing is free in the next 21 days.\n" == village.read("slots")


def test_a_calendar_that_is_not_there_is_told(village: Terminal) -> None:
    village.write_config(CONFIG + WINDOWS + FILE)
    shown = village.read("slots")
    doctor = village.type("doctor")

    assert "“work.ics” could not be read" in shown
    assert "lunch" in shown
    assert "work.ics cannot be read: No such file or directory." in doctor.output
    assert 1 == doctor.exit_code


def test_without_windows_that_is_told(village: Terminal) -> None:
    assert "– No times are proposed, as the config has no [[slot]].\n" == village.read("slots")
