"""The owner's decisions, for `undo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain.delivery.decision import Decision


class Decisions(Protocol):
    """A stack of the owner's decisions."""

    async def push(self, decision: Decision) -> None:
        """Add a decision."""

    async def pop(self) -> Decision | None:
        """Remove and return the latest decision; `None` if there is none."""

    async def latest(self) -> Decision | None:
        """The latest decision, which stays; `None` if there is none."""
