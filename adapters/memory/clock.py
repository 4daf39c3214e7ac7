"""A clock that is set by hand."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class StoppedClock:
    """Shows the same instant until it is set or advanced, or somebody sleeps."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """The current instant, UTC."""
        return self._now

    def set(self, now: datetime) -> None:
        """Show this instant, which may be earlier."""
        self._now = now

    def advance(self, by: timedelta) -> None:
        """Move forward."""
        self._now += by

    async def sleep(self, seconds: float) -> None:
        """Move forward by this much at once, and let other tasks run."""
        self.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0)
