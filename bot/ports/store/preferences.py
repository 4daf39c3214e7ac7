"""What the owner said of the bot itself: it wins over the config file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Preferences(Protocol):
    """Texts by name."""

    async def get(self, name: str) -> str | None:
        """What was said last; `None` if nothing was."""
        ...

    async def set(self, name: str, value: str | None, at: datetime) -> None:
        """Keep this, in place of what was said before; `None` takes it back."""
        ...
