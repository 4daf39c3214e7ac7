"""Watched accounts: how far each was read, and its unreadable items."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.people.identity import AccountKey
    from bot.ports.network import Cursor, Rejected


@dataclass(frozen=True, slots=True)
class Watch:
    """How far a watched account has been read. Times are UTC.

    `account` is as written in the config; `key` is what the network resolved it to. `complete_at`
    is when the first back-fill was complete. `local_ids` are the account's ids by server.
    """

    account: str
    key: AccountKey
    cursor: Cursor | None = None
    reaches_back_to: datetime | None = None
    complete_at: datetime | None = None
    collected_at: datetime | None = None
    local_ids: Mapping[str, str] = field(default_factory=dict)


class Watches(Protocol):
    """How far each watched account was read, and the items that could not be read."""

    async def save(self, watch: Watch) -> None:
        """Store this state, replacing that of the same account."""

    async def all(self) -> Sequence[Watch]:
        """The states of all accounts ever watched."""

    async def quarantine(
        self, watched: AccountKey, rejected: Iterable[Rejected], at: datetime
    ) -> None:
        """Store items that could not be read, each once."""

    async def quarantined(self) -> Mapping[AccountKey, int]:
        """The number of items that could not be read, by watched account."""

    async def last_reasons(self) -> Mapping[AccountKey, str]:
        """Why the latest of these could not be read, by watched account."""
