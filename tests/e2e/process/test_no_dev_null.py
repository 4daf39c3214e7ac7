"""Where /dev/null cannot be opened, as in a bare container: one line says what is the matter."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.calendar.ical import IcalCalendar
from adapters.calendar.sources import FileSource
from adapters.templates import process
from bot.domain.meeting.slot import Priority
from bot.errors import CalendarError, TemplateError
from bot.text.draft import faults

NOWHERE = "/nonexistent/null"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DEMO = (
    f"import os, sys; os.devnull = {NOWHERE!r}; sys.argv = ['terrasse', 'demo']; "
    "import bot.cli.main as m; m.main()"
)


@pytest.mark.anyio
async def test_a_template_is_not_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "devnull", NOWHERE)

    with pytest.raises(TemplateError) as caught:
        await process.render("en/coffee.txt", "Hi", [])

    why = "No such file or directory"
    assert faults.NOT_STARTED.format(why=why) == caught.value.problem
    assert f"en/coffee.txt: the process that renders it cannot be started: {why}." in str(
        caught.value
    )


@pytest.mark.anyio
async def test_a_calendar_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    source = FileSource(tmp_path / "work.ics")
    calendar = IcalCalendar(
        "work", Priority.WORK, source, zone=ZoneInfo("Europe/Paris"), address=None
    )
    monkeypatch.setattr(os, "devnull", NOWHERE)

    with pytest.raises(CalendarError) as caught:
        await calendar.agenda(NOW, NOW)

    said = "work cannot be read: its reader cannot be started (No such file or directory)."
    assert said == str(caught.value)


def demo(out: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", DEMO], stdout=out, stderr=subprocess.PIPE, text=True, check=False
    )


def test_an_output_that_nobody_reads_ends_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = demo(writer)
    finally:
        os.close(writer)

    assert (141, "") == (ended.returncode, ended.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_an_output_that_cannot_be_written_is_told_in_a_line() -> None:
    with Path("/dev/full").open("w") as full:
        ended = demo(full.fileno())

    said = "terrasse: the output cannot be written: No space left on device\n"
    assert (1, said) == (ended.returncode, ended.stderr)
