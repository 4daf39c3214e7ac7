"""The write-ahead log beside the database: does it belong to that database?

SQLite ties the frames of a log to the log's header, by two salts, but nothing ties the log to the
database file (https://sqlite.org/walformat.html): where a backup is copied over a database whose
log was left by a process that was killed, the pages of that log are laid over those of the backup.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from bot.domain.sentence import marked
from bot.errors import StoreUnavailableError

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.store.generation import Count

COMPANIONS: Final = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database."""
OWN: Final = (*COMPANIONS, ".generation", ".forgotten", ".running", ".backups", ".health", ".web")
"""What SQLite and Terrasse keep beside a database."""
_SALTS: Final = slice(16, 24)


def companion(path: Path, suffix: str) -> Path:
    """The file of that name beside a database."""
    return path.with_name(f"{path.name}{suffix}")


def files_of(path: Path) -> list[Path]:
    """The database, and what SQLite and Terrasse have put beside it, replaced stores too."""
    suffixes = "|".join(map(re.escape, OWN))
    ours = re.compile(
        rf"{re.escape(path.name)}(?:\.unfinished|\.replaced-[0-9]+)?(?:{suffixes})?(?:\.new)?"
    )
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    return sorted(file for file in beside if ours.fullmatch(file.name) and file.is_file())


def log_of(path: Path) -> str | None:
    """The salts of the log in use, hexadecimal; `None` where there is none, or it is empty.

    SQLite makes new ones when it begins the log anew, and does so only once all that the log held
    is in the database file.
    """
    try:
        with companion(path, "-wal").open("rb") as log:
            return log.read(_SALTS.stop)[_SALTS].hex() or None
    except FileNotFoundError:
        return None


def refuse_foreign_log(path: Path, kept: Count | None) -> None:
    """Refuse a database that was put in the place of another, whose log is still there.

    It is told by what the counter says of that very log: which store wrote it, and the number that
    the database file itself must have reached. Call this before SQLite opens the database, which
    would apply the log.

    Raises:
        StoreUnavailableError: the log belongs to another state of the store, or to another store.
    """
    if kept is None or log_of(path) != kept.log:
        return
    try:
        store, number = _without_log(path)
    except sqlite3.DatabaseError:
        return  # damaged, or half written by a process that was killed: SQLite mends it, or says so
    if number < kept.base or store not in {None, kept.store}:
        log, index = companion(path, "-wal"), companion(path, "-shm")
        raise StoreUnavailableError(
            marked(
                "The store {path} was put back, but {name} beside it belongs to the one that "
                "was there before: delete {log} and {index}, and start again."
            ),
            path=path,
            name=log.name,
            log=log,
            index=index,
        )


def _without_log(path: Path) -> tuple[str | None, int]:
    """The store's name and number in the database file, without its log."""
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as database:
        is_there = "SELECT 1 FROM sqlite_schema WHERE name = 'generations'"
        rows = []
        if database.execute(is_there).fetchone() is not None:
            rows = database.execute("SELECT store, number FROM generations").fetchall()
        return rows[0] if rows else (None, 0)
