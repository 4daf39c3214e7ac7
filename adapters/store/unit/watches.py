"""How far the watched accounts were read, and what could not be."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from adapters.store.erasure.forgotten import forgotten
from adapters.store.records import record_of
from adapters.store.tables import QUARANTINE, WATCHES
from bot.ports import Watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import AccountKey
    from bot.ports import Rejected


class SqlWatches:
    """`bot.ports.Watches` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def save(self, watch: Watch) -> None:
        await self._scope.keep(WATCHES, [self._scope.row(watch, WATCHES)])

    async def all(self) -> Sequence[Watch]:
        """The state of all accounts ever watched, by key."""
        rows = await self._scope.all(WATCHES, WATCHES.c.key)
        return [record_of(Watch, row) for row in rows]

    async def quarantine(
        self, watched: AccountKey, rejected: Iterable[Rejected], at: datetime
    ) -> None:
        # An item that could not be read may be anybody's.
        is_kept = not (await forgotten(self._scope)).digests
        rows = [
            {
                "owner": self._scope.owner,
                "watched": watched,
                "digest": hashlib.blake2b(item.raw.encode(), digest_size=16).digest(),
                "raw": item.raw if is_kept else "",
                "why": item.why,
                "at": at,
            }
            for item in rejected
        ]
        await self._scope.keep_missing(QUARANTINE, rows)

    async def quarantined(self) -> Mapping[AccountKey, int]:
        c = QUARANTINE.c
        rows = await self._scope.run(
            select(c.watched, func.count()).where(self._scope.mine(QUARANTINE)).group_by(c.watched)
        )
        return dict(map(tuple, rows))

    async def last_reasons(self) -> Mapping[AccountKey, str]:
        c = QUARANTINE.c
        rows = await self._scope.run(
            select(c.watched, c.why).where(self._scope.mine(QUARANTINE)).order_by(c.at)
        )
        return dict(map(tuple, rows))
