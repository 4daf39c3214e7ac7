"""The owner's time zone, by its IANA name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.sentence import marked
from bot.errors import UnfitError
from config.hint import did_you_mean, nearest

_LOCALTIME: Final = Path("/etc/localtime")


def zone(text: str) -> ZoneInfo:
    """Read the name of a zone in the IANA database.

    Raises:
        ValueError: there is none of that name.
    """
    found = _zone(text)
    if found is None:
        hint = did_you_mean(_like(text))
        raise UnfitError(marked('must be a time zone such as "Europe/Paris".{hint}'), hint=hint)
    return found


def machine_zone() -> ZoneInfo:
    """The zone of $TZ, else of /etc/localtime, else UTC."""
    _, _, linked = str(_LOCALTIME.resolve()).partition("/zoneinfo/")
    named = (_zone(name) for name in (os.environ.get("TZ", ""), linked) if name)
    return next((found for found in named if found), ZoneInfo("UTC"))


def _zone(name: str) -> ZoneInfo | None:
    # ZoneInfo looks for a file: a directory, an odd path or an odd character is an error of
    # its own kind each.
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _like(text: str) -> str | None:
    known = available_timezones()
    city = text.strip().replace(" ", "_").casefold()
    named = (name for name in sorted(known) if name.casefold().rpartition("/")[2] == city)
    return next(named, None) or nearest(text, known)
