"""What the owner decided, for `undo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain.delivery.decision import Decision


class Decisions(Protocol):
    """The owner's decisions, the latest on top."""

    async def push(self, decision: Decision) -> None:
        """Keep a decision."""
        ...

    async def pop(self) -> Decision | None:
        """Take the latest one out; `None` when there is none left."""
        ...
