"""Meetings that took place, on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from adapters.store.schema import MEETINGS
from bot.domain.goal import Meeting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.store.scope import Scope


class SqlMeetings:
    """`bot.ports.Meetings` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, meeting: Meeting) -> int:
        """Write down a meeting; returns the id that it is given."""
        row = {
            "owner": self._scope.owner,
            "day": meeting.day,
            "person": meeting.person,
            "said_at": meeting.said_at,
        }
        made = await self._scope.run(insert(MEETINGS).values(row).returning(MEETINGS.c.id))
        return int(made.scalar_one())

    async def remove(self, meeting: int) -> None:
        """Forget a meeting, as it did not take place after all."""
        c = MEETINGS.c
        await self._scope.run(delete(MEETINGS).where(c.owner == self._scope.owner, c.id == meeting))

    async def all(self) -> Sequence[Meeting]:
        """All meetings, by day, then as they were said."""
        c = MEETINGS.c
        rows = await self._scope.run(
            select(c.day, c.said_at, c.person, c.id)
            .where(c.owner == self._scope.owner)
            .order_by(c.day, c.id)
        )
        return [Meeting(*row) for row in rows]
