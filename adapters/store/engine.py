"""The database file and the connections to it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from adapters.store.asynchronous import AsyncEngine
from adapters.store.failures import unusable
from bot.errors import ConfigError, StoreUnavailableError

if TYPE_CHECKING:
    from datetime import timedelta

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

BEGIN: Final = "terrasse_begin"
"""Execution option: how a transaction begins; `None` for what must stand outside of one."""

PRAGMAS: Final = (
    # An acknowledged row survives a power cut, and a reader never waits for the writer.
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    # What is forgotten is overwritten, not just unlinked.
    "secure_delete = ON",
    "trusted_schema = OFF",
    "cache_size = -16000",
)


def database_path(url: str) -> Path:
    """The file that a store URL names.

    Raises:
        ConfigError: not `sqlite:///PATH`.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    file = parsed.database if parsed and parsed.get_backend_name() == "sqlite" else None
    if not file or file == ":memory:" or file.startswith("file:"):
        # The URL itself may hold a password: it is not repeated.
        message = "[store] url does not name a database file: write sqlite:///PATH."
        raise ConfigError(message)
    return Path(file)


def make_folder(path: Path) -> None:
    """Make the directory of the file, for the owner's eyes only.

    Raises:
        StoreUnavailableError: it cannot be made.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unusable(path, error) from error


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
        message = f"The store {path} is no file: name another [store] url."
        raise StoreUnavailableError(message)
    if not found.st_size:
        message = (
            f"The store {path} is empty, as a copy that failed would be: put a backup in its "
            "place, or delete it to begin anew."
        )
        raise StoreUnavailableError(message)
    if stat.S_IMODE(mode) & 0o077:
        message = f"The store {path} can be read by others on this machine: run chmod 600 {path}."
        raise StoreUnavailableError(message)


def engine_of(path: Path, patience: timedelta) -> AsyncEngine:
    """The engine for a file; a lock of another process is waited for so long."""
    engine = create_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        # The driver begins no transaction by itself: `_begin` does.
        connect_args={"isolation_level": None, "timeout": patience.total_seconds()},
        # An error that is logged must not hold what somebody wrote.
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return AsyncEngine(engine)


def _set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later may find the database changed in
    # between, and no waiting helps then: the write lock is taken at once.
    mode = connection.get_execution_options().get(BEGIN, "IMMEDIATE")
    if mode is not None:
        connection.exec_driver_sql(f"BEGIN {mode}")
