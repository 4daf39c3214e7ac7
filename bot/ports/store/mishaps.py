"""Unexpected errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.mishap import Mishap


class Mishaps(Protocol):
    """The latest unexpected errors, at most `bot.domain.mishap.MOST`."""

    async def add(self, mishap: Mishap) -> None:
        """Store a mishap, or increase the count of an equal one."""

    async def all(self) -> Sequence[Mishap]:
        """All stored mishaps, the latest last."""
