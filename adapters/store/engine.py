"""Connections to the database that a URL names."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import StaticPool

from adapters.store.failures import empty, unusable
from bot.domain.sentence import marked
from bot.errors import ConfigError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import timedelta

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
    from sqlalchemy.ext.asyncio import AsyncEngine
    from sqlalchemy.pool import ConnectionPoolEntry

BEGIN: Final = "terrasse_begin"
"""Execution option: how a transaction begins on SQLite; `None` for what stands outside of one."""

TALKED: Final = "terrasse_talked"
"""In the `info` of a connection: how many of its statements may have changed what was talked."""
_OF_TALK: Final = frozenset({"tallies", "exchanges", "owners"})
"""Tallies, exchanges, and the only table whose rows take some of theirs with them."""

_SWITCHING: Final = 2.0
"""Seconds that another connection may take to begin a write-ahead log."""

PRAGMAS: Final = (
    # With the write-ahead log, an acknowledged row survives a power cut.
    "synchronous = FULL",
    "foreign_keys = ON",
    # What is forgotten is overwritten, not just unlinked.
    "secure_delete = ON",
    "trusted_schema = OFF",
    "cache_size = -16000",
)


def address(url: str) -> URL:
    """The address of the database that `[store] url` names.

    Raises:
        ConfigError: it names neither a SQLite file nor a PostgreSQL database, or holds a password.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = URL.create("none")
    if parsed.password is not None:
        raise ConfigError(
            marked(
                "[store] url holds a password, which would stand in logs and backups: put it "
                "into a file that only you can read, and name that as secret under [store]."
            )
        )
    if parsed.drivername == "postgresql":
        return parsed
    file = parsed.database if parsed.drivername == "sqlite" else None
    if not file or file == ":memory:" or file.startswith("file:"):
        # The URL itself may hold a password: it is not repeated.
        raise ConfigError(
            marked(
                "[store] url names no database: write sqlite:///PATH, or "
                "postgresql://HOST/DATABASE."
            )
        )
    # SQLite follows links too, and keeps what belongs to a database beside the file itself.
    return parsed.set(database=os.path.realpath(file))


def file_of(database: URL) -> Path | None:
    """The SQLite file at an address; `None` for a PostgreSQL database."""
    if database.drivername == "postgresql" or database.database is None:
        return None
    return Path(database.database)


def folder_of(url: str, folder: Path | None = None) -> Path:
    """Where to keep what lies beside the database: sessions, meetings, the counter.

    Args:
        url: the database's.
        folder: as the config file says; a SQLite file's own folder where it does not.

    Raises:
        ConfigError: as `address`; or the database is no file, and no folder is named.
    """
    file = file_of(address(url))
    if folder is not None:
        return folder
    if file is None:
        raise ConfigError(
            marked(
                "[store] url names a PostgreSQL database: say with folder under [store] "
                "where Terrasse may keep its files."
            )
        )
    return file.parent


def beside(url: str, suffix: str, folder: Path | None = None) -> Path:
    """The path of a file beside the database, or in `folder` if that is on a server.

    Raises:
        ConfigError: as `folder_of`.
    """
    file = file_of(address(url)) or folder_of(url, folder) / "terrasse.postgresql"
    return file.with_name(f"{file.name}{suffix}")


def make_sure_private(path: Path) -> None:
    """See that the file holds something, and can be opened by its owner alone.

    SQLite gives the write-ahead log the mode of the database.

    Raises:
        StoreUnavailableError: it cannot be opened, it is empty, or others may read it.
    """
    try:
        file = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            found = os.fstat(file)
        finally:
            os.close(file)
    except OSError as error:
        raise unusable(path, error) from error
    mode = found.st_mode
    if not stat.S_ISREG(mode):
        raise StoreUnavailableError(
            marked("The store {path} is not a file: name another [store] url."), path=path
        )
    if not found.st_size:
        raise empty(path)
    if stat.S_IMODE(mode) & 0o077:
        raise StoreUnavailableError(
            marked("The store {path} can be read by others on this machine: run chmod 600 {path}."),
            path=path,
        )


def file_engine(path: Path, patience: timedelta) -> AsyncEngine:
    """The engine for a SQLite file; a lock of another process is waited for so long."""
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        # The driver begins no transaction by itself: `_begin` does.
        connect_args={"isolation_level": None, "timeout": patience.total_seconds()},
        # Another connection knows nothing of what this one saw: see `SqlUnit.revision`.
        pool_use_lifo=True,
        # An error that is logged must not hold what somebody wrote.
        hide_parameters=True,
    )
    return _listening(engine)


def memory_engine(connect: Callable[[], Awaitable[object]] | None = None) -> AsyncEngine:
    """The engine for a SQLite database of its own, in memory: it has one connection.

    `connect` makes that, in place of aiosqlite; it must not begin transactions by itself.
    """
    options: dict[str, Any] = {"connect_args": {"isolation_level": None}}
    if connect is not None:
        options = {"async_creator": connect}
    engine = create_async_engine(
        "sqlite+aiosqlite://", poolclass=StaticPool, hide_parameters=True, **options
    )
    return _listening(engine)


def server_engine(database: URL, password: str | None, patience: timedelta) -> AsyncEngine:
    """The engine for a PostgreSQL database; a lock of another process is waited for so long.

    Raises:
        ConfigError: the driver is not installed.
    """
    try:
        return create_async_engine(
            database.set(drivername="postgresql+psycopg", password=password),
            connect_args={"options": f"-c lock_timeout={round(patience.total_seconds() * 1000)}"},
            hide_parameters=True,
        )
    except ImportError as error:
        raise ConfigError(
            marked(
                "[store] url names a PostgreSQL database, whose driver is not installed: "
                "install terrasse[postgres]."
            )
        ) from error


async def dispose(engine: AsyncEngine) -> None:
    """Close the connections of an engine; whoever cancels this waits until they are closed."""
    closing = asyncio.ensure_future(engine.dispose())
    try:
        await asyncio.shield(closing)
    except asyncio.CancelledError:
        await closing
        raise


def _listening(engine: AsyncEngine) -> AsyncEngine:
    event.listen(engine.sync_engine, "connect", _set_up)
    event.listen(engine.sync_engine, "begin", _begin)
    event.listen(engine.sync_engine, "before_cursor_execute", _note)
    return engine


def _set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    _write_ahead(cursor)
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: DBAPICursor | sqlite3.Cursor) -> None:
    """Have the database keep a write-ahead log, by which no reader waits for the writer.

    While another connection has it begin with one, SQLite does not wait, as it does for other
    locks: it says at once that the database is locked.
    """
    until = time.monotonic() + _SWITCHING
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later may find the database changed in
    # between, and no waiting helps then: the write lock is taken at once.
    mode = connection.get_execution_options().get(BEGIN, "IMMEDIATE")
    if mode is not None:
        connection.exec_driver_sql(f"BEGIN {mode}")


def _note(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
    if not statement.startswith("SELECT") and not _OF_TALK.isdisjoint(statement.split()):
        connection.info[TALKED] = connection.info.get(TALKED, 0) + 1
