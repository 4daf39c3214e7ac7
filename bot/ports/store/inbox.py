"""Messages to the bot: which were handled, and which accounts are paired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.people.identity import AccountKey
    from bot.domain.people.pairing import Pairing
    from bot.ports.network import Cursor


@dataclass(frozen=True, slots=True)
class Mailbox:
    """How far the messages to an account were read.

    This store first read the mailbox at `opened_at`, by our clock. `known_until` is the server's
    date of the newest message then, `None` if there was none; messages up to it are not commands.
    `message` is the newest message read so far, and `message_at` its date. Times are UTC.
    """

    reader: AccountKey
    opened_at: datetime
    known_until: datetime | None = None
    message: Cursor | None = None
    message_at: datetime | None = None


class Inbox(Protocol):
    """Messages to the bot, each handled once, and pairings."""

    async def consume(self, reader: AccountKey, message_id: str, at: datetime) -> bool:
        """Mark a message as read by `reader`; False if it was read before."""

    async def mailbox(self, reader: AccountKey) -> Mailbox | None:
        """How far a mailbox was read; `None` if this store never read it."""

    async def keep_mailbox(self, mailbox: Mailbox) -> None:
        """Store how far a mailbox was read, replacing the stored state."""

    async def forget_mailboxes(self) -> None:
        """Have every mailbox read as for the first time, so that old messages are no commands."""

    async def pair(self, pairing: Pairing) -> None:
        """Store a pairing, replacing that of the same account."""

    async def pairing(self, key: AccountKey) -> Pairing | None:
        """The pairing of an account, if any."""

    async def pairings(self) -> Sequence[Pairing]:
        """All pairings, by key."""
