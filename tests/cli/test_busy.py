"""`terrasse busy`: what is read of calendars."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.adapters.calendar.text import calendar
from tests.cli.terminal import CONFIG

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

DAYS = ("--from", "2026-12-01", "--to", "2026-12-09")
WORK = calendar(
    "UID:1\nSUMMARY:Lunch\nDTSTART:20261208T120000\nDTEND:soon",
    "UID:2\nDTSTART;VALUE=DATE:20261202\nDTEND;VALUE=DATE:20261204\nSTATUS:TENTATIVE",
    "UID:3\nDTSTART;VALUE=DATE:20261209",
    "UID:4\nDTSTART:20261205T220000\nDTEND:20261206T020000",
    "UID:5\nDTSTART:20261207T100000\nDTEND:20261207T113000\n"
    "ATTENDEE;PARTSTAT=DECLINED:mailto:me@home.example",
)
LINES = """work.ics (Europe/Paris)
  Wednesday 2 December to Thursday 3 December, all day (perhaps)
  Saturday 5 December, 22:00 to Sunday 6 December, 02:00
  Monday 7 December, 10:00 to 11:30
  Tuesday 8 December, 12:00 to midnight
  Wednesday 9 December, all day
  – line 9: “Lunch” of 2026-12-08: its DTEND cannot be read, so the rest of the day is blocked.
"""
FRENCH = """work.ics (Europe/Paris)
  du mercredi 2 décembre au jeudi 3 décembre, toute la journée (peut-être)
  du samedi 5 décembre, 22\u00a0h, au dimanche 6 décembre, 2\u00a0h
  mardi 8 décembre, de 12\u00a0h à minuit
  mercredi 9 décembre, toute la journée
  – ligne 9\u00a0: «\u00a0Lunch\u00a0» du 2026-12-08\u00a0: son DTEND est illisible, \
le reste de la journée est donc bloqué.
"""


def test_a_file_may_have_a_colon_in_its_name(terminal: Terminal) -> None:
    (terminal.folder / "work: 24.ics").write_text(WORK)

    assert "Lunch" in terminal.read("busy", "work: 24.ics", *DAYS)


def test_the_help_has_no_signs_of_the_formatter(terminal: Terminal) -> None:
    assert "\\b" not in terminal.read("busy", "--help")


def test_a_file_needs_no_config(terminal: Terminal) -> None:
    (terminal.folder / "work.ics").write_text(WORK)

    assert LINES == terminal.read("busy", "work.ics", "--timezone", "Europe/Paris", *DAYS)
    assert "(UTC)\n" in terminal.read("busy", "work.ics", *DAYS)


def test_the_configured_calendars_are_shown_in_the_owner_s_language(terminal: Terminal) -> None:
    terminal.write_config(
        f'language = "fr"\n{CONFIG}\n[[calendar]]\nurl = "file:work.ics"\nemail = "me@home.example"'
    )
    (terminal.folder / "work.ics").write_text(WORK)

    assert FRENCH == terminal.read("busy", *DAYS)
    # A file that the config names is read as it says there.
    assert FRENCH == terminal.read("busy", "work.ics", *DAYS)


def test_as_json_there_is_an_object_for_each_calendar(terminal: Terminal) -> None:
    (terminal.folder / "work.ics").write_text(WORK)
    (found,) = terminal.json(
        "busy", "file:work.ics", "--email", "me@home.example", "--timezone", "Europe/Paris", *DAYS
    )

    assert ["calendar", "busy", "skipped", "fault"] == list(found)
    assert {
        "start": "2026-12-01T23:00:00Z",
        "end": "2026-12-03T23:00:00Z",
        "tentative": True,
    } == found["busy"][0]
    assert 4 == len(found["busy"])
    assert [9] == [skipped["line"] for skipped in found["skipped"]]
    assert found["fault"] is None


def test_one_that_is_refused_is_told_and_the_others_are_shown(terminal: Terminal) -> None:
    tables = "".join(f'[[calendar]]\nurl = "file:{name}.ics"\n' for name in ("none", "work"))
    terminal.write_config(f"{CONFIG}\n{tables}")
    (terminal.folder / "work.ics").write_text(WORK)
    result = terminal.type("busy", "--json", *DAYS)

    assert 3 == result.exit_code
    refused, read = json.loads(result.stdout)
    assert "No such file" in refused["fault"]
    assert read["fault"] is None
    assert "!! " in terminal.type("busy", *DAYS).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("x.ics", "--from", "soon"), "--from: “soon” is not a day such as 2026-12-24."),
        (("x.ics", "--from", "2026-12-02", "--to", "2026-12-01"), "is before --from"),
        (("x.ics", "--to", "9999-12-31"), "too far away"),
        (("x.ics", "--timezone", "Paris"), "must be a time zone such as"),
        (("ftp://x.example/a.ics",), 'must be "file:PATH"'),
    ],
)
def test_what_cannot_be_asked_is_told(
    terminal: Terminal, words: tuple[str, ...], said: str
) -> None:
    result = terminal.type("busy", *words)

    assert 2 == result.exit_code
    assert said in result.stderr


def test_without_calendars_that_is_told(village: Terminal) -> None:
    assert "names no [[calendar]]" in village.read("busy")
    assert [] == village.json("busy")
