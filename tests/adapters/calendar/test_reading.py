"""What events mean for the owner's time. The owner lives in Paris; the weeks are in October."""

from __future__ import annotations

import pytest

from adapters.calendar import reading
from adapters.calendar.reading import read
from adapters.calendar.request import Request, Time
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
        texts=texts,
        start=at("2026-10-12 00:00"),
        end=at("2026-11-09 00:00"),
        zone="Europe/Paris",
        address=address,
    )


def busy(*events: str, head: str = "", address: str | None = None) -> list[str]:
    """`10-20 10:30 to 12:00`, UTC, with a question mark where it is tentative."""
    answer = read(asked(calendar(*events, head=head), address=address))
    assert None is answer.fault
    assert () == answer.skipped
    return [_told(time) for time in answer.times]


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
        ("DTSTART;TZID=Never/Heard:20261020T123000", ""),  # told by nobody: so, too
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
    ("bad", "said"),
    [
        ("UID:2\nSUMMARY:Tea", "“Tea” has no start."),
        (
            "UID:2\nSUMMARY:Tea\nDTSTART:20261020T103000Z\nDTEND:20261020T093000Z",
            "“Tea” of 2026-10-20 ends before it begins.",
        ),
        (
            "UID:2\nSUMMARY:Tea\nDTSTART:20200101T000000Z\nRRULE:FREQ=SECONDLY",
            "“Tea” of 2020-01-01 repeats too often to be read.",
        ),
        (
            "UID:2\nSUMMARY:Tea\nDTSTART:20261012T000000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY",
            "“Tea” of 2026-10-12 repeats too often to be read.",
        ),
        (
            "UID:2\nSUMMARY:Tea\nDTSTART:tomorrow",
            "“Tea” has a DTSTART that is neither a day nor a time.",
        ),
    ],
)
def test_an_event_that_cannot_be_read_costs_only_itself(bad: str, said: str) -> None:
    answer = read(asked(calendar(bad, LUNCH)))

    assert (said,) == answer.skipped
    assert [at("2026-10-20 10:30")] == [time.start for time in answer.times]


def test_control_characters_are_taken_out() -> None:
    answer = read(asked(calendar("UID:1\nSUMMARY:T\x1b[31mea\x00\u202e")))

    assert ("“T[31mea” has no start.",) == answer.skipped


def test_events_that_are_over_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_EVENTS", 2)
    over = LUNCH.replace("2026", "2016")
    answer = read(asked(calendar(over, over, over, LUNCH)))

    assert (1, 1, ()) == (len(answer.times), answer.events, answer.skipped)


def test_too_many_events_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_EVENTS", 2)
    answer = read(asked(calendar(*(LUNCH.replace("UID:lunch", f"UID:{n}") for n in range(4)))))

    assert 2 == answer.events
    assert ("Only the first 2 events that are not over were read.",) == answer.skipped


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html>Please sign in</html>", "there is no BEGIN:VCALENDAR in it."),
        ("", "there is no BEGIN:VCALENDAR in it."),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nEND:X\r\n", "its text is not iCalendar"),
        (calendar(LUNCH)[:-40], "its text breaks off"),
    ],
)
def test_what_is_no_calendar_is_a_fault(text: str, said: str) -> None:
    assert said in str(read(asked(text)).fault)
