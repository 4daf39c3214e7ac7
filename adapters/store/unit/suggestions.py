"""Digests past: whom they named, and which occurrences are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from adapters.store.records import record_of
from adapters.store.tables import OCCURRENCES, SUGGESTIONS
from bot.domain.digest import Outcome
from bot.domain.meeting.suggestion import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Function

    from adapters.store.unit.scope import Scope


class SqlSuggestions:
    """`bot.ports.Suggestions` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, suggestions: Iterable[Suggestion]) -> None:
        rows = [self._scope.row(suggestion, SUGGESTIONS) for suggestion in suggestions]
        await self._scope.run_for(insert(SUGGESTIONS), rows)

    async def withdraw(self, due: datetime, revision: int) -> None:
        c = SUGGESTIONS.c
        await self._scope.run(
            delete(SUGGESTIONS).where(
                self._scope.mine(SUGGESTIONS), c.due == due, c.revision == revision
            )
        )

    async def all(self) -> Sequence[Suggestion]:
        rows = await self._scope.all(SUGGESTIONS, SUGGESTIONS.c.id)
        return [record_of(Suggestion, row) for row in rows]

    async def settle(self, due: datetime, revision: int, outcome: Outcome, at: datetime) -> None:
        row = {
            "owner": self._scope.owner,
            "due": due,
            "revision": revision,
            "outcome": outcome,
            "at": at,
        }
        await self._scope.keep(OCCURRENCES, [row])

    async def began(self) -> datetime | None:
        return await self._due_of_settled(func.min(OCCURRENCES.c.due))

    async def settled(self) -> datetime | None:
        return await self._due_of_settled(func.max(OCCURRENCES.c.due))

    async def revision(self, due: datetime) -> int:
        c = OCCURRENCES.c
        found = await self._scope.run(
            select(c.revision).where(self._scope.mine(OCCURRENCES), c.due == due)
        )
        return found.scalar_one_or_none() or 0

    async def _due_of_settled(self, which: Function[datetime]) -> datetime | None:
        found = await self._scope.run(
            select(which).where(
                self._scope.mine(OCCURRENCES), OCCURRENCES.c.outcome != Outcome.BARRED
            )
        )
        due: datetime | None = found.scalar_one()
        return due
