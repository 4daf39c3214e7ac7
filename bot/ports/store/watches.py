"""How far watched accounts have been read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.people.identity import (
        AccountKey,
    )
    from bot.ports.network import Cursor, Rejected


@dataclass(frozen=True, slots=True)
class Watch:
    """How far a watched account has been read. Times are UTC.

    `account` is as the owner wrote it; `key` is what the network made of it. `complete_at` is
    when the first back-fill reached its end. `local_ids` are those that servers gave the account.
    """

    account: str
    key: AccountKey
    cursor: Cursor | None = None
    reaches_back_to: datetime | None = None
    complete_at: datetime | None = None
    collected_at: datetime | None = None
    local_ids: Mapping[str, str] = field(default_factory=dict)


class Watches(Protocol):
    """How far each watched account has been read, and what could not be."""

    async def save(self, watch: Watch) -> None:
        """Keep this state, in place of what was kept of the same account."""
        ...

    async def all(self) -> Sequence[Watch]:
        """The state of all accounts ever watched."""
        ...

    async def quarantine(
        self, watched: AccountKey, rejected: Iterable[Rejected], at: datetime
    ) -> None:
        """Keep items that could not be read; the same item is kept once."""
        ...

    async def quarantined(self) -> Mapping[AccountKey, int]:
        """How many items could not be read, by watched account."""
        ...
