"""Times as servers write them, in bodies and in headers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from bot.domain.dating import sane

_LEAP: Final = re.compile(r"(:\d\d):60")


def instant(value: object) -> datetime | None:
    """Parse an ISO 8601 date and time to UTC; `None` if it is not one, or implausible as year 1.

    A leap second is read as the second before it.
    """
    if not isinstance(value, str):
        return None
    if ":60" in value:
        value = _LEAP.sub(r"\1:59", value)
    try:
        read = datetime.fromisoformat(value)
        if read.tzinfo is not UTC:
            read = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return sane(read)


def unix(text: str) -> datetime | None:
    """Parse a number of seconds since 1970; `None` if it is not one."""
    try:
        return sane(datetime.fromtimestamp(int(text), UTC)) if text.isascii() else None
    except (ValueError, OverflowError, OSError):
        return None


def http_date(text: str) -> datetime | None:
    """Parse an HTTP date; `None` if it is not one."""
    try:
        read = parsedate_to_datetime(text)
        return sane(read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC))
    except (ValueError, OverflowError):
        return None
