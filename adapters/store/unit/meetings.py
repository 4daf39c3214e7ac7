"""The table of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert

from adapters.store.records import record_of
from adapters.store.tables import MEETINGS
from bot.domain.meeting.goal import Meeting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.store.unit.scope import Scope


class SqlMeetings:
    """`bot.ports.Meetings` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, meeting: Meeting) -> int:
        row = self._scope.row(meeting, MEETINGS)
        del row["id"]
        made = await self._scope.run(insert(MEETINGS).values(row).returning(MEETINGS.c.id))
        return int(made.scalar_one())

    async def remove(self, meeting: int) -> None:
        await self._scope.run(
            delete(MEETINGS).where(self._scope.mine(MEETINGS), MEETINGS.c.id == meeting)
        )

    async def all(self) -> Sequence[Meeting]:
        rows = await self._scope.all(MEETINGS, MEETINGS.c.day, MEETINGS.c.id)
        return [record_of(Meeting, row) for row in rows]
