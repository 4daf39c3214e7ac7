"""What the owner wrote to the bot, on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from adapters.store.schema import INBOX, MAILBOXES, PAIRINGS
from adapters.store.sql import insert_or_replace
from bot.domain.pairing import Pairing
from bot.ports import Mailbox

if TYPE_CHECKING:
    from collections.abc import Sequence
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
        self._scope.grow()
        return True

    async def mailbox(self, reader: AccountKey) -> Mailbox | None:
        """How far a mailbox was read; `None` if never by this store."""
        c = MAILBOXES.c
        found = await self._scope.run(
            select(c.reader, c.opened_at, c.known_until, c.message_id, c.message_at).where(
                c.owner == self._scope.owner, c.reader == reader
            )
        )
        row = found.first()
        return None if row is None else Mailbox(*row)

    async def keep_mailbox(self, mailbox: Mailbox) -> None:
        """Keep how far a mailbox was read, in place of what was kept of it."""
        row = {
            "owner": self._scope.owner,
            "reader": mailbox.reader,
            "opened_at": mailbox.opened_at,
            "known_until": mailbox.known_until,
            "message_id": mailbox.message,
            "message_at": mailbox.message_at,
        }
        await self._scope.run_for(insert_or_replace(MAILBOXES), [row])

    async def forget_mailboxes(self) -> None:
        """Let every mailbox be read as for the first time: what lies in it is known then."""
        await self._scope.run(delete(MAILBOXES).where(MAILBOXES.c.owner == self._scope.owner))

    async def pair(self, pairing: Pairing) -> None:
        """Keep a pairing, in place of what was kept of the same account."""
        row = {
            "owner": self._scope.owner,
            "key": pairing.key,
            "local_ids": dict(pairing.local_ids),
            "at": pairing.at,
            "reader": pairing.reader,
            "state": pairing.state,
        }
        await self._scope.run_for(insert_or_replace(PAIRINGS), [row])
        self._scope.grow()

    async def pairing(self, key: AccountKey) -> Pairing | None:
        """What was agreed on with an account, if anything was."""
        return next((one for one in await self.pairings() if one.key == key), None)

    async def pairings(self) -> Sequence[Pairing]:
        """All that was agreed on, by key."""
        c = PAIRINGS.c
        rows = await self._scope.run(
            select(c.key, c.local_ids, c.at, c.reader, c.state)
            .where(c.owner == self._scope.owner)
            .order_by(c.key)
        )
        return [Pairing(*row) for row in rows]
