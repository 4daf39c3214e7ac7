"""The counter beside the database: how far the store had got when it was last seen.

One line of fixed width in `<database>.generation`: the store's name, its number, and two facts
about the write-ahead log by which a foreign one is recognised, see `adapters.store.file.wal`. It is
overwritten in place, so that a full disk does not stop it, and flushed before anybody goes on.
"""

from __future__ import annotations

import fcntl
import os
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from adapters.store.failures import uncountable
from adapters.store.file.wal import companion, log_of
from adapters.store.generation import NO_LOG, Count
from bot.regular_file import flush

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WIDTH: Final = 128
_LINE: Final = re.compile(r"(\w+) (\d{1,18}) (\d{1,18}) (-|[0-9a-f]{16}) *\n", re.ASCII)


class Counter:
    """The counter of the database at `path`. Its methods wait for the disk."""

    def __init__(self, path: Path) -> None:
        self._database = path
        self.path = companion(path, ".generation")

    def read(self) -> Count | None:
        """The count; `None` if there is no counter, or it cannot be understood.

        Raises:
            StoreUnavailableError: it is there and cannot be read.
        """
        with self._told():
            try:
                with self._opened(os.O_RDONLY) as file:
                    return _read(file)
            except FileNotFoundError:
                return None

    def is_to_know_of_log(self) -> bool:
        """Whether the counter has not recorded the present write-ahead log yet."""
        log, known = log_of(self._database), self.read()
        return log is not None and known is not None and known.log != log

    def put(self, store: str, number: int) -> None:
        """Count for this store from now on. For the same store, the number never goes down.

        Raises:
            StoreUnavailableError: it cannot be written.
        """
        with self._told():
            with self._opened(os.O_RDWR | os.O_CREAT) as file:
                found = _read(file)
                if found is not None and found.store == store:
                    number = max(number, found.number)
                # The transaction of this number may not have ended, so no log is known to hold it.
                _write(file, Count(store, number))
            flush(self.path.parent)

    def follow(self, store: str, number: int) -> None:
        """Write down which number a store has got to, by a transaction that has ended.

        It never goes down, and says nothing anew of a store that was put back: see `put`.

        Raises:
            StoreUnavailableError: it cannot be written. The transaction is kept nevertheless.
        """
        with self._told(), suppress(FileNotFoundError), self._opened(os.O_RDWR) as file:
            found = _read(file)
            if found is None or found.store != store or found.number >= number:
                return
            log = log_of(self._database) or NO_LOG
            # SQLite starts a new log only when all earlier frames are in the database file.
            is_new = found.log not in {log, NO_LOG}
            base = found.number if is_new else found.base
            _write(file, Count(store, number, base, log))

    @contextmanager
    def _opened(self, flags: int) -> Iterator[int]:
        # Whatever lies there under this name, opening it does not wait.
        file = os.open(self.path, flags | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_SH if flags == os.O_RDONLY else fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise uncountable(self.path, error) from error


def _read(file: int) -> Count | None:
    found = _LINE.fullmatch(os.pread(file, _WIDTH + 1, 0).decode("ascii", errors="replace"))
    if found is None:
        return None
    store, number, base, log = found.groups()
    return Count(store, int(number), int(base), log)


def _write(file: int, count: Count) -> None:
    line = f"{count.store} {count.number} {count.base} {count.log}"
    os.pwrite(file, f"{line:<{_WIDTH - 1}}\n".encode("ascii"), 0)
    os.ftruncate(file, _WIDTH)
    os.fsync(file)
