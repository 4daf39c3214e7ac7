"""Windows, calendars and meetings as the owner writes them."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.meeting.quiet import QuietHours
from bot.domain.meeting.slot import Priority, Rules, Window
from config.models.calendar import CalendarKind
from config.models.region import Region

if TYPE_CHECKING:
    from pathlib import Path

    from tests.config.conftest import Complainer, Loader

GOOD = '[[watch]]\naccount = "@me@piaille.fr"\nsecret = "file:me.secret"\n'
CALENDAR = f'{GOOD}[[calendar]]\nurl = "https://x.example/a.ics"\n'


def test_without_any_table_there_are_no_windows_and_sensible_rules(loaded: Loader) -> None:
    settings = loaded(GOOD)

    assert () == settings.slot
    assert () == settings.calendar
    assert Rules(quiet=QuietHours(time(22), time(8))) == settings.meetings.rules()
    assert settings.meetings.ics is None


@pytest.mark.parametrize(
    ("when", "window"),
    [
        ("tuesday 12:30-14:00", Window(1, time(12, 30), time(14), "lunch")),
        ("Mardi 12h30 – 14h00", Window(1, time(12, 30), time(14), "lunch")),
        ("friday 20:00-24:00", Window(4, time(20), time(0), "lunch")),
    ],
)
def test_a_window_is_read(loaded: Loader, when: str, window: Window) -> None:
    settings = loaded(f'{GOOD}[[slot]]\nwhen = "{when}"\nfor = "lunch"')

    assert [window] == [slot.window() for slot in settings.slot]


def test_priorities_are_those_of_the_domain(loaded: Loader) -> None:
    settings = loaded(
        f'{GOOD}[[slot]]\nwhen = "tuesday 12:30-14:00"\npriority = "leisure"\n'
        '[[calendar]]\nurl = "file:work.ics"'
    )

    assert Priority.LEISURE is settings.slot[0].window().priority
    assert Priority.WORK is settings.calendar[0].rank


def test_rules_are_read(loaded: Loader, config_file: Path) -> None:
    settings = loaded(
        f"{GOOD}[meetings]\nshortest = 30\nlongest = 45\ntravel = 0\n"
        'quiet = "20:00-09:30"\nnotice = 1\nahead = 14\nholidays = "de-by"\n'
        'places = ["Café X, Rennes"]\nics = "agenda"'
    )

    assert (
        Rules(
            shortest=timedelta(minutes=30),
            longest=timedelta(minutes=45),
            travel=timedelta(0),
            quiet=QuietHours(time(20), time(9, 30)),
            notice=1,
            horizon=14,
        )
        == settings.meetings.rules()
    )
    assert Region("DE", "BY") == settings.meetings.holidays
    assert ("Café X, Rennes",) == settings.meetings.places
    assert config_file.parent / "agenda" == settings.meetings.ics


@pytest.mark.parametrize(
    ("url", "kind", "name"),
    [
        ("file:work.ics", CalendarKind.FILE, "work.ics"),
        ("https://x.example/private-8f2/a.ics", CalendarKind.WEB, "x.example"),
        ("webcal://x.example/a.ics", CalendarKind.WEB, "x.example"),
        ("caldav:https://x.example/me/work/", CalendarKind.CALDAV, "x.example"),
        ("caldav:http://localhost:5232/me/work/", CalendarKind.CALDAV, "localhost"),
    ],
)
def test_a_calendar_lies_somewhere(loaded: Loader, url: str, kind: CalendarKind, name: str) -> None:
    place = loaded(f'{GOOD}[[calendar]]\nurl = "{url}"').calendar[0].url

    assert place is not None
    assert (kind, name) == (place.kind, place.name)


REFUSED = {
    "no weekday": (
        '[[slot]]\nwhen = "12:30-14:00"',
        'slot[1].when: must be a weekday and two times, such as "tuesday 12:30-14:00".',
    ),
    "a weekday with a slip": (
        '[[slot]]\nwhen = "tusday 12:30-14:00"',
        "slot[1].when: must begin with a weekday in English or French. Did you mean “tuesday”?",
    ),
    "an end before the start": (
        '[[slot]]\nwhen = "tuesday 14:00-12:30"',
        "slot[1].when: must end later than it begins, on the same day: 24:00 at the latest.",
    ),
    "too short a window": (
        '[[slot]]\nwhen = "tuesday 12:30-13:00"',
        (
            "slot[1].when: is 30 minutes long, and a meeting takes at least 60: "
            "lengthen it, or lower shortest under [meetings]."
        ),
    ),
    "no when": (
        '[[slot]]\nfor = "lunch"',
        'slot[1].when: is missing: write, for one, when = "tuesday 12:30-14:00".',
    ),
    "an unknown priority": (
        '[[slot]]\nwhen = "tuesday 12:30-14:00"\npriority = "high"',
        'slot[1].priority: must be "work", "goal" or "leisure".',
    ),
    "a key with a slip": (
        '[[slot]]\nwhen = "tuesday 12:30-14:00"\nfro = "lunch"',
        "slot[1].fro: is not a key that Terrasse knows. Did you mean “for”?",
    ),
    "a calendar nowhere": (
        '[[calendar]]\nname = "work"',
        'calendar[1].url: is missing: write, for one, url = "file:calendar.ics".',
    ),
    "a password in the address": (
        '[[calendar]]\nurl = "https://me:hunter2@x.example/a.ics"',
        (
            "calendar[1].url: must not hold a user name or a password: "
            "they do not belong in this file."
        ),
    ),
    "an address in the open": (
        '[[calendar]]\nurl = "http://x.example/a.ics"',
        (
            "calendar[1].url: must begin with https://: http:// would send the secret in the open, "
            "and is for this machine only (localhost, 127.0.0.1, [::1])."
        ),
    ),
    "something else": (
        '[[calendar]]\nurl = "work.ics"',
        (
            'calendar[1].url: must be "file:PATH", an address that begins with https:// or '
            'webcal://, or "caldav:" and the https:// address of one calendar.'
        ),
    ),
    "a user without a password": (
        '[[calendar]]\nurl = "https://x.example/a.ics"\nuser = "me"',
        "calendar[1].secret: is missing: user is the other half of it.",
    ),
    "a password for a file": (
        '[[calendar]]\nurl = "file:work.ics"\nsecret = "env:X"',
        "calendar[1].secret: must be left out: a file asks for none.",
    ),
    "a country that is none": (
        '[meetings]\nholidays = "Bretagne"',
        (
            'meetings.holidays: must be a country by its two letters, such as "FR", '
            'or a part of one: "DE-BY".'
        ),
    ),
    "a part that is none": (
        '[meetings]\nholidays = "DE-XX"',
        (
            "meetings.holidays: names a part of DE of which no holidays are known. "
            '"DE" alone means those of the whole country.'
        ),
    ),
    "lengths the wrong way round": (
        "[meetings]\nshortest = 90\nlongest = 60",
        "meetings.longest: is less than meetings.shortest, which is 90 minutes.",
    ),
    "one place, bare": (
        '[meetings]\nplaces = "Café X"',
        "meetings.places: must be an array, not a string: write it in [brackets].",
    ),
    "no hours": (
        '[meetings]\nquiet = "night"',
        'meetings.quiet: must be two times, such as "22:00-08:00".',
    ),
}


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_each_fault_is_named_with_its_remedy(complaint: Complainer, text: str, why: str) -> None:
    assert why == complaint(GOOD + text)
