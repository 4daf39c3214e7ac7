"""A whole copy of the database in another file.

The copy gets a new store name (see `adapters.store.generation`). When it is put in the store's
place, it is always recognised as a copy, and a write-ahead log that is still there is refused.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.store.failures import told_plainly, unusable
from adapters.store.file.wal import companion
from bot.errors import StoreError
from bot.regular_file import flush, opened, read

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


async def back_up(connection: AsyncConnection, path: Path) -> None:
    """Copy a snapshot of the database, without free pages.

    Args:
        connection: outside of any transaction.
        path: the new file; if it cannot be written whole, it is not left there.

    Raises:
        StoreError: the file is there already.
        StoreUnavailableError: it cannot be written.
    """
    _reserve(path)
    try:
        with told_plainly(path):
            # https://sqlite.org/lang_vacuum.html: INTO an empty file is allowed.
            await connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
            await asyncio.to_thread(_name_anew, path)
        for place in (path, path.parent):
            flush(place)
    except BaseException:
        _discard(path)
        raise


def note_backup(database: str | Path, path: Path) -> None:
    """Write down beside a database where a backup of it is; not for one in memory."""
    if isinstance(database, Path):
        try:
            with open(_list(database), "a", encoding="utf-8", opener=opened) as file:
                file.write(f"{path.resolve()}\n")
        except OSError as error:
            raise unusable(_list(database), error) from error


def known_backups(database: Path) -> list[Path]:
    """Where backups of a database were written.

    Raises:
        StoreUnavailableError: the list of them cannot be read.
    """
    try:
        lines = read(_list(database)).decode().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unusable(_list(database), error) from error
    return [Path(line) for line in dict.fromkeys(lines)]


def _list(database: Path) -> Path:
    return companion(database, ".backups")


def _reserve(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError as error:
        message = f"{path} is there already: choose a new name for the backup."
        raise StoreError(message) from error
    except OSError as error:
        raise unusable(path, error) from error


def _name_anew(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy, copy:
        copy.execute("UPDATE generations SET store = lower(hex(randomblob(8)))")


def _discard(path: Path) -> None:
    path.unlink()
