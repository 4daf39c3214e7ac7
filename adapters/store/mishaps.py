"""What went wrong unexpectedly, on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from adapters.store.schema import MISHAPS
from adapters.store.sql import insert_or_replace
from bot.domain.mishap import MOST, Mishap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.store.scope import Scope

_C = MISHAPS.c


class SqlMishaps:
    """`bot.ports.Mishaps` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, mishap: Mishap) -> None:
        """Keep one; where the same went wrong before, it is counted once more."""
        mine = _C.owner == self._scope.owner
        found = await self._scope.run(
            select(_C.first_at, _C.times).where(mine, _C.digest == mishap.digest)
        )
        before = found.first()
        row = {
            "owner": self._scope.owner,
            "digest": mishap.digest,
            "subject": mishap.subject,
            "error": mishap.error,
            "traceback": mishap.traceback,
            "first_at": before.first_at if before is not None else mishap.first_at,
            "last_at": mishap.last_at,
            "times": mishap.times + (before.times if before is not None else 0),
        }
        await self._scope.run_for(insert_or_replace(MISHAPS), [row])
        latest = select(_C.digest).where(mine).order_by(_C.last_at.desc()).limit(MOST)
        await self._scope.run(delete(MISHAPS).where(mine, _C.digest.not_in(latest)))

    async def all(self) -> Sequence[Mishap]:
        """All that are kept, the latest last."""
        rows = await self._scope.run(
            select(_C.subject, _C.error, _C.traceback, _C.first_at, _C.last_at, _C.times)
            .where(_C.owner == self._scope.owner)
            .order_by(_C.last_at, _C.digest)
        )
        return [Mishap(*row) for row in rows]
