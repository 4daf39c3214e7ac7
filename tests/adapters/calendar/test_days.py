"""Whole days of a calendar that holds trips. The owner lives in Paris."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from adapters.calendar.reading import read
from adapters.calendar.request import Request, Text
from bot.bootstrap.calendars import Calendars
from config.load import load
from tests.adapters.calendar.text import calendar
from tests.builders import at

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.calendar.request import Answer

SPAN = at("2026-10-12 00:00"), at("2026-11-09 00:00")
LYON = "UID:1\nSUMMARY:Trip to Lyon\nDTSTART;VALUE=DATE:20261023\nDTEND;VALUE=DATE:20261026"


def answer(*events: str, trips: bool = True) -> Answer:
    texts = (Text(calendar(*events).encode()),)
    return read(Request(texts=texts, start=SPAN[0], end=SPAN[1], zone="Europe/Paris", trips=trips))


def days(*events: str) -> list[tuple[str, str, int, int, bool]]:
    return [
        (found.title, found.location, found.first.day, found.last.day, found.is_busy)
        for found in answer(*events).days
    ]


def test_the_last_day_is_the_one_before_the_end_over_a_change_of_the_clock() -> None:
    assert [("Trip to Lyon", "", 23, 25, True)] == days(LYON)


def test_days_that_are_marked_as_free_are_days_all_the_same() -> None:
    assert [("Trip to Lyon", "", 23, 25, False)] == days(f"{LYON}\nTRANSP:TRANSPARENT")
    assert () == answer(f"{LYON}\nTRANSP:TRANSPARENT").times


def test_the_place_is_unescaped() -> None:
    [(_, location, *_)] = days(f"{LYON}\nLOCATION:Hôtel X\\, Lyon\\, France")

    assert "Hôtel X, Lyon, France" == location


def test_each_time_of_a_series_is_given() -> None:
    found = days(f"{LYON}\nRRULE:FREQ=WEEKLY;COUNT=9")

    assert [(23, 25), (30, 1), (6, 8)] == [(first, last) for _, _, first, last, _ in found]


@pytest.mark.parametrize(
    "event",
    [
        "UID:2\nSUMMARY:Lyon\nDTSTART:20261023T080000Z\nDTEND:20261023T180000Z",
        f"{LYON}\nSTATUS:CANCELLED",
        f"{LYON}\nSTATUS:TENTATIVE",
        "UID:3\nSUMMARY:Lyon\nDTSTART;VALUE=DATE:20261023\nDTEND;VALUE=DATE:20261001",
        "UID:4\nSUMMARY:Lyon\nDTSTART;VALUE=DATE:20250101\nDTEND;VALUE=DATE:20250105",
    ],
    ids=["hours", "cancelled", "tentative", "ends before it begins", "long ago"],
)
def test_other_events_are_no_days(event: str) -> None:
    assert [] == days(event)


def test_they_are_given_where_they_are_asked_for_alone() -> None:
    assert () == answer(LYON, trips=False).days


@pytest.mark.anyio
@pytest.mark.parametrize("written", ["true", "false"])
async def test_the_config_says_whether_a_calendar_holds_trips(tmp_path: Path, written: str) -> None:
    trips = written == "true"
    (tmp_path / "travel.ics").write_text(calendar(LYON))
    (tmp_path / "terrasse.toml").write_text(
        'timezone = "Europe/Paris"\n'
        '[[watch]]\naccount = "@camille@village.example"\nurl = "memory:village"\n'
        f'[[calendar]]\nurl = "file:travel.ics"\ntrips = {written}\n'
    )
    settings = load(tmp_path / "terrasse.toml")
    [travel] = Calendars(settings.calendar, settings.timezone).open()

    agenda = await travel.agenda(*SPAN)

    assert trips is travel.trips
    assert 1 == len(agenda.busy)
    assert ([date(2026, 10, 23)] if trips else []) == [found.first for found in agenda.days]
