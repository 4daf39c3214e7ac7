"""The store: opening it, transactions, copies."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import asynccontextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from adapters.store.engine import (
    BEGIN,
    address,
    dispose,
    file_engine,
    file_of,
    folder_of,
    make_sure_private,
    memory_engine,
    server_engine,
)
from adapters.store.erasure.recalling import recall
from adapters.store.failures import told_plainly, unusable
from adapters.store.file.backup import back_up
from adapters.store.file.birth import make_beside
from adapters.store.file.counter import Counter
from adapters.store.file.daemon import in_use, only_daemon
from adapters.store.file.ledger import Ledger
from adapters.store.file.traces import files_with
from adapters.store.file.wal import refuse_foreign_log
from adapters.store.generation import Count, Generation, generation_of
from adapters.store.integrity import faults
from adapters.store.migrate import create, create_in_empty, migrate
from adapters.store.statements import hold, lock_number
from adapters.store.tables import OWNERS
from adapters.store.unit import SqlUnit, settle_zone
from adapters.store.unit.scope import Scope
from bot.domain.people.identity import OwnerId
from bot.errors import ImpossibleError, StoreUnavailableError
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from adapters.store.generation import Counts
    from bot.domain.people.identity import Owner
    from bot.domain.sentence import Sentence
    from bot.ports import Unit

PATIENCE: Final = timedelta(seconds=5)
"""How long a lock of another process is waited for."""


def new_idem_key() -> str:
    """A random idempotency key."""
    return secrets.token_hex(16)


async def open_store(
    url: str,
    *,
    folder: Path | None = None,
    password: str | None = None,
    new_key: Callable[[], str] = new_idem_key,
    patience: timedelta = PATIENCE,
) -> SqlStore:
    """Open the store that `url` names, and bring it to the schema of this version.

    Args:
        url: `sqlite:///PATH`, where a new store is made if there is no such file; or
            `postgresql://[USER@]HOST[:PORT]/DATABASE`, where one is made if that is empty.
        folder: where what lies beside the database is kept: see `folder_of`.
        password: of the PostgreSQL user, where the server asks for one.
        new_key: makes the idempotency keys of outbox rows.
        patience: how long a lock of another process is waited for.

    Raises:
        ConfigError: the URL names no database.
        FutureStoreError: a later version of Terrasse wrote it.
        StoreUnavailableError: unreachable, unwritable, locked, full, damaged, empty, or beside what
            belongs to another one.
    """
    database = address(url)
    path = file_of(database)
    if path is None:
        folder = folder_of(url, folder)
        try:
            await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise unusable(folder, error) from error
        counter = Counter(folder / "terrasse.postgresql")
        engine, name = server_engine(database, password, patience), database.render_as_string()
        return await _open(engine, name, counter, new_key)
    counter = Counter(path)
    await make_beside(path, counter)
    make_sure_private(path)
    refuse_foreign_log(path, counter.read())
    return await _open(file_engine(path, patience), path, counter, new_key)


def memory_store(
    new_key: Callable[[], str] = new_idem_key,
    connect: Callable[[], Awaitable[object]] | None = None,
) -> SqlStore:
    """A new store in memory, gone when it is closed; `connect`: see `memory_engine`."""
    return SqlStore(memory_engine(connect), "in memory", _MemoryCounter(), new_key, None)


async def _open(
    engine: AsyncEngine, name: str | Path, counter: Counter, new_key: Callable[[], str]
) -> SqlStore:
    ledger = Ledger(counter.path.with_suffix(".forgotten"))
    try:
        with told_plainly(name):
            if engine.dialect.name == "postgresql":
                await create_in_empty(engine)
            await migrate(engine, str(name))
            await _begin_to_count(engine, counter)
            await recall(engine, ledger)
    except BaseException:
        await dispose(engine)
        raise
    return SqlStore(engine, name, counter, new_key, ledger)


async def _begin_to_count(engine: AsyncEngine, counter: Counter) -> None:
    """Give a store that has just been made or upgraded a counter, before anything counts."""
    if counter.read() is not None:
        return
    async with engine.execution_options(**{BEGIN: "DEFERRED"}).connect() as connection:
        store, number = await generation_of(connection)
    if number == 0:
        counter.put(store, 0)


class SqlStore:
    """`bot.ports.Store` on one database; made by `open_store` and `memory_store`.

    Args:
        engine: of the database.
        name: what it is called in messages; its path, if it is a file.
        counter: where its number is kept beside it.
        new_key: makes the idempotency keys of outbox rows.
        ledger: where what was forgotten is kept beside it. A store in memory has none, and its
            tables are made when they are needed first.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        name: str | Path,
        counter: Counts,
        new_key: Callable[[], str],
        ledger: Ledger | None,
    ) -> None:
        self._engine = engine
        self._ledger = ledger
        self._name = name
        self._counter = counter
        self._new_key = new_key
        self._is_in_memory = ledger is None
        self._is_made = not self._is_in_memory
        self._zones: dict[OwnerId, ZoneInfo] = {}
        """In which the days of these owners' logs are known to be reckoned."""
        # Units of this process queue here for as long as it takes; what the database waits
        # for, and gives up on, are other processes.
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def unit(self, owner: Owner) -> AsyncIterator[Unit]:
        """Open a transaction; it commits at the end of the block, or rolls back on an error.

        Units do not nest: a second one waits for the first to end.

        Raises:
            StoreUnavailableError: unwritable, locked, full, damaged. If it is the counter that
                cannot be written, what was done is kept nevertheless.
        """
        async with self._turn:
            async with self._transaction(self._engine) as connection:
                await hold(connection, owner.id)
                scope = Scope(connection, owner.id, owner.zone)
                if self._zones.get(owner.id) != owner.zone:
                    await settle_zone(scope)
                unit = SqlUnit(scope, self._new_key, Generation(connection, self._counter))
                yield unit
                grown = await unit.grown(is_wanted=self._counter.is_to_know_of_log())
            self._zones[owner.id] = owner.zone
            if grown is not None:  # once it is kept: the counter must never be ahead
                await asyncio.to_thread(self._counter.follow, *grown)
            if unit.erasures.has_forgotten and self._ledger is not None:
                await recall(self._engine, self._ledger)

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[bool]:
        """Be the only process that sends, for the length of a block; yields whether it is.

        On PostgreSQL that is an advisory lock of a connection of its own, which the server gives
        back when the connection ends.
        """
        if self._engine.dialect.name == "sqlite":
            yield True
            return
        async with self._locked("sending") as is_held:
            yield is_held

    @property
    def is_on_server(self) -> bool:
        """Whether it is a PostgreSQL database."""
        return self._engine.dialect.name != "sqlite"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Be the only process that goes rounds: by a file beside the database, or as `sending`.

        Raises:
            StoreInUseError: another process does.
            StoreUnavailableError: the file cannot be written.
        """
        if self._is_in_memory:
            yield
        elif isinstance(self._name, Path):
            with only_daemon(self._name):
                yield
        else:
            async with self._locked("running") as is_held:
                if not is_held:
                    raise in_use(self._name)
                yield

    @asynccontextmanager
    async def _locked(self, what: str) -> AsyncIterator[bool]:
        engine = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with told_plainly(self._name):
            async with engine.connect() as connection:
                number = lock_number(what)
                is_held = bool(await connection.scalar(select(func.pg_try_advisory_lock(number))))
                try:
                    yield is_held
                finally:
                    if is_held:
                        await _unlock(connection, number)

    async def is_copy(self) -> bool:
        """Whether the database is older than what was done with it.

        Raises:
            StoreUnavailableError: the file beside it cannot be read.
        """
        async with self._reading() as connection:
            return await Generation(connection, self._counter).is_copy()

    async def owners(self) -> Sequence[OwnerId]:
        """Everyone of whom something is kept, by id."""
        async with self._reading() as connection:
            found = await connection.execute(select(OWNERS.c.id).order_by(OWNERS.c.id))
            return [OwnerId(owner) for owner in found.scalars()]

    async def integrity(self) -> Sequence[Sentence]:
        """What is wrong with the store, a sentence each; empty when all is well."""
        async with self._reading() as connection:
            return await faults(connection)

    async def backup(self, path: Path) -> None:
        """Write a whole copy to a new file, also while others read and write.

        Raises:
            ImpossibleError: the file is there already, or the store needs that name, or it is a
                PostgreSQL database.
            StoreUnavailableError: it cannot be written.
        """
        if self._engine.dialect.name != "sqlite":
            raise ImpossibleError(
                marked("{store} is a PostgreSQL database: back it up with pg_dump."),
                store=str(self._name),
            )
        async with self._reading(None) as connection:
            await back_up(connection, self._name, path)

    async def traces(self, texts: Collection[str]) -> Sequence[str]:
        """The files beside the database, and the known backups of it, that hold any of these."""
        if not isinstance(self._name, Path):
            return []
        return await asyncio.to_thread(files_with, texts, self._name)

    async def scrub(self) -> None:
        """Overwrite what deleted rows have left in the files of a SQLite database.

        SQLite zeroes deleted rows, but leaves copies where it moved rows within a page, and in the
        log (https://sqlite.org/pragma.html#pragma_secure_delete, https://sqlite.org/walformat.html).

        Raises:
            StoreUnavailableError: another process is reading or writing the database.
        """
        if not isinstance(self._name, Path):
            return
        async with self._turn, self._reading(None) as connection:
            await connection.exec_driver_sql("VACUUM")
            told = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            if told.one()[0]:
                raise StoreUnavailableError(
                    marked(
                        "Another program is reading the store {name}: what was deleted is "
                        "overwritten once it has ended."
                    ),
                    name=self._name,
                )

    async def close(self) -> None:
        """Let go of the database."""
        await dispose(self._engine)

    @asynccontextmanager
    async def _reading(self, begin: str | None = "DEFERRED") -> AsyncIterator[AsyncConnection]:
        # In memory there is one connection: a unit that is open has to end first.
        turn = self._turn if self._is_in_memory else nullcontext()
        engine = self._engine.execution_options(**{BEGIN: begin})
        async with turn, self._transaction(engine) as connection:
            yield connection

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        with told_plainly(self._name):
            if not self._is_made:
                async with self._engine.begin() as connection:
                    await connection.run_sync(create)
                self._is_made = True
            async with engine.begin() as connection:
                yield connection


async def _unlock(connection: AsyncConnection, number: int) -> None:
    try:
        await connection.execute(select(func.pg_advisory_unlock(number)))
    except DBAPIError as error:
        if not error.connection_invalidated:  # a connection that was lost holds no lock
            raise


class _MemoryCounter:
    """The counter of a store in memory, which nobody puts back."""

    def __init__(self) -> None:
        self._count: Count | None = None

    def read(self) -> Count | None:
        return self._count

    def put(self, store: str, number: int) -> None:
        self._count = Count(store, number)

    def follow(self, store: str, number: int) -> None:
        self._count = Count(store, number)

    def is_to_know_of_log(self) -> bool:
        return False
