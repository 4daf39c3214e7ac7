"""What events mean for the owner's time. The owner lives in Paris; the weeks are in October."""

from __future__ import annotations

import pytest

from adapters.calendar.reading import read
from adapters.calendar.request import Request, Text, Time
from bot.domain.safety.outside import safe
from bot.text.language.catalogue import catalogue
from tests.adapters.calendar.text import PARIS, calendar
from tests.builders import at

ME = "me@piaille.example"
LUNCH = """
    UID:lunch
    DTSTART;TZID=Europe/Paris:20261020T123000
    DTEND;TZID=Europe/Paris:20261020T140000
    SUMMARY:Lunch
"""


def asked(*texts: str, address: str | None = None) -> Request:
    return Request(
        texts=tuple(Text(text.encode()) for text in texts),
        start=at("2026-10-12 00:00"),
        end=at("2026-11-09 00:00"),
        zone="Europe/Paris",
        address=address,
    )


def busy(*events: str, head: str = "", address: str | None = None) -> list[str]:
    """`10-20 10:30 to 12:00`, UTC, with a question mark where it is tentative."""
    times, said = both(*events, head=head, address=address)
    assert [] == said
    return times


def both(*events: str, head: str = "", address: str | None = None) -> tuple[list[str], list[str]]:
    """The busy times, and what is said of what could not be read."""
    answer = read(asked(calendar(*events, head=head), address=address))
    assert None is answer.fault
    words = catalogue("en")
    return [_told(time) for time in answer.times], [
        unread.at_line(words) for unread in answer.skipped
    ]


def _told(time: Time) -> str:
    is_one_day = time.start.date() == time.end.date()
    end = time.end.strftime("%H:%M" if is_one_day else "%m-%d %H:%M")
    return f"{time.start:%m-%d %H:%M} to {end}" + ("?" if time.tentative else "")


def test_an_event_keeps_the_owner_busy() -> None:
    assert ["10-20 10:30 to 12:00"] == busy(LUNCH)


@pytest.mark.parametrize(
    ("start", "head"),
    [
        ("DTSTART;TZID=Romance Standard Time:20261020T123000", ""),  # as Windows calls Paris
        ("DTSTART;TZID=Somewhere/Else:20261020T123000", PARIS),
        ("DTSTART;TZID=/example.org/20260101/Europe/Paris:20261020T123000", ""),
        ("DTSTART:20261020T103000Z", ""),
        ("DTSTART:20261020T123000", ""),  # floating: in the owner's zone
    ],
)
def test_a_start_is_read_in_its_zone(start: str, head: str) -> None:
    assert ["10-20 10:30 to 12:00"] == busy(f"UID:1\n{start}\nDURATION:PT1H30M", head=head)


def test_a_whole_day_is_the_owner_s() -> None:
    assert ["10-24 22:00 to 10-25 23:00"] == busy("UID:1\nDTSTART;VALUE=DATE:20261025")
    assert ["10-23 22:00 to 10-25 23:00"] == busy(
        "UID:1\nDTSTART;VALUE=DATE:20261024\nDTEND;VALUE=DATE:20261026"
    )


def test_an_event_without_length_is_a_reminder() -> None:
    assert [] == busy("UID:1\nDTSTART:20261020T103000Z")
    assert [] == busy("UID:1\nDTSTART:20261020T103000Z\nDTEND:20261020T103000Z")


def test_hours_are_exact_when_the_clock_changes() -> None:
    night = "UID:1\nDTSTART;TZID=Europe/Paris:20261024T230000"

    assert ["10-24 21:00 to 10-25 05:00"] == busy(f"{night}\nDURATION:PT8H")
    assert ["10-24 21:00 to 10-25 22:00"] == busy(f"{night}\nDURATION:P1D")


def test_a_weekly_event_keeps_its_wall_time_when_the_clock_changes() -> None:
    assert ["10-13 10:30 to 12:00", "10-20 10:30 to 12:00", "10-27 11:30 to 13:00",
            "11-03 11:30 to 13:00"] == busy(
        """
        UID:1
        DTSTART;TZID=Europe/Paris:20260106T123000
        DTEND;TZID=Europe/Paris:20260106T140000
        RRULE:FREQ=WEEKLY
        """
    )  # fmt: skip


