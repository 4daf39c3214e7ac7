"""What the script of an invitation needs of a lab: three accounts that write to each other."""

from __future__ import annotations

import json
import time as pause
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Protocol
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.e2e.household import Folder
    from tests.e2e.meeting.lines import Lines

OWNER: Final = "camille"
OTHER: Final = "alice"
BOT: Final = "terrasse"
NAMES: Final[Mapping[str, str]] = {OWNER: "Camille", OTHER: "Alice", BOT: "Terrasse"}
PATIENCE_S: Final = 150
"""On snac a delivery that fails is tried again after two minutes; as a rule it takes seconds."""
ZONE: Final = ZoneInfo("Europe/Paris")

CONFIG: Final = """\
language = "{language}"
timezone = "Europe/Paris"
[[watch]]
account = "{owner}"
url = "{url}"
secret = "file:camille.secret"
send_as_me = true
[bot]
account = "{bot}"
url = "{url}"
secret = "file:terrasse.secret"
[[slot]]
when = "tuesday 12:30-14:00"
for = "{lunch}"
[[slot]]
when = "friday 12:30-14:00"
for = "{lunch}"
[[calendar]]
url = "file:agenda.ics"
[meetings]
ics = "meetings"
places = {places}
ahead = 8
[store]
url = "sqlite:///terrasse.db"
"""
AGENDA: Final = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Tests//Agenda//EN
BEGIN:VEVENT
UID:choir@tests.example
DTSTAMP:20260102T000000Z
DTSTART;TZID=Europe/Paris:20260102T130000
DTEND;TZID=Europe/Paris:20260102T133000
RRULE:FREQ=WEEKLY
SUMMARY:Choir
END:VEVENT
END:VCALENDAR
"""
"""Fridays are taken: what is free is one Tuesday of the days that are looked at, whenever."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A direct message that reached its recipient: the text is as its network keeps it."""

    sender: str
    to: tuple[str, ...]
    text: str


class Stage(Protocol):
    """Three accounts on a lab. Owner and other have talked in public every week for two months."""

    context: Folder

    def write(self, sender: str, to: str, text: str) -> None:
        """Have a message arrive; an answer of the other's is one to the invitation."""

    def letters(self) -> list[Letter]:
        """The direct messages of the three, in the order of their sending."""

    def intrude(self, text: str) -> None:
        """Have it said by those who look like the owner, and by the owner where others read it."""

    def addressed(self, text: str) -> tuple[str, str]:
        """This text as the server is given it, and as it then keeps it, from owner to other."""


def talked_at(number: int) -> tuple[datetime, datetime]:
    """When what has this number in `Lines.talk` was asked and answered: at noon, weekly."""
    today = datetime.now(ZONE).date()
    day = today - timedelta(days=57 - 7 * number)
    asked = datetime.combine(day, time(12), ZONE).astimezone(UTC)
    return asked, asked + timedelta(hours=1)


def thanked_at() -> datetime:
    """When the other gave thanks for the first answer: within the hour."""
    _, answered = talked_at(0)
    return answered + timedelta(minutes=30)


def config(lines: Lines, *, owner: str, bot: str, url: str) -> str:
    """The household's config, for files that `furnish` puts beside it."""
    return CONFIG.format(
        language=lines.language,
        owner=owner,
        bot=bot,
        url=url,
        lunch=lines.lunch,
        places=json.dumps(lines.places, ensure_ascii=False),
    )


def furnish(folder: Path) -> None:
    """Put the owner's calendar where the config names it."""
    (folder / "agenda.ics").write_text(AGENDA)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for what a server does in its own time."""
    deadline = pause.monotonic() + PATIENCE_S
    while not is_so():
        assert pause.monotonic() < deadline
        pause.sleep(0.3)
