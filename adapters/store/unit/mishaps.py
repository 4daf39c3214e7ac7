"""The table of mishaps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from adapters.store.records import record_of
from adapters.store.tables import MISHAPS
from bot.domain.mishap import MOST, Mishap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.store.unit.scope import Scope

_C = MISHAPS.c


class SqlMishaps:
    """`bot.ports.Mishaps` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, mishap: Mishap) -> None:
        mine = self._scope.mine(MISHAPS)
        found = await self._scope.run(
            select(_C.first_at, _C.times).where(mine, _C.digest == mishap.digest)
        )
        if (before := found.first()) is not None:
            mishap = replace(mishap, first_at=before.first_at, times=mishap.times + before.times)
        row = self._scope.row(mishap, MISHAPS, digest=mishap.digest)
        await self._scope.keep(MISHAPS, [row])
        latest = select(_C.digest).where(mine).order_by(_C.last_at.desc()).limit(MOST)
        await self._scope.run(delete(MISHAPS).where(mine, _C.digest.not_in(latest)))

    async def all(self) -> Sequence[Mishap]:
        rows = await self._scope.all(MISHAPS, _C.last_at, _C.digest)
        return [record_of(Mishap, row) for row in rows]
