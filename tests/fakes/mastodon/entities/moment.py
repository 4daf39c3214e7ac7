"""Times and days."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def timestamp(moment: datetime) -> str:
    """ISO 8601 with milliseconds and a Z."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def second(moment: datetime) -> str:
    """ISO 8601 with a Z, to the second: the end of a mute is written so."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


def offset_timestamp(moment: datetime) -> str:
    """The same with +00:00: `verified_at` is written so."""
    return timestamp(moment).replace("Z", "+00:00")


def midnight(moment: datetime) -> str:
    """The day as a timestamp: for accounts the hour is not told."""
    return f"{moment:%Y-%m-%d}T00:00:00.000Z"


def day(moment: datetime) -> str:
    """The day alone."""
    return f"{moment:%Y-%m-%d}"
