"""Creating a store: complete under a temporary name, then linked to its own in one step."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.store.engine import dispose, file_engine
from adapters.store.failures import told_plainly, unusable
from adapters.store.file.wal import COMPANIONS, companion
from adapters.store.generation import generation_of
from adapters.store.migrate import create
from bot.domain.sentence import all_of, marked
from bot.errors import StoreUnavailableError
from bot.regular_file import flush

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from adapters.store.file.counter import Counter

PATIENCE: Final = timedelta(minutes=1)
"""How long another process may take to make the store."""
_LOOK_EVERY: Final = 0.05
NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
"""Errors of a file system that has no hard links."""


async def make_beside(path: Path, counter: Counter) -> None:
    """Make an empty store at `path`, unless one is there by now.

    A kill at any moment leaves no file at `path`, and the next start clears away what there is of
    one. Of several processes, one makes the store. A file that somebody else puts there meanwhile
    is never replaced.

    Raises:
        StoreUnavailableError: it cannot be written, or what belongs to another one is there still.
    """
    unfinished = companion(path, ".unfinished")
    try:
        if _is_there(path) and not _is_there(unfinished):
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        async with held(path.parent, path) as folder:
            clear(unfinished)
            if _is_there(path):
                return
            refuse_leftovers(path)
            try:
                counter.put(await _make(unfinished, path), 0)
                # Where somebody else put a file there meanwhile, that is the store.
                put_in_place(unfinished, path)
            finally:
                clear(unfinished)
            os.fsync(folder)
    except OSError as error:
        raise unusable(path, error) from error


def _is_there(path: Path) -> bool:
    return path.exists()


@asynccontextmanager
async def held(folder: Path, path: Path) -> AsyncIterator[int]:
    """Lock the folder against other processes that make `path` in it; yields its descriptor.

    Raises:
        StoreUnavailableError: another one has been at it for a minute.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + PATIENCE.total_seconds()
        while not _try_to_hold(descriptor):
            if time.monotonic() > deadline:
                raise StoreUnavailableError(
                    marked(
                        "Another process has been making {path} for a minute: wait for it to end, "
                        "or stop it if it hangs."
                    ),
                    path=path,
                )
            await asyncio.sleep(_LOOK_EVERY)
        yield descriptor
    finally:
        os.close(descriptor)


def _try_to_hold(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def refuse_leftovers(path: Path) -> None:
    """Refuse to start where files remain that SQLite would apply to the new store."""
    left = [file for suffix in COMPANIONS if (file := companion(path, suffix)).exists()]
    if left:
        names = all_of(*map(str, left))
        raise StoreUnavailableError(
            marked(
                "{names} belongs to a store that is not there any more: put that store back, "
                "or delete {names} to start over or to put a backup in its place."
            ),
            names=names,
        )


async def _make(unfinished: Path, path: Path) -> str:
    """Make a whole store in one file, on the disk; returns its name."""
    reserve(unfinished)
    engine = file_engine(unfinished, PATIENCE)
    try:
        with told_plainly(path):
            async with engine.begin() as connection:
                await connection.run_sync(create)
                store, _ = await generation_of(connection)
    finally:
        # The last connection to close moves the log into the database file.
        await dispose(engine)
    flush(unfinished)
    return store


def reserve(path: Path) -> None:
    """Make an empty file that only its owner may read: SQLite keeps its mode."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def put_in_place(unfinished: Path, path: Path) -> bool:
    """Give a finished file its name; false if there is a file of that name by now."""
    try:
        path.hardlink_to(unfinished)  # unlike a rename, a link never replaces a file
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        if path.exists():  # not atomic, but there are no hard links here
            return False
        unfinished.rename(path)
    return True


def clear(unfinished: Path) -> None:
    """Delete an unfinished database, with what SQLite keeps beside it."""
    for suffix in ("", *COMPANIONS):
        companion(unfinished, suffix).unlink(missing_ok=True)
