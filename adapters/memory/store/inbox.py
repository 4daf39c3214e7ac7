"""What the owner wrote to the bot, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ports import Cursor

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.memory.store.kept import Kept
    from bot.domain.identity import AccountKey
    from bot.ports import Pairing


class MemoryInbox:
    """`bot.ports.Inbox` for one owner."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def consume(self, reader: AccountKey, message_id: str, at: datetime) -> bool:
        """Mark a message as read by `reader`; False when it was already."""
        if (reader, message_id) in self._kept.inbox:
            return False
        self._kept.inbox[reader, message_id] = at
        return True

    async def latest(self, reader: AccountKey) -> Cursor | None:
        """The id of the message that `reader` consumed last."""
        mine = [message_id for of, message_id in self._kept.inbox if of == reader]
        return Cursor(mine[-1]) if mine else None

    async def pair(self, pairing: Pairing) -> None:
        """Keep a pairing, in place of what was kept of the same account."""
        self._kept.pairings[pairing.key] = pairing

    async def pairing(self, key: AccountKey) -> Pairing | None:
        """How an account was paired, if it was."""
        return self._kept.pairings.get(key)
