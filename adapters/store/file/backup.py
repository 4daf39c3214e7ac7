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
from typing import TYPE_CHECKING, Final

from adapters.store.failures import told_plainly, unusable
from adapters.store.file.birth import clear, held, put_in_place, reserve
from adapters.store.file.wal import OWN, companion
from bot.errors import ImpossibleError
from bot.regular_file import flush, opened, read
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

_THERE: Final = marked("{file} is there already: choose a new name for the backup.")
_OURS: Final = marked("{file} is a name that the store itself uses: choose another one.")


async def back_up(connection: AsyncConnection, database: str | Path, path: Path) -> None:
    """Copy a snapshot of the database, without free pages, and note where the copy is.

    It is written under a temporary name: a kill leaves no half copy at `path`, and the next
    attempt clears away what there is of one.

    Args:
        connection: outside of any transaction.
        database: the database's path, or its name in messages if it is in memory.
        path: the new file; if it cannot be written whole, it is not left there.

    Raises:
        ImpossibleError: the file is there already, or the store needs that name.
        StoreUnavailableError: it cannot be written.
    """
    if not path.name:  # "." or "/"
        raise ImpossibleError(_THERE, file=str(path))
    unfinished = companion(path, ".terrasse-unfinished")
    try:
        async with held(path.parent, path) as folder:
            clear(unfinished)
            _refuse_taken(database, path)
            try:
                reserve(unfinished)
                with told_plainly(path):
                    # https://sqlite.org/lang_vacuum.html: INTO an empty file is allowed.
                    await connection.exec_driver_sql("VACUUM INTO ?", (str(unfinished),))
                    await asyncio.to_thread(name_anew, unfinished)
                flush(unfinished)
                _note(database, path)
                if not put_in_place(unfinished, path):
                    raise ImpossibleError(_THERE, file=str(path))
            finally:
                clear(unfinished)
            os.fsync(folder)
    except OSError as error:
        raise unusable(path, error) from error


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


def name_anew(copy: Path) -> None:
    """Give a copy of a database a store name of its own, by which it is known as a copy."""
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute("UPDATE generations SET store = lower(hex(randomblob(8)))")


def _note(database: str | Path, path: Path) -> None:
    """Write down beside a database where a backup of it is; not for one in memory."""
    if isinstance(database, Path):
        try:
            with open(_list(database), "a", encoding="utf-8", opener=opened) as file:
                file.write(f"{path.resolve()}\n")
        except OSError as error:
            raise unusable(_list(database), error) from error


def _list(database: Path) -> Path:
    return companion(database, ".backups")


def _refuse_taken(database: str | Path, path: Path) -> None:
    if os.path.lexists(path):
        raise ImpossibleError(_THERE, file=str(path))
    if isinstance(database, Path) and path.resolve() in {
        companion(database, suffix) for suffix in (*OWN, ".unfinished")
    }:
        raise ImpossibleError(_OURS, file=str(path))
