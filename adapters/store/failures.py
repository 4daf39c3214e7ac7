"""What the database says when it cannot, put into one clear sentence: the only place."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import StoreError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_UNWRITABLE: Final = (
    "cannot be opened for writing: check that its directory exists and belongs to the user "
    "that runs Terrasse"
)
_DAMAGED: Final = (
    "is damaged or is no database: put a backup in its place, or name another [store] url"
)
_FULL: Final = "cannot grow, as the disk is full: free some space; nothing stored was lost"
# Primary result codes: https://www.sqlite.org/rescode.html
_MEANING: Final = {
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_BUSY: (
        "is locked by another process: wait for it to end, or stop it if it hangs"
    ),
    sqlite3.SQLITE_LOCKED: ("is locked by another part of this process: try again in a moment"),
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: (
        "cannot be read or written, says the disk: check the disk and the space left on it"
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
_PRIMARY: Final = 0xFF


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn the database's errors within the block into `StoreError` and its kind.

    Raises:
        StoreUnavailableError: unwritable, locked, full, damaged.
        StoreError: anything else that the database refused.
    """
    try:
        yield
    except PoolTimeoutError as error:
        message = f"The store {path} is busy with other work: try again in a moment."
        raise StoreUnavailableError(message) from error
    except DBAPIError as error:
        raise _plain(path, error.orig) from error
    except sqlite3.Error as error:
        raise _plain(path, error) from error


def unusable(path: Path, error: OSError) -> StoreUnavailableError:
    """The error for a path that the operating system refuses."""
    meaning = _FULL if error.errno == errno.ENOSPC else _UNWRITABLE
    return StoreUnavailableError(f"The store {path} {meaning} ({error.strerror}).")


def empty(path: Path) -> StoreUnavailableError:
    """The error for a file that holds nothing, or no tables.

    So looks a copy of a young database whose log was left behind.
    """
    message = (
        f"The store {path} is empty, as a copy that failed would be: put a backup in its place, or "
        "delete it to begin anew."
    )
    return StoreUnavailableError(message)


def uncountable(path: Path, error: OSError) -> StoreUnavailableError:
    """The error for a counter that the operating system refuses."""
    message = (
        f"The counter {path} cannot be read or written ({error.strerror}). By it, a store that was "
        "put back from a backup is recognised: mend its permissions, or the disk. What was stored "
        "is kept."
    )
    return StoreUnavailableError(message)


def _plain(path: Path, error: BaseException | None) -> StoreError:
    code = getattr(error, "sqlite_errorcode", None)
    meaning = None if code is None else _MEANING.get(code & _PRIMARY)
    if meaning is not None:
        return StoreUnavailableError(f"The store {path} {meaning} ({error}).")
    message = (
        f"The store {path} refused an operation ({error}): run `terrasse doctor`, and please "
        "report it if all is well there."
    )
    return StoreError(message)