def test_a_weekly_event_under_a_zone_of_its_own_does_too() -> None:
    assert ["10-20 10:30 to 11:30", "10-27 11:30 to 12:30"] == busy(
        """
        UID:1
        DTSTART;TZID=Somewhere/Else:20261020T123000
        DURATION:PT1H
        RRULE:FREQ=WEEKLY;COUNT=2
        """,
        head=PARIS,
    )


def test_times_are_added_and_left_out() -> None:
    assert ["10-20 10:30 to 11:30", "10-22 10:30 to 11:30", "11-03 11:30 to 12:30"] == busy(
        """
        UID:1
        DTSTART;TZID=Europe/Paris:20261020T123000
        DURATION:PT1H
        RRULE:FREQ=WEEKLY;UNTIL=20261103T235959Z
        RDATE;TZID=Europe/Paris:20261022T123000
        EXDATE;TZID=Europe/Paris:20261027T123000
        """
    )


def test_an_occurrence_can_be_moved_or_called_off() -> None:
    weekly = """
        UID:1
        DTSTART;TZID=Europe/Paris:20261013T123000
        DURATION:PT1H
        RRULE:FREQ=WEEKLY;COUNT=3
    """
    moved = """
        UID:1
        RECURRENCE-ID;TZID=Europe/Paris:20261020T123000
        DTSTART;TZID=Europe/Paris:20261021T090000
        DURATION:PT2H
    """
    off = """
        UID:1
        RECURRENCE-ID;TZID=Europe/Paris:20261027T123000
        DTSTART;TZID=Europe/Paris:20261027T123000
        DURATION:PT1H
        STATUS:CANCELLED
    """

    assert ["10-13 10:30 to 11:30", "10-21 07:00 to 09:00"] == busy(weekly, moved, off)


def test_an_occurrence_moved_into_the_time_asked_about_counts() -> None:
    yearly = """
        UID:1
        DTSTART;TZID=Europe/Paris:20260105T090000
        DURATION:PT1H
        RRULE:FREQ=YEARLY;COUNT=1
    """
    moved = """
        UID:1
        RECURRENCE-ID;TZID=Europe/Paris:20260105T090000
        DTSTART;TZID=Europe/Paris:20261020T090000
        DURATION:PT1H
    """

    assert ["10-20 07:00 to 08:00"] == busy(yearly, moved)


@pytest.mark.parametrize(
    ("also", "expected"),
    [
        ("TRANSP:TRANSPARENT", []),
        ("TRANSP:OPAQUE", ["10-20 10:30 to 12:00"]),
        ("STATUS:CANCELLED", []),
        ("STATUS:TENTATIVE", ["10-20 10:30 to 12:00?"]),
        ("STATUS:CONFIRMED", ["10-20 10:30 to 12:00"]),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", ["10-20 10:30 to 12:00?"]),
        (f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ME}", []),
        (f"ATTENDEE;PARTSTAT=DECLINED:MAILTO:{ME.title()}", []),
        (f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{ME}", ["10-20 10:30 to 12:00?"]),
        (f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}", ["10-20 10:30 to 12:00"]),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:x@y.example", ["10-20 10:30 to 12:00"]),
    ],
)
def test_some_events_keep_nobody_busy_and_some_perhaps(also: str, expected: list[str]) -> None:
    assert expected == busy(f"{LUNCH}    {also}\n", address=ME)


def test_what_google_writes_in_utc_keeps_the_calendar_s_wall_time() -> None:
    assert ["10-20 10:30 to 11:30", "10-27 11:30 to 12:30"] == busy(
        "UID:1\nDTSTART:20261020T103000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2",
        head="X-WR-TIMEZONE:Europe/Paris",
    )


def test_several_texts_are_one_calendar() -> None:
    answer = read(asked(calendar(LUNCH), calendar(LUNCH.replace("UID:lunch", "UID:2"))))

    assert (1, 2) == (len(answer.times), answer.events)


