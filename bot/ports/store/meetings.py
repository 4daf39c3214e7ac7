"""Meetings that took place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.meeting.goal import Meeting


class Meetings(Protocol):
    """What counts for the goal."""

    async def add(self, meeting: Meeting) -> int:
        """Write down a meeting; returns the id that it is given."""
        ...

    async def remove(self, meeting: int) -> None:
        """Forget a meeting, as it did not take place after all."""
        ...

    async def all(self) -> Sequence[Meeting]:
        """All meetings, by day, then as they were said."""
        ...
