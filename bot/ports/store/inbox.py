"""What is written to the bot: which messages were acted upon, and who may be written to."""

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

    What lay in the mailbox when this store first read it is no command: that was at `opened_at`,
    by our clock, and `known_until` is the server's date of the newest message then, `None` if
    there was none. `message` is the newest message read since, or then, and `message_at` its
    date. Times are UTC.
    """

    reader: AccountKey
    opened_at: datetime
    known_until: datetime | None = None
    message: Cursor | None = None
    message_at: datetime | None = None


class Inbox(Protocol):
    """What is written to the bot: each message is acted upon once."""

    async def consume(self, reader: AccountKey, message_id: str, at: datetime) -> bool:
        """Mark a message as read by `reader`; False when it was already."""
        ...

    async def mailbox(self, reader: AccountKey) -> Mailbox | None:
        """How far a mailbox was read; `None` if never by this store."""
        ...

    async def keep_mailbox(self, mailbox: Mailbox) -> None:
        """Keep how far a mailbox was read, in place of what was kept of it."""
        ...

    async def forget_mailboxes(self) -> None:
        """Let every mailbox be read as for the first time: what lies in it is known then."""
        ...

    async def pair(self, pairing: Pairing) -> None:
        """Keep a pairing, in place of what was kept of the same account."""
        ...

    async def pairing(self, key: AccountKey) -> Pairing | None:
        """What was agreed on with an account, if anything was."""
        ...

    async def pairings(self) -> Sequence[Pairing]:
        """All that was agreed on, by key."""
        ...
