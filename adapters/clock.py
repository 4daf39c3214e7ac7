"""The clock on the wall."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """`bot.ports.Clock`, as this machine tells it."""

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        await asyncio.sleep(seconds)
