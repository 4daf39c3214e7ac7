"""A transaction and the owner whose rows it may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy import CursorResult, Executable
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.domain.identity import OwnerId


@dataclass(frozen=True, slots=True)
class Scope:
    """What every part of a unit works with. `zone` is where the owner's days begin."""

    connection: AsyncConnection
    owner: OwnerId
    zone: ZoneInfo

    async def run(self, statement: Executable, **values: object) -> CursorResult[*tuple[Any, ...]]:
        """Execute one statement, with the values that it has names for."""
        return await self.connection.execute(statement, values)

    async def run_for(self, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
        """Execute a statement once for each of these rows, if there are any."""
        if rows:
            await self.connection.execute(statement, rows)
