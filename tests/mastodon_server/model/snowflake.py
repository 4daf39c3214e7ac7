"""Ids that tell the time: 48 bits of milliseconds, 16 bits of sequence.

See lib/mastodon/snowflake.rb. They order by time, within a millisecond by creation, and a
back-dated record gets an id of its date.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

_SEQUENCE_BITS = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Snowflakes:
    """Never gives the same id twice."""

    def __init__(self) -> None:
        self._given: Counter[int] = Counter()

    def at(self, moment: datetime) -> int:
        """An id for something made at that moment."""
        milliseconds = round((moment - _EPOCH).total_seconds() * 1000)
        while self._given[milliseconds] >= 1 << _SEQUENCE_BITS:
            milliseconds += 1
        self._given[milliseconds] += 1
        return (milliseconds << _SEQUENCE_BITS) | (self._given[milliseconds] - 1)
