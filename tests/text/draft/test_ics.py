from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.text.draft.ics import PlannedMeeting, ics
from tests.builders import at

STAMP = at("2026-11-23 09:00")
COFFEE = PlannedMeeting(
    uid="7f3a@terrasse",
    sequence=0,
    start=at("2026-12-05 11:30"),
    end=at("2026-12-05 13:00"),
    summary="Coffee with Alice Martin",
    place="Café X, Rennes",
    description="You agreed on it on 23 November.\nhttps://piaille.example/@alice/1155",
)


def parsed(meeting: PlannedMeeting) -> Calendar:
    return Calendar.from_ical(ics(meeting, stamp=STAMP))


def test_a_meeting_reads_back_as_it_was_planned() -> None:
    (event,) = parsed(COFFEE).events

    assert COFFEE.uid == event["UID"]
    assert COFFEE.start == event.start
    assert COFFEE.end == event.end
    assert COFFEE.summary == event["SUMMARY"]
    assert COFFEE.place == event["LOCATION"]
    assert COFFEE.description == event["DESCRIPTION"]
    assert STAMP == event.DTSTAMP
    assert "CONFIRMED" == event["STATUS"]


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        ("2026-10-25 00:30", "02:30 +0200"),
        ("2026-10-25 01:30", "02:30 +0100"),  # the hour that comes twice
        ("2026-03-29 00:30", "01:30 +0100"),
        ("2026-03-29 01:00", "03:00 +0200"),  # the hour that never comes lies between
    ],
)
def test_a_meeting_on_the_day_that_the_clock_changes_is_at_its_instant(
    start: str, shown: str
) -> None:
    (event,) = parsed(replace(COFFEE, start=at(start), end=at("2026-12-05 13:00"))).events

    assert isinstance(event.start, datetime)
    assert at(start) == event.start
    assert shown == event.start.astimezone(ZoneInfo("Europe/Paris")).strftime("%H:%M %z")


def test_a_meeting_that_is_off_cancels_the_one_of_the_same_uid() -> None:
    planned, off = parsed(COFFEE), parsed(replace(COFFEE, sequence=1, cancelled=True))

    assert ["PUBLISH", "CANCEL"] == [planned["METHOD"], off["METHOD"]]
    assert planned.events[0]["UID"] == off.events[0]["UID"]
    assert [0, 1] == [planned.events[0]["SEQUENCE"], off.events[0]["SEQUENCE"]]
    assert "CANCELLED" == off.events[0]["STATUS"]


def test_what_others_wrote_cannot_add_a_property() -> None:
    name = "Alice\r\nATTENDEE:mailto:x@y.example;\x07, \\n Martin"
    (event,) = parsed(replace(COFFEE, summary=name)).events

    assert "Alice\nATTENDEE:mailto:x@y.example;, \\n Martin" == event["SUMMARY"]
    assert "ATTENDEE" not in event


def test_nobody_is_named_by_an_address() -> None:
    (event,) = parsed(COFFEE).events

    assert not {"ATTENDEE", "ORGANIZER"} & set(event)


def test_the_same_meeting_is_the_same_bytes() -> None:
    assert ics(COFFEE, stamp=STAMP) == ics(replace(COFFEE), stamp=STAMP)


def test_lines_are_folded_and_end_as_the_standard_asks() -> None:
    text = ics(replace(COFFEE, description="très long " * 40), stamp=STAMP)

    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"\n" not in text.replace(b"\r\n", b"")
