"""A transaction and the owner whose rows it may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy import CursorResult, Executable

    from adapters.store.asynchronous import AsyncConnection
    from adapters.store.prepared import Prepared
    from bot.domain.identity import OwnerId


@dataclass(frozen=True, slots=True)
class Scope:
    """What every part of a unit works with. `zone` is where the owner's days begin.

    `growth` is not empty once something was done in this transaction that must not be forgotten:
    see `adapters.store.generation`.
    """

    connection: AsyncConnection
    owner: OwnerId
    zone: ZoneInfo
    growth: list[int] = field(default_factory=list)

    def grow(self, at_least: int = 0) -> None:
        """Have the store's number grow at the end of the transaction, beyond `at_least`."""
        self.growth.append(at_least)

    async def run(self, statement: Executable, **values: object) -> CursorResult[*tuple[Any, ...]]:
        """Execute one statement, with the values that it has names for."""
        return await self.connection.execute(statement, values)

    async def run_for(self, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
        """Execute a statement once for each of these rows, if there are any."""
        if rows:
            await self.connection.execute(statement, rows)

    async def fetch(self, prepared: Prepared, **values: object) -> list[Sequence[Any]]:
        """The rows of a prepared statement, with the values that it has names for."""
        rows = await self.connection.driver.execute_fetchall(prepared.sql, prepared.bound(values))
        return prepared.read(rows)

    async def put(self, prepared: Prepared, rows: Sequence[Mapping[str, object]]) -> None:
        """Execute a prepared statement once for each of these rows, if there are any."""
        if rows:
            await self.connection.driver.executemany(prepared.sql, prepared.bound_rows(rows))