@pytest.mark.parametrize(
    ("bad", "times", "line", "said"),
    [
        ("SUMMARY:Tea", [], 5, "“Tea”: it has no start that can be read, so it blocks nothing."),
        (
            "SUMMARY:Tea\nDTSTART:20261021T103000Z\nDTEND:20261021T093000Z",
            ["10-20 22:00 to 10-21 22:00"],
            9,
            "“Tea” of 2026-10-21: it ends before it begins, so the whole day is blocked.",
        ),
        (
            "DTSTART:20261021T100000Z\nDTEND:teatime",
            ["10-21 10:00 to 22:00"],
            8,
            "of 2026-10-21: its DTEND cannot be read, so the rest of the day is blocked.",
        ),
        (
            "DTSTART:20261021, at ten\nDTEND:20261021T100000Z",
            ["10-20 22:00 to 10-21 22:00"],
            7,
            "“no title” of 2026-10-21: its DTSTART cannot be read, so the whole day is blocked.",
        ),
        (
            "DTSTART:20261020T170000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=XX;UNTIL=20261022",
            ["10-20 17:00 to 18:00", "10-21 17:00 to 18:00", "10-22 17:00 to 18:00"],
            9,
            "“BYDAY=XX” in its RRULE cannot be read: it may block too much.",
        ),
        *(
            (
                f"DTSTART:20261020T170000Z\nDURATION:PT1H\nRRULE:{rule};UNTIL=20261021",
                ["10-20 17:00 to 18:00", "10-21 17:00 to 18:00"],
                9,
                f"{rule[-4:]}” in its RRULE cannot be read: it may block too much.",
            )
            for rule in (
                *(
                    "FREQ=MONTHLY;BYDAY=99MO",
                    "FREQ=MONTHLY;BYDAY=-6MO",
                    "FREQ=MONTHLY;BYDAY=1MO,9TU",
                ),
                *("FREQ=YEARLY;BYMONTH=12;BYDAY=53MO", "FREQ=YEARLY;BYDAY=-54SU"),
            )
        ),
        (
            "DTSTART:20261021T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=0;COUNT=2",
            ["10-21 09:00 to 10:00", "10-28 09:00 to 10:00"],
            9,
            "“INTERVAL=0” in its RRULE cannot be read: it may block too much.",
        ),
        (
            "DTSTART:20261031T230000Z\nDURATION:PT1M\nRRULE:FREQ=SECONDLY;UNTIL=20261101T115959Z",
            ["10-31 23:00 to 11-01 12:00"],
            5,
            "it repeats too often to be read: all time from its start on is blocked.",
        ),
        (
            "DTSTART;TZID=Never/Heard:20261021T123000\nDURATION:PT1H",
            ["10-21 10:30 to 11:30"],
            7,
            "the time zone “Never/Heard” is not known: its times are read in Europe/Paris.",
        ),
    ],
)
def test_what_cannot_be_read_blocks_what_is_known_of_it(
    bad: str, times: list[str], line: int, said: str
) -> None:
    found, (told,) = both(f"UID:2\n{bad}", LUNCH)

    assert sorted([*times, "10-20 10:30 to 12:00"]) == found
    assert told.startswith(f"line {line}: ")
    assert told.endswith(said)


def test_control_characters_are_not_shown() -> None:
    _, said = both("UID:1\nSUMMARY:T\x1b[31mea\x00\u202e")

    assert ["“Tea”"] == [safe(sentence).split(": ")[1] for sentence in said]


def test_events_that_are_over_are_not_counted() -> None:
    over = [
        LUNCH.replace("2026", "2016"),
        f"{LUNCH.replace('2026', '2016')}    RRULE:FREQ=DAILY;COUNT=3",
    ]
    answer = read(asked(calendar(*over, LUNCH)))

    assert (1, 1, ()) == (len(answer.times), answer.events, answer.skipped)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Please sign in", "there is no BEGIN:VCALENDAR in it."),
        ("", "there is no BEGIN:VCALENDAR in it."),
        ("<!DOCTYPE html><HTML><p>Sign in", "it is a web page"),
        (calendar(LUNCH)[:-40], "its text breaks off"),
    ],
)
def test_what_is_no_calendar_is_a_fault(text: str, said: str) -> None:
    assert said in str(read(asked(text)).fault)
