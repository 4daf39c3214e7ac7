"""A clock that somebody turns by hand."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class StoppedClock:
    """Shows the same instant until it is set, advanced, or slept on."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """The instant that it shows, UTC."""
        return self._now

    def set(self, now: datetime) -> None:
        """Show this instant, also an earlier one."""
        self._now = now

    def advance(self, by: timedelta) -> None:
        """Show a later instant."""
        self._now += by

    async def sleep(self, seconds: float) -> None:
        """Advance by so much at once, and let others run."""
        self.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0)
