"""The store on SQLite: opening it, transactions, copies."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from adapters.store.backup import back_up
from adapters.store.birth import make_beside
from adapters.store.engine import BEGIN, database_path, engine_of, make_folder, make_sure_private
from adapters.store.failures import told_plainly
from adapters.store.generation import GenerationFile, generation_of, is_copy
from adapters.store.integrity import faults
from adapters.store.migrate import migrate
from adapters.store.schema import OWNERS
from adapters.store.unit import unit_for
from bot.domain.identity import OwnerId

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from adapters.store.asynchronous import AsyncConnection, AsyncEngine
    from bot.domain.identity import Owner
    from bot.ports import Unit

PATIENCE: Final = timedelta(seconds=5)
"""How long a lock of another process is waited for."""


def new_idem_key() -> str:
    """A random idempotency key."""
    return secrets.token_hex(16)


async def open_store(
    url: str, *, new_key: Callable[[], str] = new_idem_key, patience: timedelta = PATIENCE
) -> SqlStore:
    """Open the store that `url` names, and bring it to the schema of this version.

    Args:
        url: `sqlite:///PATH`; the file and its directory are made where missing.
        new_key: makes the idempotency keys of outbox rows.
        patience: how long a lock of another process is waited for.

    Raises:
        ConfigError: the URL names no database file.
        FutureStoreError: a later version of Terrasse wrote it.
        StoreUnavailableError: unwritable, locked, full, damaged, empty.
    """
    path = database_path(url)
    make_folder(path)
    if not path.exists():
        await make_beside(path, patience)
    make_sure_private(path)
    engine = engine_of(path, patience)
    try:
        with told_plainly(path):
            await migrate(engine, path)
    except BaseException:
        await engine.dispose()
        raise
    return SqlStore(engine, path, new_key)


class SqlStore:
    """`bot.ports.Store` on one database file; made by `open_store`."""

    def __init__(self, engine: AsyncEngine, path: Path, new_key: Callable[[], str]) -> None:
        self._engine = engine
        self._path = path
        self._new_key = new_key
        self._generations = GenerationFile(path)
        # Units of this process queue here for as long as it takes; what the database waits
        # for, and gives up on, are other processes.
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def unit(self, owner: Owner) -> AsyncIterator[Unit]:
        """Open a transaction; it commits at the end of the block, or rolls back on an error.

        Units do not nest: a second one waits for the first to end.
        """
        async with self._turn:
            with told_plainly(self._path):
                async with self._engine.begin() as connection:
                    unit = await unit_for(owner, connection, self._new_key, self._generations)
                    yield unit
                    grown = await unit.grown()
            if grown is not None:  # noted once it is kept: the file must never be ahead
                self._generations.note(grown)

    async def is_copy(self) -> bool:
        """Whether the database is older than what was done with it.

        Raises:
            StoreUnavailableError: the file beside it cannot be read.
        """
        async with self._reading("DEFERRED") as connection:
            return is_copy(await generation_of(connection), self._generations.read())

    async def owners(self) -> Sequence[OwnerId]:
        """Everyone of whom something is kept, by id."""
        async with self._reading("DEFERRED") as connection:
            found = await connection.execute(select(OWNERS.c.id).order_by(OWNERS.c.id))
            return [OwnerId(owner) for owner in found.scalars()]

    async def integrity(self) -> Sequence[str]:
        """What is wrong with the store, a sentence each; empty when all is well."""
        async with self._reading("DEFERRED") as connection:
            return await faults(connection)

    async def backup(self, path: Path) -> None:
        """Write a whole copy to a new file, also while others read and write.

        Raises:
            StoreError: the file is there already.
            StoreUnavailableError: it cannot be written.
        """
        async with self._reading(None) as connection:
            await back_up(connection, path)

    async def close(self) -> None:
        """Let go of the file."""
        await self._engine.dispose()

    @asynccontextmanager
    async def _reading(self, begin: str | None) -> AsyncIterator[AsyncConnection]:
        with told_plainly(self._path):
            async with self._engine.connect(**{BEGIN: begin}) as connection:
                yield connection
