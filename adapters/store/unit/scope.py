"""A transaction and the owner whose rows it may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from adapters.store.records import values_of
from adapters.store.statements import insert_if_missing, insert_or_replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, CursorResult, Executable, Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from adapters.store.erasure.forgotten import Forgotten
    from bot.domain.people.identity import OwnerId


@dataclass(frozen=True, slots=True)
class Scope:
    """What every part of a unit works with. `zone` is where the owner's days begin.

    `growth` is not empty once something was done in this transaction that must not happen twice:
    see `adapters.store.generation`. `forgotten` is a cache: see `adapters.store.erasure`.
    """

    connection: AsyncConnection
    owner: OwnerId
    zone: ZoneInfo
    growth: list[bool] = field(default_factory=list)
    forgotten: list[Forgotten] = field(default_factory=list)

    def grow(self) -> None:
        """Have the store's number grow at the end of the transaction."""
        self.growth.append(True)

    @property
    def database(self) -> str:
        """Which database it is: the name of its dialect."""
        return self.connection.dialect.name

    def mine(self, table: Table) -> ColumnElement[bool]:
        """Which rows of a table are the owner's."""
        return _owned_by(table, self.owner)

    def row(self, record: object, table: Table, **more: object) -> dict[str, Any]:
        """The row for a record of the owner's; `more` are columns that are no fields of it."""
        return {"owner": self.owner, **values_of(record, table), **more}

    async def run(self, statement: Executable) -> CursorResult[*tuple[Any, ...]]:
        """Execute one statement."""
        return await self.connection.execute(statement)

    async def all(self, table: Table, *order: ColumnElement[Any]) -> CursorResult[*tuple[Any, ...]]:
        """Read the owner's rows of a table, in the order of these columns."""
        return await self.run(_all_owned_by(table, self.owner, order))

    async def run_for(self, statement: Executable, rows: Iterable[Mapping[str, object]]) -> None:
        """Execute a statement once for each of these rows, if there are any."""
        if values := list(rows):
            await self.connection.execute(statement, values)

    async def keep(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """Keep these rows, each in place of the one with the same primary key."""
        await self.run_for(insert_or_replace(table, self.database), rows)

    async def keep_missing(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """Keep those of these rows whose primary key is not there yet."""
        await self.run_for(insert_if_missing(table, self.database), rows)


# Made once: to build a statement anew takes about as long as to execute it.
@lru_cache
def _owned_by(table: Table, owner: OwnerId) -> ColumnElement[bool]:
    return table.c.owner == owner


@lru_cache
def _all_owned_by(
    table: Table, owner: OwnerId, order: tuple[ColumnElement[Any], ...]
) -> Select[*tuple[Any, ...]]:
    return select(table).where(_owned_by(table, owner)).order_by(*order)
