"""What programs really write: `tests/fixtures/calendar/odd.txt`, encodings, and sheer size.

Each case there has a head, `= about => busy times, UTC | lines that are told`, and its lines.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.calendar.reading import read
from adapters.calendar.request import Answer, Request, Text
from tests.adapters.calendar.text import PARIS, calendar
from tests.builders import at

ME = "camille@piaille.example"
FIXTURE = Path(__file__).parents[2] / "fixtures" / "calendar" / "odd.txt"
CASES = FIXTURE.read_text().removeprefix("= ").split("\n\n= ")
ids = [case.partition(" => ")[0] for case in CASES]
CONTROL = "DTSTART;TZID=Europe/Paris:20261208T120000\nDURATION:PT2H"
START = at("2026-11-27 00:00")
SEEN = ["12-08 11:00-13:00"]
ODD = st.text(max_size=12) | st.sampled_from(
    ["", "never", "-1", "99999999999999999999", "00000000T000000", "99991231T235959Z", "20261131",
     "P1Y", "-PT1H", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYMONTHDAY=99",
     "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "\x00", '"', ":", ";TZID="]
)  # fmt: skip


def asked(raw: bytes, start: datetime = START) -> Answer:
    end = at("2026-12-20 00:00")
    return read(Request(texts=(Text(raw),), start=start, end=end, zone="Europe/Paris", address=ME))


def shown(answer: Answer) -> list[str]:
    return [
        f"{time.start:%m-%d %H:%M}-"
        f"{time.end:{'%H:%M' if time.start.date() == time.end.date() else '%m-%d %H:%M'}}"
        f"{'?' if time.tentative else ''}"
        for time in answer.times
    ]


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_what_programs_write_is_understood(case: str) -> None:
    head, _, body = case.partition("\n")
    wanted, _, lines = head.partition(" => ")[2].partition(" | ")
    whole = body if "BEGIN:VCALENDAR" in body else f"BEGIN:VCALENDAR\n{body.strip()}\nEND:VCALENDAR"
    answer = asked(whole.replace("\n", "\r\n").encode())

    found = "refused" if answer.fault else ", ".join(shown(answer)) or "free"
    assert wanted == found
    assert lines.split() == [str(unread.line) for unread in answer.skipped]


@pytest.mark.parametrize(
    "coding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n", "\r\n\r\n", "  \r\n"])
def test_a_calendar_is_read_in_any_encoding_and_with_any_ends_of_lines(
    coding: str, end: str
) -> None:
    text = calendar(f"UID:1\nSUMMARY:Réunion\nDTEND:\n{CONTROL}".replace("Paris", "Par\r\n is"))

    answer = asked(text.replace("\r\n", end).encode(coding))
    assert (SEEN, []) == (shown(answer), [*answer.skipped])


def test_a_fold_may_split_a_character() -> None:
    raw = calendar(f"UID:1\nSUMMARY:é\n{CONTROL}").encode().replace("é".encode(), b"\xc3\r\n \xa9")
    answer = asked(raw.replace(b"DURATION:PT2H", b"DURATION:x"))

    assert ["é"] == [unread.title for unread in answer.skipped]


@given(
    name=st.sampled_from(
        ["DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
         "STATUS", "SEQUENCE", "ATTENDEE", "TRIGGER", "X-ODD", "DTSTART;TZID=B", "EXDATE;TZID=B"]
    ),
    value=ODD,
    place=st.integers(0, 2),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_a_damaged_line_makes_nobody_free(name: str, value: str, place: int) -> None:
    """Another event is as it was, and of this one something is busy, or told."""
    lines = ["UID:1", "DTSTART:20261209T110000Z", "DTEND:20261209T130000Z"]
    if name in {"DTSTART", "DTEND"}:
        lines = [line for line in lines if not line.startswith(f"{name}:")]
    lines.insert(min(place, len(lines)), f"{name}:{value}")
    answer = asked(calendar("\n".join(lines), f"UID:2\n{CONTROL}").encode())

    assert answer.fault is None
    assert SEEN[0] in shown(answer) or "12-08" in " ".join(shown(answer))
    when = any(time.start < at("2026-12-09 13:00") <= time.end for time in answer.times)
    is_elsewhere = name in {"DTSTART", "DTEND", "DTSTART;TZID=B"}
    assert when or answer.skipped or is_elsewhere


@pytest.mark.parametrize(
    "how",
    [
        "DTEND;TZID=Europe/Paris:2019{month:02}{day:02}T110000",
        "DURATION:PT1H",
        "DURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=5",
    ],
)
def test_what_is_over_costs_little(how: str) -> None:
    past = [
        f"UID:{number}\nDTSTART;TZID=Europe/Paris:2019{month:02}{day:02}T100000\n"
        + how.format(month=month, day=day)
        for number in range(26_000)
        for month, day in [(number % 12 + 1, number % 28 + 1)]
    ]
    raw = calendar(*past, CONTROL).encode()
    begun = process_time()
    answer = asked(raw)

    assert 5.0 > process_time() - begun
    assert (SEEN, 1) == (shown(answer), answer.events)


@given(
    zone=st.sampled_from(["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Paris"]),
    form=st.sampled_from(["%Y%m%d", "%Y%m%dT%H%M%S"]),
    ended=st.integers(-48, 24),
    more=st.sampled_from(
        ["DTEND:{end:%Y%m%dT%H%M%SZ}", "DTEND;VALUE=DATE:{end:%Y%m%d}", "DURATION:PT{lasts}H", ""]
    ),
    lasts=st.integers(0, 10 * 24),
    rule=st.sampled_from(["X:", "RRULE:FREQ=DAILY;COUNT={count}", "RRULE:FREQ=DAILY;UNTIL={last}"]),
    count=st.integers(1, 40),
)
@settings(max_examples=300)
def test_nothing_is_over_too_early(  # noqa: PLR0913 (what makes an event)
    *, zone: str, form: str, ended: int, more: str, lasts: int, rule: str, count: int
) -> None:
    """What touches the time asked about is seen, as if an earlier time was asked about."""
    begin = START + timedelta(days=1 - count, hours=ended - lasts)
    last = (begin + timedelta(days=count - 1)).strftime(form)
    lines = f"UID:1\nDTSTART;TZID={zone}:{begin.strftime(form)}\n{more}\n{rule}".format(
        end=begin + timedelta(hours=lasts), lasts=lasts, count=count, last=last
    )
    raw = calendar(lines).encode()
    earlier = asked(raw, START - timedelta(days=90)).times

    assert asked(raw).times == tuple(time for time in earlier if time.end > START)


def test_size_and_depth_cost_little() -> None:
    attached = "ATTACH;ENCODING=BASE64:" + "\r\n ".join(["A" * 74] * 80_000)
    deep = "BEGIN:X-A\r\n" * 50_000 + "END:X-B\r\n" * 50_000
    raw = calendar(f"{CONTROL}\n{attached}").replace("END:VCALENDAR", f"{deep}END:VCALENDAR")
    begun = process_time()
    answer = asked(raw.encode())

    assert 5.0 > process_time() - begun
    assert SEEN == shown(answer)


def test_rules_that_never_end_cost_only_themselves() -> None:
    zone = PARIS.replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=SECONDLY")
    never = "DTSTART:20200101T000000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"
    none = "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=0;COUNT=1"
    there = "DTSTART;TZID=Somewhere/Else:20261210T120000\nDURATION:PT2H"
    begun = process_time()
    answer = asked(calendar(never + ";UNTIL=20261101", none, there, CONTROL, head=zone).encode())

    assert 5.0 > process_time() - begun
    assert ["12-01 10:00-11:00", *SEEN, "12-10 11:00-13:00"] == shown(answer)
    assert 2 == len(answer.skipped)
