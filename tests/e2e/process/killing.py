"""Processes that make a store, a backup or a restored store, and are killed at every moment of it.

Run with the path of the store and with what to do (`open`, where it is not there; `backup` or
`restore`, with the path of the backup), this prints a line of JSON for each moment: what is there
after the kill, and how the next attempt ended. Each attempt is a fork, so that what it takes to
import is paid once.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import alembic.command
import alembic.config  # noqa: F401 (imported before the forks)

from adapters.store import open_store, restore
from bot.errors import ImpossibleError
from tests.builders import ALICE, NOON, OWNER

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

WATCHED = {
    *("open", "os.mkdir", "os.link", "os.rename", "os.remove", "fcntl.flock", "sqlite3.connect")
}


def main(path: Path, what: str = "open", backup: str = "") -> None:
    before = path.parent.with_name("before")
    if path.exists():
        path.parent.rename(before)
    moment, status = 0, 1
    while status:
        moment += 1
        if before.exists():
            shutil.copytree(before, path.parent)
        status = in_fork(path, what, backup, moment)
        found = {"killed": bool(status), "there": path.exists(), "left": names(path.parent)}
        found["seen"] = seen(path) if before.exists() else None
        found |= {"next": in_fork(path, what, backup), "after": names(path.parent)}
        sys.stdout.write(f"{json.dumps(found)}\n")
        sys.stdout.flush()  # a fork would write it again
        shutil.rmtree(path.parent)


def in_fork(path: Path, what: str, backup: str, moment: int | None = None) -> int:
    """How a process ended that does it: 0, 1, or by the signal that killed it."""
    child = os.fork()
    if child == 0:
        if moment is not None:
            sys.addaudithook(Killer(path.parent, moment))
        status = 1
        try:
            asyncio.run(WORK[what](path, path.parent / backup))
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def seen(path: Path) -> list[int | bool]:
    """The rows that SQLite finds in the store as it was left, and whether it is whole."""
    copy = path.parent.with_name("looked")
    shutil.copytree(path.parent, copy)
    with closing(sqlite3.connect(copy / path.name)) as database:
        [[rows]] = database.execute("SELECT count(*) FROM interactions")
        [[told]] = database.execute("PRAGMA integrity_check")
    shutil.rmtree(copy)
    return [rows, told == "ok"]


async def backed_up(path: Path, backup: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    try:
        await store.backup(backup)
    except ImpossibleError:
        assert seen(backup)[1]
    await store.close()


async def restored(path: Path, backup: Path) -> None:
    await restore(f"sqlite:///{path}", backup)
    store = await open_store(f"sqlite:///{path}")
    assert await store.is_copy()
    await store.close()


async def opened(path: Path, _backup: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    assert not await store.is_copy()
    async with store.unit(OWNER) as unit:
        await unit.inbox.consume(ALICE, "1", NOON)
    await store.close()


WORK: dict[str, Callable[[Path, Path], Coroutine[Any, Any, None]]] = {
    "open": opened,
    "backup": backed_up,
    "restore": restored,
}


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
    main(Path(sys.argv[1]), *sys.argv[2:])
