"""Where a calendar of the owner's lies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.domain.sentence import marked
from bot.errors import UnfitError
from config.models.server import web_address
from config.paths import expanded

if TYPE_CHECKING:
    from pathlib import Path

_SHAPE: Final = marked(
    'must be "file:PATH", an address that begins with https:// or webcal://, '
    'or "caldav:" and the https:// address of one calendar.'
)


class CalendarKind(StrEnum):
    """How a calendar is read."""

    FILE = "file"
    WEB = "web"
    CALDAV = "caldav"


@dataclass(frozen=True, slots=True)
class CalendarPlace:
    """A file by its absolute path, or an address on the web. `name` gives away no secret."""

    kind: CalendarKind
    place: str
    name: str


def calendar_place(text: str, folder: Path) -> CalendarPlace:
    """Read a place; a file's path is relative to `folder`.

    Raises:
        ValueError: it is none, or an unsafe one. The message never repeats it, as an address
            may be as good as a password.
    """
    kind, colon, rest = text.partition(":")
    if colon and kind == "file":
        path = expanded(rest, folder)
        return CalendarPlace(CalendarKind.FILE, str(path), path.name)
    if colon and kind == "caldav":
        return _on_the_web(CalendarKind.CALDAV, rest)
    if kind in {"webcal", "webcals"}:
        return _on_the_web(CalendarKind.WEB, f"https:{rest}")
    if kind in {"http", "https"}:
        return _on_the_web(CalendarKind.WEB, text)
    raise UnfitError(_SHAPE)


def _on_the_web(kind: CalendarKind, address: str) -> CalendarPlace:
    if not address.startswith(("https://", "http://")):
        raise UnfitError(_SHAPE)
    parts = web_address(address)
    return CalendarPlace(kind, address, parts.hostname or "")
