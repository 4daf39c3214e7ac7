"""What the owner wrote to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from adapters.store.records import record_of
from adapters.store.tables import INBOX, MAILBOXES, PAIRINGS
from bot.domain.people.pairing import Pairing
from bot.ports import Mailbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import AccountKey


class SqlInbox:
    """`bot.ports.Inbox` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def consume(self, reader: AccountKey, message_id: str, at: datetime) -> bool:
        c = INBOX.c
        found = await self._scope.run(
            select(c.id).where(
                self._scope.mine(INBOX), c.reader == reader, c.message_id == message_id
            )
        )
        if found.first() is not None:
            return False
        row = {"owner": self._scope.owner, "reader": reader, "message_id": message_id, "at": at}
        await self._scope.run_for(insert(INBOX), [row])
        self._scope.grow()
        return True

    async def mailbox(self, reader: AccountKey) -> Mailbox | None:
        found = await self._scope.run(
            select(MAILBOXES).where(self._scope.mine(MAILBOXES), MAILBOXES.c.reader == reader)
        )
        row = found.first()
        return None if row is None else record_of(Mailbox, row, message=row.message_id)

    async def keep_mailbox(self, mailbox: Mailbox) -> None:
        row = self._scope.row(mailbox, MAILBOXES, message_id=mailbox.message)
        await self._scope.keep(MAILBOXES, [row])

    async def forget_mailboxes(self) -> None:
        await self._scope.run(delete(MAILBOXES).where(self._scope.mine(MAILBOXES)))

    async def pair(self, pairing: Pairing) -> None:
        await self._scope.keep(PAIRINGS, [self._scope.row(pairing, PAIRINGS)])
        self._scope.grow()

    async def pairing(self, key: AccountKey) -> Pairing | None:
        return next(iter(await self._pairings(PAIRINGS.c.key == key)), None)

    async def pairings(self) -> Sequence[Pairing]:
        return await self._pairings()

    async def _pairings(self, *where: ColumnElement[bool]) -> list[Pairing]:
        rows = await self._scope.run(
            select(PAIRINGS).where(self._scope.mine(PAIRINGS), *where).order_by(PAIRINGS.c.key)
        )
        return [record_of(Pairing, row) for row in rows]
