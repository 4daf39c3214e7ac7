"""SQLAlchemy's engine and connection, to be awaited.

What the store needs of `sqlalchemy.ext.asyncio`, in its words: that one brings the ORM along,
whose import takes longer than most commands take for all that they do.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.util import greenlet_spawn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    import aiosqlite
    from sqlalchemy import CursorResult, Engine, Executable

T = TypeVar("T")


class AsyncConnection:
    """A connection of an engine whose driver is asynchronous; made by `AsyncEngine`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        pooled: Any = connection.connection
        self.driver: aiosqlite.Connection = pooled.driver_connection
        """What lies under it, in the same transaction."""

    async def execute(
        self,
        statement: Executable,
        values: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None,
    ) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement, once for each mapping of values."""
        return await greenlet_spawn(self._connection.execute, statement, values)

    async def exec_driver_sql(
        self, sql: str, values: tuple[object, ...] | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Execute what the driver is to take as it is."""
        return await greenlet_spawn(self._connection.exec_driver_sql, sql, values)

    async def run_sync(self, work: Callable[[Connection], T]) -> T:
        """Run a function that waits for nothing but the database."""
        return await greenlet_spawn(work, self._connection)


class AsyncEngine:
    """An engine whose driver is asynchronous."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def connect(self, **options: object) -> AsyncIterator[AsyncConnection]:
        """Open a connection with these execution options, for the length of a block."""
        connection = await greenlet_spawn(self._engine.connect)
        try:
            yield AsyncConnection(connection.execution_options(**options))
        finally:
            # Whoever is cancelled must not leave it half closed, for others to be given.
            closing = asyncio.create_task(greenlet_spawn(connection.close))
            try:
                await asyncio.shield(closing)
            finally:
                await closing

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction; it commits at the end of the block, or rolls back on an error."""
        async with self.connect() as connection:
            transaction = await connection.run_sync(Connection.begin)
            try:
                yield connection
            except BaseException:
                await greenlet_spawn(transaction.rollback)
                raise
            await greenlet_spawn(transaction.commit)

    async def dispose(self) -> None:
        """Close all connections."""
        await greenlet_spawn(self._engine.dispose)
