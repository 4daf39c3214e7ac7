"""The server's time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that knows the time."""

    def now(self) -> datetime:
        """The present instant, UTC."""
        ...


class WallClock:
    """The machine's time, plus what it was moved on by."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, by: timedelta) -> None:
        """Let time pass at once."""
        self._ahead += by


class HandClock:
    """Time that passes only when a test says so."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The present instant, UTC."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Let time pass at once."""
        self._now += by
