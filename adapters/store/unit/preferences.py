"""The table of preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from adapters.store.tables import PREFERENCES

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.store.unit.scope import Scope

_C = PREFERENCES.c


class SqlPreferences:
    """`bot.ports.Preferences` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def get(self, name: str) -> str | None:
        found = await self._scope.run(
            select(_C.value).where(self._scope.mine(PREFERENCES), _C.name == name)
        )
        value: str | None = found.scalar_one_or_none()
        return value

    async def set(self, name: str, value: str | None, at: datetime) -> None:
        if value is None:
            await self._scope.run(
                delete(PREFERENCES).where(self._scope.mine(PREFERENCES), _C.name == name)
            )
            return
        row = {"owner": self._scope.owner, "name": name, "value": value, "at": at}
        await self._scope.keep(PREFERENCES, [row])
