"""A rate limit on requests, counted in a sliding window."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class Budget:
    """Counts requests. Nothing here waits: the caller comes back later.

    Args:
        most: requests that may go in any `span`.
        span: the window's length.
    """

    def __init__(self, most: int, span: timedelta) -> None:
        self._most = most
        self._span = span
        self._taken: deque[datetime] = deque()

    def free_at(self, now: datetime) -> datetime | None:
        """When the next request may go, if that is not now."""
        while self._taken and self._taken[0] + self._span <= now:
            self._taken.popleft()
        return self._taken[0] + self._span if len(self._taken) >= self._most else None

    def take(self, now: datetime) -> None:
        """Count a request."""
        self._taken.append(now)
