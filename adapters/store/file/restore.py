"""Putting a backup in the place of the store.

The backup is copied beside the store and checked there, the present store gets a second name, and
then the copy replaces it in one step: a kill at any moment leaves one or the other, whole. The
counter and the ledger stay where they are: by them, the restored store is recognised as a copy,
and forgets again whoever was forgotten since.
"""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import sqlite3
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, Final

from adapters.store.engine import address, dispose, file_engine, file_of
from adapters.store.failures import told_plainly, unusable
from adapters.store.file.backup import name_anew
from adapters.store.file.birth import (
    NO_LINKS,
    PATIENCE,
    clear,
    held,
    put_in_place,
    refuse_leftovers,
    reserve,
)
from adapters.store.file.counter import Counter
from adapters.store.file.daemon import only_daemon
from adapters.store.file.ledger import Ledger
from adapters.store.file.wal import COMPANIONS, companion, refuse_foreign_log
from adapters.store.migrate import REVISIONS, migrate
from adapters.store.tables import FORGOTTEN, INTERACTIONS, OUTBOX, OWNERS, VERSIONS
from bot import regular_file
from bot.domain.sentence import reason
from bot.errors import ImpossibleError, StoreUnavailableError
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from pathlib import Path

_UNREADABLE: Final = marked("{file} cannot be read: {why}. Nothing was changed.")
_ITSELF: Final = marked("{file} is the store itself: name a backup of it. Nothing was changed.")
_FOREIGN: Final = marked("{file} is not a backup of Terrasse. Nothing was changed.")
_DAMAGED: Final = marked("{file} is damaged ({why}): use another backup. Nothing was changed.")
_FUTURE: Final = marked(
    "{file} was written by a later version of Terrasse: install that version, then restore it. "
    "Nothing was changed."
)
_FORGETS: Final = marked(
    "{file} is a backup of another store, and would bring back people whom you had this one "
    "forget. Name a new file as [store] url, then restore it there. Nothing was changed."
)
_RUNNING: Final = marked(
    "Terrasse is running on the store {store}: stop it, then restore again. Nothing was changed."
)
_ON_SERVER: Final = marked(
    "The store is a PostgreSQL database: restore what pg_dump wrote with pg_restore or psql."
)
PATIENCE_WITH_OTHERS: Final = 5.0
"""How many seconds other processes that work on the store are waited for."""
_HEADER: Final = b"SQLite format 3\0"
"""https://sqlite.org/fileformat.html#magic_header_string"""
_IN_ALL: Final = frozenset(table.name for table in (VERSIONS, OWNERS, INTERACTIONS, OUTBOX))
"""Tables that are in a store of any version."""
_BROKEN: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


async def restore(url: str, backup: Path) -> Path | None:
    """Put a copy of a backup in the place of the store that `url` names.

    Returns the path at which the store that was there is kept; `None` if there was none.

    Raises:
        ConfigError: the URL names no database.
        ImpossibleError: it is no backup that can be used; or the store is in use, or on a server.
        StoreUnavailableError: the store cannot be written, or other processes work on it.
    """
    path = file_of(address(url))
    if path is None:
        raise ImpossibleError(_ON_SERVER)
    _refuse(path, backup)
    unfinished = companion(path, ".unfinished")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with only_daemon(path, _running):
            # While the unfinished file is there, a process that opens the store waits for `held`.
            async with held(path.parent, path) as folder:
                clear(unfinished)
                try:
                    await asyncio.to_thread(_copy, backup, unfinished, path)
                    await _prepare(unfinished, path)
                    kept = _set_aside(path, unfinished, backup)
                    if kept is not None:
                        unfinished.replace(path)
                    elif not put_in_place(unfinished, path):
                        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
                finally:
                    clear(unfinished)
                os.fsync(folder)
    except OSError as error:
        raise unusable(path, error) from error
    return kept


def _running(path: Path, _process: int | None) -> ImpossibleError:
    return ImpossibleError(_RUNNING, store=str(path))


def _refuse(path: Path, backup: Path) -> None:
    """Refuse a file that is no database, or the store itself."""
    try:
        is_database = _is_database(backup)
        is_itself = path.exists() and path.samefile(backup)
    except OSError as error:
        raise ImpossibleError(_UNREADABLE, file=str(backup), why=reason(error)) from error
    if is_itself:
        raise ImpossibleError(_ITSELF, file=str(backup))
    if not is_database:
        raise ImpossibleError(_FOREIGN, file=str(backup))


def _is_database(path: Path) -> bool:
    return regular_file.read(path, len(_HEADER)) == _HEADER


