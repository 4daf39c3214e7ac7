"""What the owner said of the bot itself, on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from adapters.store.schema import PREFERENCES
from adapters.store.sql import insert_or_replace

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.store.scope import Scope


class SqlPreferences:
    """`bot.ports.Preferences` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def get(self, name: str) -> str | None:
        """What was said last; `None` if nothing was."""
        c = PREFERENCES.c
        found = await self._scope.run(
            select(c.value).where(c.owner == self._scope.owner, c.name == name)
        )
        value: str | None = found.scalar_one_or_none()
        return value

    async def set(self, name: str, value: str | None, at: datetime) -> None:
        """Keep this, in place of what was said before; `None` takes it back."""
        c = PREFERENCES.c
        if value is None:
            await self._scope.run(
                delete(PREFERENCES).where(c.owner == self._scope.owner, c.name == name)
            )
            return
        row = {"owner": self._scope.owner, "name": name, "value": value, "at": at}
        await self._scope.run_for(insert_or_replace(PREFERENCES), [row])
