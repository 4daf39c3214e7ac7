"""How far the watched accounts were read, on SQLite, and what could not be."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from adapters.store.schema import QUARANTINE, WATCHES
from adapters.store.sql import insert_if_missing, insert_or_replace
from bot.ports import Watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from adapters.store.scope import Scope
    from bot.domain.identity import AccountKey
    from bot.ports import Rejected


class SqlWatches:
    """`bot.ports.Watches` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def save(self, watch: Watch) -> None:
        """Keep this state, in place of what was kept of the same account."""
        row = {
            "owner": self._scope.owner,
            "key": watch.key,
            "account": watch.account,
            "cursor": watch.cursor,
            "reaches_back_to": watch.reaches_back_to,
            "complete_at": watch.complete_at,
            "collected_at": watch.collected_at,
            "local_ids": dict(watch.local_ids),
        }
        await self._scope.run_for(insert_or_replace(WATCHES), [row])

    async def all(self) -> Sequence[Watch]:
        """The state of all accounts ever watched, by key."""
        c = WATCHES.c
        rows = await self._scope.run(
            select(c.account, c.key, c.cursor, c.reaches_back_to, c.complete_at, c.collected_at)
            .add_columns(c.local_ids)
            .where(c.owner == self._scope.owner)
            .order_by(c.key)
        )
        return [Watch(*row) for row in rows]

    async def quarantine(
        self, watched: AccountKey, rejected: Iterable[Rejected], at: datetime
    ) -> None:
        """Keep items that could not be read; the same item is kept once."""
        rows = [
            {
                "owner": self._scope.owner,
                "watched": watched,
                "digest": hashlib.blake2b(item.raw.encode(), digest_size=16).digest(),
                "raw": item.raw,
                "why": item.why,
                "at": at,
            }
            for item in rejected
        ]
        await self._scope.run_for(insert_if_missing(QUARANTINE), rows)

    async def quarantined(self) -> Mapping[AccountKey, int]:
        """How many items could not be read, by watched account."""
        c = QUARANTINE.c
        rows = await self._scope.run(
            select(c.watched, func.count()).where(c.owner == self._scope.owner).group_by(c.watched)
        )
        return dict(map(tuple, rows))
