"""Regular files: opened without ever blocking on a pipe, and flushed to the disk."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_MODE: Final = 0o600


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
