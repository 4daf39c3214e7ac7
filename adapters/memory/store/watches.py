"""How far the watched accounts were read, in memory, and what could not be."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from adapters.memory.store.kept import Kept
    from bot.domain.identity import AccountKey
    from bot.ports import Rejected, Watch


class MemoryWatches:
    """`bot.ports.Watches` for one owner."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def save(self, watch: Watch) -> None:
        """Keep this state, in place of what was kept of the same account."""
        self._kept.watches[watch.key] = watch

    async def all(self) -> Sequence[Watch]:
        """The state of all accounts ever watched, by key."""
        return [self._kept.watches[key] for key in sorted(self._kept.watches)]

    async def quarantine(
        self, watched: AccountKey, rejected: Iterable[Rejected], at: datetime
    ) -> None:
        """Keep items that could not be read; the same item is kept once."""
        for item in rejected:
            self._kept.quarantine.setdefault((watched, item.raw), (item, at))

    async def quarantined(self) -> Mapping[AccountKey, int]:
        """How many items could not be read, by watched account."""
        return dict(Counter(watched for watched, _ in self._kept.quarantine))
