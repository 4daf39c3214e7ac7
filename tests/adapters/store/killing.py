"""Processes that open a store and are killed at every moment of it, one after another.

Run with the path of the store, which is not there, this prints a line of JSON for each moment:
whether the file was there after the kill, and how the next start ended. Each start is a fork, so
that what it takes to import is paid once.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import threading
from pathlib import Path

import alembic.command
import alembic.config  # noqa: F401 (imported before the forks)

from adapters.store import open_store
from tests.builders import ALICE, NOON, OWNER

WATCHED = {"open", "os.mkdir", "os.link", "os.remove", "fcntl.flock", "sqlite3.connect"}


def main(path: Path) -> None:
    moment, status = 0, 1
    while status:
        moment += 1
        status = in_fork(path, moment)
        found = {"killed": bool(status), "there": path.exists(), "left": names(path.parent)}
        found |= {"next": in_fork(path), "after": names(path.parent)}
        sys.stdout.write(f"{json.dumps(found)}\n")
        sys.stdout.flush()  # a fork would write it again
        shutil.rmtree(path.parent)


def in_fork(path: Path, moment: int | None = None) -> int:
    """How a process ended that opens the store: 0, 1, or by the signal that killed it."""
    child = os.fork()
    if child == 0:
        if moment is not None:
            sys.addaudithook(Killer(path.parent, moment))
        status = 1
        try:
            asyncio.run(opened(path))
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


async def opened(path: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    assert not await store.is_copy()
    async with store.unit(OWNER) as unit:
        await unit.inbox.consume(ALICE, "1", NOON)
    await store.close()


class Killer:
    """Kills the process when it touches the folder for the nth time."""

    def __init__(self, folder: Path, moment: int) -> None:
        self._folder = str(folder)
        self._left = moment
        self._lock = threading.Lock()

    def __call__(self, event: str, values: tuple[object, ...]) -> None:
        if event in WATCHED and (event == "fcntl.flock" or self._folder in str(values[0])):
            with self._lock:
                self._left -= 1
                if self._left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


if __name__ == "__main__":
    main(Path(sys.argv[1]))
