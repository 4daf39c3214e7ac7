"""What the owner decided, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.memory.store.kept import Kept
    from bot.domain.decision import Decision


class MemoryDecisions:
    """`bot.ports.Decisions` for one owner."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def push(self, decision: Decision) -> None:
        """Keep a decision."""
        self._kept.decisions.append(decision)

    async def pop(self) -> Decision | None:
        """Take the latest one out; `None` when there is none left."""
        return self._kept.decisions.pop() if self._kept.decisions else None
