"""The keys by which a repeated post is known: kept for an hour, written after the status is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tests.mastodon_server.model.account import Account

KEPT = timedelta(hours=1)


@dataclass(slots=True)
class Keys:
    """Which status was made under which key."""

    _known: dict[tuple[Account, str], tuple[int, datetime]] = field(default_factory=dict)

    def find(self, account: Account, key: str, now: datetime) -> int | None:
        """The id of the status made under this key within the hour; it may be deleted."""
        status, until = self._known.get((account, key), (None, now))
        return status if now < until else None

    def remember(self, account: Account, key: str, status: int, now: datetime) -> None:
        """Write a key down."""
        self._known[account, key] = (status, now + KEPT)

    def forget(self) -> None:
        """Lose all keys, as a server does whose cache is flushed."""
        self._known.clear()
