"""What went wrong unexpectedly, in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.mishap import MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.memory.store.kept import Kept
    from bot.domain.mishap import Mishap


class MemoryMishaps:
    """`bot.ports.Mishaps` for one owner."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def add(self, mishap: Mishap) -> None:
        """Keep one; where the same went wrong before, it is counted once more."""
        before = self._kept.mishaps.pop(mishap.digest, None)
        if before is not None:
            times = before.times + mishap.times
            mishap = replace(mishap, first_at=before.first_at, times=times)
        self._kept.mishaps[mishap.digest] = mishap
        for digest in list(self._kept.mishaps)[:-MOST]:
            del self._kept.mishaps[digest]

    async def all(self) -> Sequence[Mishap]:
        """All that are kept, the latest last."""
        return sorted(self._kept.mishaps.values(), key=lambda kept: (kept.last_at, kept.digest))
