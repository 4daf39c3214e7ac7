"""What the owner writes to the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain.identity import (
        AccountKey,
    )
    from bot.ports.network import Cursor


@dataclass(frozen=True, slots=True)
class Pairing:
    """The owner's account as it was when it first wrote to the bot.

    `local_ids` are the ids that servers gave it: a command comes from the same key *and* the
    same id, as a name can be taken over on another server, and a handle by somebody else.
    """

    key: AccountKey
    local_ids: Mapping[str, str]
    at: datetime


class Inbox(Protocol):
    """What the owner wrote to the bot: each message is acted upon once."""

    async def consume(self, reader: AccountKey, message_id: str, at: datetime) -> bool:
        """Mark a message as read by `reader`; False when it was already."""
        ...

    async def latest(self, reader: AccountKey) -> Cursor | None:
        """The id of the message that `reader` consumed last."""
        ...

    async def pair(self, pairing: Pairing) -> None:
        """Keep a pairing, in place of what was kept of the same account."""
        ...

    async def pairing(self, key: AccountKey) -> Pairing | None:
        """How an account was paired, if it was."""
        ...
