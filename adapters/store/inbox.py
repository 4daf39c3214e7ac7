"""What the owner wrote to the bot, on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from adapters.store.schema import INBOX, PAIRINGS
from adapters.store.sql import insert_or_replace
from bot.ports import Cursor, Pairing

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.store.scope import Scope
    from bot.domain.identity import AccountKey


class SqlInbox:
    """`bot.ports.Inbox` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def consume(self, reader: AccountKey, message_id: str, at: datetime) -> bool:
        """Mark a message as read by `reader`; False when it was already."""
        c = INBOX.c
        found = await self._scope.run(
            select(c.id).where(
                c.owner == self._scope.owner, c.reader == reader, c.message_id == message_id
            )
        )
        if found.first() is not None:
            return False
        row = {"owner": self._scope.owner, "reader": reader, "message_id": message_id, "at": at}
        await self._scope.run_for(insert(INBOX), [row])
        return True

    async def latest(self, reader: AccountKey) -> Cursor | None:
        """The id of the message that `reader` consumed last."""
        c = INBOX.c
        found = await self._scope.run(
            select(c.message_id)
            .where(c.owner == self._scope.owner, c.reader == reader)
            .order_by(c.id.desc())
            .limit(1)
        )
        latest = found.scalar_one_or_none()
        return None if latest is None else Cursor(latest)

    async def pair(self, pairing: Pairing) -> None:
        """Keep a pairing, in place of what was kept of the same account."""
        row = {
            "owner": self._scope.owner,
            "key": pairing.key,
            "local_ids": dict(pairing.local_ids),
            "at": pairing.at,
        }
        await self._scope.run_for(insert_or_replace(PAIRINGS), [row])

    async def pairing(self, key: AccountKey) -> Pairing | None:
        """How an account was paired, if it was."""
        c = PAIRINGS.c
        found = await self._scope.run(
            select(c.key, c.local_ids, c.at).where(c.owner == self._scope.owner, c.key == key)
        )
        row = found.first()
        return None if row is None else Pairing(*row)
