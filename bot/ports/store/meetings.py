"""Meetings that took place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.meeting.goal import Meeting


class Meetings(Protocol):
    """The meetings that count for the goal."""

    async def add(self, meeting: Meeting) -> int:
        """Store a meeting; returns its id."""

    async def remove(self, meeting: int) -> None:
        """Delete a meeting."""

    async def all(self) -> Sequence[Meeting]:
        """All meetings, by day, then in the order of entry."""
