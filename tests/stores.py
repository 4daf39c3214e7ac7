"""Stores for tests: in memory, where they can be copied and put back; or without a thread."""

from __future__ import annotations

import asyncio
import copy
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import aiosqlite

from adapters.store import SqlStore, memory_store
from adapters.store import store as store_module
from adapters.store.engine import file_engine, memory_engine
from adapters.store.store import new_idem_key

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import pytest
    from sqlalchemy.ext.asyncio import AsyncEngine


class InPlace(aiosqlite.Connection):
    """A connection that does its work in place, without a thread: for tests where nothing waits.

    Handing each of a test's ten thousand statements to a thread and back takes most of its time.
    """

    def __init__(self, database: str, **options: Any) -> None:  # noqa: ANN401 (what SQLite takes)
        super().__init__(lambda: sqlite3.connect(database, **options), 64)

    async def _connect(self) -> InPlace:
        self._connection = self._connector()
        return self

    def __await__(self) -> Generator[Any, None, aiosqlite.Connection]:
        return self._connect().__await__()

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return fn(*args, **kwargs)

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        self._conn.close()

    def __del__(self) -> None:
        """Nothing is left open: `sqlite3` closes what nobody uses."""


class _InMemory(InPlace):
    """A connection to a database of its own in memory, with this content."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__(":memory:", isolation_level=None)
        self._content = content

    async def _connect(self) -> InPlace:
        await super()._connect()
        if self._content:
            self._conn.deserialize(self._content)
        return self


@cache
def _template() -> bytes:
    """An empty store, made as any other is."""

    async def made() -> bytes:
        store = memory_store(connect=_InMemory)
        await store.owners()
        async with store._engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            return bytes(driver._conn.serialize())

    with ThreadPoolExecutor(1) as aside:  # in whose thread no event loop runs
        return aside.submit(asyncio.run, made()).result()


def in_memory(new_key: Callable[[], str] = new_idem_key) -> SqlStore:
    """A new store, which need not be closed."""
    store = memory_store(new_key, lambda: _InMemory(_template()))
    store._is_made = True
    _share(store._engine)
    return store


def work_in_place(patch: pytest.MonkeyPatch) -> None:
    """Have stores on files go without a thread: for tests in which no store waits for another."""
    patch.setattr(aiosqlite, "connect", InPlace)
    compile_once(patch)


def compile_once(patch: pytest.MonkeyPatch) -> None:
    """Have statements compiled once for all stores on files too."""
    patch.setattr(store_module, "file_engine", lambda *given: _share(file_engine(*given)))


def _share(engine: AsyncEngine) -> AsyncEngine:
    sync: Any = engine.sync_engine
    sync.dialect = sync.pool._dialect = _SHARED.dialect
    sync._compiled_cache = _SHARED._compiled_cache
    return engine


_SHARED: Final[Any] = memory_engine().sync_engine


async def copied(store: SqlStore) -> SqlStore:
    """A store of its own with all that is in this one now."""
    twin = in_memory()
    async with store._engine.connect() as source, twin._engine.connect() as target:
        drivers: list[Any] = [
            (await connection.get_raw_connection()).driver_connection
            for connection in (source, target)
        ]
        await drivers[0].backup(drivers[1])
    twin._counter = copy.copy(store._counter)
    return twin


async def changes(store: SqlStore) -> int:
    """How many rows were ever inserted, updated or deleted."""
    async with store._engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        return int(driver.total_changes)


def put_back(store: SqlStore) -> None:
    """Have what is counted beside the store tell that it is an older copy."""
    store._counter.put("another", 1)
