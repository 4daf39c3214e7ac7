"""What went wrong unexpectedly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.mishap import Mishap


class Mishaps(Protocol):
    """The latest of them: `bot.domain.mishap.MOST` at most."""

    async def add(self, mishap: Mishap) -> None:
        """Keep one; where the same went wrong before, it is counted once more."""
        ...

    async def all(self) -> Sequence[Mishap]:
        """All that are kept, the latest last."""
        ...
