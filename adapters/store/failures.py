"""The database's errors as `StoreError`, each with one clear sentence."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.domain.sentence import Sentence, marked, reason
from bot.errors import StoreError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_UNWRITABLE: Final = marked(
    "cannot be opened for writing: check that its directory exists and belongs to the user "
    "that runs Terrasse"
)
_DAMAGED: Final = marked(
    "is damaged or is not a database: put a backup in its place, or name another [store] url"
)
_FULL: Final = marked("cannot grow, as the disk is full: free some space; nothing stored was lost")
# Primary result codes: https://www.sqlite.org/rescode.html
_MEANING: Final = {
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_BUSY: marked(
        "is locked by another process: wait for it to end, or stop it if it hangs"
    ),
    sqlite3.SQLITE_LOCKED: marked(
        "is locked by another part of this process: try again in a moment"
    ),
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: marked(
        "cannot be read or written, says the disk: check the disk and the space left on it"
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
_PRIMARY: Final = 0xFF
_AWAY: Final = marked(
    "cannot be reached: check that its server runs, and the url and the secret under [store]"
)
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_OF_STATE: Final = {
    "28000": marked("does not let Terrasse in: check the user and the secret under [store]"),
    "28P01": marked("does not let Terrasse in: check the user and the secret under [store]"),
    "3D000": marked("does not exist on that server: make it with createdb"),
    "42501": marked("cannot be written by that user: give it the rights to its schema"),
    "53100": _FULL,
    "53300": marked("takes no more connections: try again in a moment"),
    "55P03": _MEANING[sqlite3.SQLITE_BUSY],
    "57P01": _AWAY,
    "57P03": _AWAY,
}


@contextmanager
def told_plainly(store: str | Path) -> Iterator[None]:
    """Turn the database's errors within the block into `StoreError` and its kind.

    Raises:
        StoreUnavailableError: unwritable, locked, full, damaged.
        StoreError: anything else that the database refused.
    """
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreUnavailableError(
            marked("The store {store} is busy with other work: try again in a moment."), store=store
        ) from error
    except DBAPIError as error:
        raise _plain(store, error.orig) from error
    except sqlite3.Error as error:
        raise _plain(store, error) from error


def unusable(path: Path, error: OSError) -> StoreUnavailableError:
    """The error for a path that the operating system refuses."""
    meaning = _FULL if error.errno == errno.ENOSPC else _UNWRITABLE
    return StoreUnavailableError(
        marked("{path} {meaning} ({why})."), path=path, meaning=Sentence(meaning), why=reason(error)
    )


def empty(store: str | Path) -> StoreUnavailableError:
    """The error for a file that holds nothing, or no tables.

    A copy of a new database without its write-ahead log looks like this.
    """
    return StoreUnavailableError(
        marked(
            "The store {store} is empty, as a copy that failed would be: put a backup in "
            "its place, or delete it to start with an empty one."
        ),
        store=store,
    )


def uncountable(path: Path, error: OSError) -> StoreUnavailableError:
    """The error for a counter that the operating system refuses."""
    return StoreUnavailableError(
        marked(
            "The counter {path} cannot be read or written ({why}). It shows "
            "when a store was put back from a backup: fix its permissions, or the disk. "
            "What was stored is kept."
        ),
        path=path,
        why=reason(error),
    )


def _plain(store: str | Path, error: BaseException | None) -> StoreError:
    meaning = _meaning(error)
    if meaning is not None:
        return StoreUnavailableError(
            marked("The store {store} {meaning} ({said})."),
            store=store,
            meaning=Sentence(meaning),
            said=error,
        )
    return StoreError(
        marked(
            "The store {store} refused an operation ({said}): run `terrasse doctor`, and "
            "please report it if all is well there."
        ),
        store=store,
        said=error,
    )


def _meaning(error: BaseException | None) -> str | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _MEANING.get(code & _PRIMARY)
    if isinstance(error, sqlite3.Error):
        return None
    state = getattr(error, "sqlstate", None)  # PostgreSQL's; none where there was no answer
    return _AWAY if state is None else _OF_STATE.get(state)
