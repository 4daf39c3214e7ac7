"""One daemon on a store: a lock on a file beside the database, which ends with the process.

The file stays. Its content, the process id of whoever held the lock last, serves messages only.
SQLite's own locks are on the database file, and closing any other descriptor of that file would
end them (https://sqlite.org/howtocorrupt.html, 2.2): hence a file of its own.
"""

from __future__ import annotations

import fcntl
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from adapters.store.failures import unusable
from adapters.store.file.wal import companion
from bot.domain.sentence import Sentence, marked
from bot.errors import StoreInUseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.errors import TerrasseError

_LONGEST: Final = 20
"""Bytes that are read of a process id."""


def in_use(name: str | Path, process: int | None = None) -> StoreInUseError:
    """An error that says what to do; `process` is the id of the other daemon, where it is known."""
    which = Sentence(marked(" (process {number})"), number=process) if process is not None else ""
    return StoreInUseError(
        marked(
            "Terrasse is running already{which} on the store {name}, and one is enough. "
            "To start it here instead, end the other one first. All other commands work "
            "beside it."
        ),
        which=which,
        name=name,
    )


@contextmanager
def only_daemon(
    path: Path, refused: Callable[[Path, int | None], TerrasseError] = in_use
) -> Iterator[None]:
    """Be the only daemon on the database at `path`, by whatever links it is reached.

    `refused` makes the error where another process is one already, with its id if that is known.

    Raises:
        StoreInUseError: another process is.
        StoreUnavailableError: the file beside it cannot be written.
    """
    lock = companion(path.resolve(), ".running")
    try:
        file = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
    except OSError as error:
        raise unusable(lock, error) from error
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(file, 0)
            os.pwrite(file, f"{os.getpid()}\n".encode("ascii"), 0)
        except BlockingIOError as error:
            raise refused(path, _holder(file)) from error
        except OSError as error:
            raise unusable(lock, error) from error
        yield
    finally:
        os.close(file)


def _holder(file: int) -> int | None:
    found = re.fullmatch(rb"([1-9]\d*)\n", os.pread(file, _LONGEST, 0))
    return int(found[1]) if found else None
