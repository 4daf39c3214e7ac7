"""Meetings that took place, in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapters.memory.store.kept import Kept
    from bot.domain.goal import Meeting


class MemoryMeetings:
    """`bot.ports.Meetings` for one owner."""

    def __init__(self, kept: Kept, new_id: Callable[[], int]) -> None:
        self._kept = kept
        self._new_id = new_id

    async def add(self, meeting: Meeting) -> int:
        """Write down a meeting; returns the id that it is given."""
        number = self._new_id()
        self._kept.meetings[number] = replace(meeting, id=number)
        return number

    async def remove(self, meeting: int) -> None:
        """Forget a meeting, as it did not take place after all."""
        self._kept.meetings.pop(meeting, None)

    async def all(self) -> Sequence[Meeting]:
        """All meetings, by day, then as they were said."""
        return sorted(self._kept.meetings.values(), key=lambda one: (one.day, one.id))