def _copy(backup: Path, copy: Path, store: Path) -> None:
    """Copy a database, with what is in its log only, and examine the copy."""
    backup = backup.resolve()
    refuse_foreign_log(backup, Counter(backup).read())
    is_logged = any(companion(backup, suffix).exists() for suffix in COMPANIONS)
    # Without a log nobody is writing it, and it may be where nothing can be written.
    mode = "mode=ro" if is_logged else "immutable=1"
    reserve(copy)
    try:
        with (
            closing(sqlite3.connect(f"{backup.as_uri()}?{mode}", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            _examine(target, backup)
    except sqlite3.Error as error:
        if _is_broken(error):
            raise ImpossibleError(_DAMAGED, file=str(backup), why=error) from error
        with told_plainly(store):
            raise


def _examine(copy: sqlite3.Connection, backup: Path) -> None:
    """Refuse what is no store, is of a later version, or is damaged."""
    copy.execute("PRAGMA trusted_schema = OFF")
    kinds = dict(copy.execute("SELECT name, type FROM sqlite_schema"))
    if not kinds.keys() >= _IN_ALL or {"trigger", "view"} & set(kinds.values()):
        raise ImpossibleError(_FOREIGN, file=str(backup))
    for check in ("integrity_check(1)", "foreign_key_check"):
        for found in copy.execute(f"PRAGMA {check}"):
            if found != ("ok",):
                why = str(found[0])
                raise ImpossibleError(_DAMAGED, file=str(backup), why=why)
    [[revision]] = copy.execute(f"SELECT max(version_num) FROM {VERSIONS.name}")  # noqa: S608
    if revision not in REVISIONS:
        raise ImpossibleError(_FUTURE, file=str(backup))


async def _prepare(copy: Path, store: Path) -> None:
    """Bring the copy to the schema of this version, and onto the disk."""
    engine = file_engine(copy, PATIENCE)
    try:
        with told_plainly(store):
            await migrate(engine, str(store))
    finally:
        # The last connection to close moves the log into the database file.
        await dispose(engine)
    with told_plainly(store):
        name_anew(copy)
    regular_file.flush(copy)


def _set_aside(path: Path, copy: Path, backup: Path) -> Path | None:
    """Give the present store a second name, unless there is none."""
    ledger = Ledger(companion(path, ".forgotten"))
    is_there = path.exists()
    if not is_there:
        refuse_leftovers(path)
    is_whole = is_there and _fold(path, ledger)
    key, forgotten = ledger.read()
    with closing(sqlite3.connect(copy)) as database:
        own, known = _forgotten(database)
    if forgotten and known and key != own:
        raise ImpossibleError(_FORGETS, file=str(backup))
    if not is_there:
        return None
    names = (companion(path, f".replaced-{number}") for number in count(1))
    kept = next(name for name in names if not name.exists())
    try:
        kept.hardlink_to(path)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(path, kept)
    if not is_whole:
        for suffix in COMPANIONS:
            if (log := companion(path, suffix)).exists():
                log.rename(companion(kept, suffix))
    return kept


def _fold(path: Path, ledger: Ledger) -> bool:
    """Move the log of the present store into its file; false if it is damaged.

    Whoever was forgotten in it is in the ledger then.

    Raises:
        StoreUnavailableError: other processes work on it, or it cannot be written.
    """
    try:
        refuse_foreign_log(path, Counter(path).read())
    except StoreUnavailableError:
        return False
    if not _is_database(path):
        return False  # SQLite would delete its log
    with told_plainly(path):
        try:
            with closing(
                sqlite3.connect(path, isolation_level=None, timeout=PATIENCE_WITH_OTHERS)
            ) as database:
                database.execute("PRAGMA journal_mode = DELETE")
                key, forgotten = _forgotten(database)
        except sqlite3.Error as error:
            if _is_broken(error):
                return False
            raise
    beside, digests = ledger.read()
    if forgotten - digests and beside in {"", key}:
        ledger.write(key, forgotten | digests)
    return True


def _forgotten(database: sqlite3.Connection) -> tuple[str, frozenset[str]]:
    """The key of a store, and the hashes of whoever was forgotten in it."""
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_schema")}
    if FORGOTTEN.name not in tables:
        return "", frozenset()
    [[key]] = database.execute("SELECT max(key) FROM generations")
    digests = database.execute(f"SELECT digest FROM {FORGOTTEN.name}")  # noqa: S608
    return key, frozenset(digest for (digest,) in digests)


def _is_broken(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN
