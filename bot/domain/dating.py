"""Which dates in the data of a server are plausible. Used by the network adapters only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""No post on these networks is older, imported ones included."""
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
"""Far enough from `datetime.max` that adding to a date never overflows."""


def sane(at: datetime) -> datetime | None:
    """The instant, or `None` if it is not plausible.

    Servers written in Go send the zero time 0001-01-01 for "no date". So close to `datetime.min`,
    a time zone or the subtraction of a day would overflow.
    """
    return at if EARLIEST <= at <= LATEST else None
