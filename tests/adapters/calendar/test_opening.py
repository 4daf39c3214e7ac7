"""From the config's tables to calendars that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bootstrap.calendars import Calendars, open_holidays
from bot.errors import CalendarError
from config.load import load
from tests.adapters.calendar.text import calendar
from tests.adapters.http.server import answer, saying, serving
from tests.builders import at

if TYPE_CHECKING:
    from pathlib import Path

    from config.models.settings import Settings

pytestmark = pytest.mark.anyio

GOOD = """
timezone = "Europe/Paris"
[[watch]]
account = "@camille@village.example"
url = "memory:village"
"""


def opened(settings: Settings) -> Calendars:
    return Calendars(settings.calendar, settings.timezone)


SPAN = at("2026-10-12 00:00"), at("2026-11-09 00:00")


def settings(folder: Path, text: str) -> Settings:
    (folder / "terrasse.toml").write_text(GOOD + text)
    return load(folder / "terrasse.toml")


async def test_calendars_are_told_apart(tmp_path: Path) -> None:
    table = '[[calendar]]\nurl = "file:work.ics"\n'
    named = '[[calendar]]\nname = "family"\nurl = "file:work.ics"\n'
    several = opened(settings(tmp_path, 3 * table + named)).open()

    assert ["work.ics", "work.ics (2)", "work.ics (3)", "family"] == [
        calendar.name for calendar in several
    ]


async def test_times_without_a_zone_are_the_owner_s(tmp_path: Path) -> None:
    (tmp_path / "work.ics").write_text(calendar("UID:1\nDTSTART:20261020T123000\nDURATION:PT1H"))
    (work,) = opened(settings(tmp_path, '[[calendar]]\nurl = "file:work.ics"')).open()

    assert [at("2026-10-20 10:30")] == [busy.start for busy in (await work.agenda(*SPAN)).busy]


async def test_a_password_goes_with_its_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSWORD", "hunter2")
    async with serving(saying(answer(calendar().encode()))) as server:
        url = server.url("/a.ics")
        table = f'[[calendar]]\nurl = "{url}"\nuser = "me"\nsecret = "env:PASSWORD"'
        calendars = opened(settings(tmp_path, table))
        (work,) = calendars.open()
        agenda = await work.agenda(*SPAN)
        await calendars.close()

    assert 0 == agenda.events
    assert "Basic bWU6aHVudGVyMg==" == server.seen[0].headers["authorization"]


@pytest.mark.parametrize("secret", ["ftp://x.example/8f2", "8f2", "http://x.example/8f2"])
async def test_a_secret_that_is_no_address_is_told_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("ADDRESS", secret)
    calendars = opened(settings(tmp_path, '[[calendar]]\nsecret = "env:ADDRESS"'))
    (work,) = calendars.open()
    with pytest.raises(CalendarError, match="calendar cannot be read: its secret must") as caught:
        await work.agenda(*SPAN)
    await calendars.close()

    assert "8f2" not in str(caught.value)


async def test_a_secret_that_is_missing_costs_only_its_calendar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ADDRESS", raising=False)
    calendars = opened(settings(tmp_path, '[[calendar]]\nsecret = "env:ADDRESS"'))
    (work,) = calendars.open()
    with pytest.raises(CalendarError, match=r"calendar cannot be read: .*ADDRESS"):
        await work.agenda(*SPAN)
    await calendars.close()


async def test_holidays_are_those_of_the_country_and_its_part(tmp_path: Path) -> None:
    days = {at("2026-05-01 00:00").date(), at("2026-06-04 00:00").date()}  # Corpus Christi
    found = {}
    for place in ("FR", "DE-BY"):
        holidays = open_holidays(settings(tmp_path, f'[meetings]\nholidays = "{place}"'))
        assert holidays is not None
        found[place] = [day.isoformat() for day in sorted(holidays.among(days))]

    assert {"FR": ["2026-05-01"], "DE-BY": ["2026-05-01", "2026-06-04"]} == found
    assert None is open_holidays(settings(tmp_path, ""))
