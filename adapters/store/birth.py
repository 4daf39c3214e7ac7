"""A new store, made whole beside its place, and then put there in one step."""

from __future__ import annotations

import errno
import glob
import os
import secrets
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from adapters.store.engine import engine_of
from adapters.store.failures import told_plainly, unusable
from adapters.store.migrate import migrate
from bot.errors import StoreUnavailableError

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path


_NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
_LEFT_ALONE: Final = 3600
"""Seconds; no start takes that long."""


async def make_beside(path: Path, patience: timedelta) -> None:
    """Make an empty store, unless another process was faster; a kill leaves nothing at `path`.

    Raises:
        StoreUnavailableError: it cannot be made, or what a lost store left behind lies there.
    """
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        message = (
            f"{log} belongs to a store that is not there any more: put that store back, or "
            f"delete {log} to begin anew."
        )
        raise StoreUnavailableError(message)
    _sweep(path)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        os.close(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        engine = engine_of(beside, patience)
        try:
            with told_plainly(path):
                await migrate(engine, beside)
        finally:
            await engine.dispose()
        _put(beside, path)
    except OSError as error:
        raise unusable(path, error) from error
    finally:
        for name in (beside.name, f"{beside.name}-wal", f"{beside.name}-shm"):
            beside.with_name(name).unlink(missing_ok=True)


def _put(beside: Path, path: Path) -> None:
    """Give the new store its name, unless there is one by now."""
    for place in (beside, beside.parent):
        file = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(file)
        finally:
            os.close(file)
    try:
        os.link(beside, path)
    except FileExistsError:
        return  # another process was faster
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if not path.exists():  # as sure as it gets where a file has one name only
            beside.rename(path)


def _sweep(path: Path) -> None:
    """Delete what starts that were killed have left."""
    border = time.time() - _LEFT_ALONE
    for left in path.parent.glob(f"{glob.escape(path.name)}.*.new*"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < border:
                left.unlink()
