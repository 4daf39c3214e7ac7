"""What the owner said of the bot itself, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.memory.store.kept import Kept


class MemoryPreferences:
    """`bot.ports.Preferences` for one owner."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def get(self, name: str) -> str | None:
        """What was said last; `None` if nothing was."""
        return self._kept.preferences.get(name)

    async def set(self, name: str, value: str | None, at: datetime) -> None:
        """Keep this, in place of what was said before; `None` takes it back."""
        del at
        if value is None:
            self._kept.preferences.pop(name, None)
        else:
            self._kept.preferences[name] = value
