"""Dates that others wrote: some are none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""No post that was ever imported into these networks is older."""
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
"""Far enough from the end of the calendar for all that is added to a date."""


def sane(at: datetime) -> datetime | None:
    """The instant, or `None` where it is no date that can be meant.

    Go's zero time, 0001-01-01, stands for "none" on the wire; a local time, or a day more or less,
    would overflow there.
    """
    return at if EARLIEST <= at <= LATEST else None
