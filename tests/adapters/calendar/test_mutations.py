"""Damaged calendars: never a crash, never an impossible time."""

from __future__ import annotations

from datetime import UTC
from random import Random

from adapters.calendar.reading import read
from adapters.calendar.request import Request, Text
from tests.adapters.calendar.text import PARIS, calendar
from tests.builders import at

WHOLE = calendar(
    """
    UID:weekly
    DTSTART;TZID=Europe/Paris:20261006T123000
    DTEND;TZID=Europe/Paris:20261006T140000
    RRULE:FREQ=WEEKLY;COUNT=8;BYDAY=TU
    EXDATE;TZID=Europe/Paris:20261013T123000
    RDATE;TZID=Europe/Paris:20261014T123000
    ATTENDEE;PARTSTAT=DECLINED:mailto:me@piaille.example
    """,
    """
    UID:weekly
    RECURRENCE-ID;TZID=Europe/Paris:20261020T123000
    DTSTART;TZID=Europe/Paris:20261021T090000
    DURATION:PT2H
    STATUS:TENTATIVE
    """,
    "UID:day\nDTSTART;VALUE=DATE:20261025\nDTEND;VALUE=DATE:20261027\nTRANSP:OPAQUE",
    "UID:else\nDTSTART;TZID=Somewhere/Else:20261022T090000\nDURATION:PT45M",
    head=PARIS,
)
ODD = (
    "",
    ":",
    ";",
    "=",
    "-",
    "0",
    "9",
    "Z",
    "T",
    "\x00",
    "\r\n",
    "é",
    "999999999",
    "BEGIN:VEVENT\r\n",
)
ROUNDS = 1_500


def damaged(random: Random) -> str:
    text = WHOLE
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(text))
        text = text[:place] + random.choice(ODD) + text[place + random.randint(0, 3) :]
    return text


def test_damage_never_crashes_the_reader() -> None:
    random = Random(5)  # noqa: S311 (not a secret)
    start, end = at("2026-10-12 00:00"), at("2026-11-09 00:00")
    whole = 0
    for _ in range(ROUNDS):
        answer = read(
            Request(
                texts=(Text(damaged(random).encode()),),
                start=start,
                end=end,
                zone="Europe/Paris",
                address="me@piaille.example",
            )
        )
        whole += answer.fault is None
        for time in answer.times:
            assert time.start.tzinfo is UTC
            assert time.start < time.end
            assert time.start < end
            assert start < time.end

    assert whole > ROUNDS / 2
