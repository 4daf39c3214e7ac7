"""Regular files: opened without ever blocking on a pipe, flushed to the disk, and replaced."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_MODE: Final = 0o600
_DONE_BY: Final = 60.0
"""Seconds by which whoever writes a file has put it in its place, or was killed."""


class NotRegularError(OSError):
    """A named pipe, a socket or a device."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EINVAL, "it is not a regular file", path)


def opened(path: str | os.PathLike[str], flags: int = os.O_RDONLY) -> int:
    """Open a regular file, as the `opener` of `open` does; a new one is its owner's alone.

    Opening a named pipe would wait for whoever is at its other end, and reading a device may
    never end.

    Raises:
        NotRegularError: it is a pipe, a socket or a device.
        OSError: it is a directory, or cannot be opened.
    """
    handle = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, _MODE)
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return handle
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    raise NotRegularError(os.fspath(path))


def read(path: Path, most: int = -1) -> bytes:
    """At most so many bytes of a regular file; all of them if `most` is negative.

    Raises:
        NotRegularError: it is a pipe, a socket or a device.
        OSError: it is a directory, or cannot be opened or read.
    """
    with open(path, "rb", opener=opened) as file:
        return file.read(most)


def write(path: Path, content: bytes, *, must_be_new: bool = False) -> None:
    """Write a whole file, down to the disk; another one that is there is overwritten.

    Raises:
        FileExistsError: there is one, and the file `must_be_new`.
        NotRegularError: it is a pipe, a socket or a device.
        OSError: it is a directory, or cannot be written.
    """
    with open(path, "xb" if must_be_new else "wb", opener=opened) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def flush(path: Path) -> None:
    """Have the disk keep what a file holds, or which files a folder holds.

    Raises:
        OSError: it cannot be opened, or the disk refuses.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unfinished(path: Path) -> Path:
    """A name beside a file for what is to replace it, which nothing has.

    What processes that were killed left under such names is deleted.
    """
    clear_up(path)
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")


def clear_up(path: Path) -> None:
    """Delete what processes that were killed left beside a file as they were to replace it."""
    with suppress(OSError):  # where it cannot be deleted, it stays: nothing reads it
        for left in left_beside(path, at_least=_DONE_BY):
            left.unlink(missing_ok=True)


def delete(path: Path) -> None:
    """Delete a file, if it is there, and whatever was to replace it.

    Raises:
        OSError: it cannot be deleted.
    """
    for found in (path, *left_beside(path)):
        found.unlink(missing_ok=True)


def left_beside(path: Path, *, at_least: float = 0.0) -> list[Path]:
    """What was to replace a file and did not, since so many seconds; only files of our own user.

    Raises:
        OSError: the folder cannot be read.
    """
    name = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}\.new")
    there = path.parent.iterdir() if path.parent.is_dir() else ()
    until = time.time() - at_least
    return [entry for entry in there if name.fullmatch(entry.name) and _is_ours(entry, until)]


def _is_ours(path: Path, until: float) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:  # it was put in its place meanwhile
        return False
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and found.st_mtime <= until
