"""What the owner wrote to the bot, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from adapters.memory.store.kept import Kept
    from bot.domain.identity import AccountKey
    from bot.domain.pairing import Pairing
    from bot.ports import Mailbox


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

    async def mailbox(self, reader: AccountKey) -> Mailbox | None:
        """How far a mailbox was read; `None` if never by this store."""
        return self._kept.mailboxes.get(reader)

    async def keep_mailbox(self, mailbox: Mailbox) -> None:
        """Keep how far a mailbox was read, in place of what was kept of it."""
        self._kept.mailboxes[mailbox.reader] = mailbox

    async def forget_mailboxes(self) -> None:
        """Let every mailbox be read as for the first time: what lies in it is known then."""
        self._kept.mailboxes.clear()

    async def pair(self, pairing: Pairing) -> None:
        """Keep a pairing, in place of what was kept of the same account."""
        self._kept.pairings[pairing.key] = pairing

    async def pairing(self, key: AccountKey) -> Pairing | None:
        """What was agreed on with an account, if anything was."""
        return self._kept.pairings.get(key)

    async def pairings(self) -> Sequence[Pairing]:
        """All that was agreed on, by key."""
        return [self._kept.pairings[key] for key in sorted(self._kept.pairings)]
