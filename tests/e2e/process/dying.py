"""Processes that forget Alice and are killed before each statement, one after another.

Run with the folder of a store that knows Alice and Bruno, this prints a line of JSON for each
moment: who is there after the kill, and which of the texts given are found in the files then, once
the next process has cleaned up. Each process is a fork, so that what it imports is paid once.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import aiosqlite

from adapters.store import open_store
from bot.ports import LeftoverKind
from tests.builders import ALICE, OWNER


def main(folder: Path, texts: list[str]) -> None:
    moment, status = 0, 1
    while status:
        moment += 1
        copy = folder.with_name(f"{folder.name}.{moment}")
        shutil.copytree(folder, copy)
        status = in_fork(copy / "terrasse.db", moment)
        sys.stdout.write(f"{json.dumps(asyncio.run(found(copy, texts)))}\n")
        sys.stdout.flush()  # a fork would write it again
        shutil.rmtree(copy)


def in_fork(path: Path, moment: int) -> int:
    """How a process ended that forgets Alice: 0, or by the signal that killed it."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            asyncio.run(forgotten(path, moment))
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


async def forgotten(path: Path, moment: int) -> None:
    store = await open_store(f"sqlite:///{path}")
    die_before(moment)
    async with store.unit(OWNER) as unit:
        [alice] = [person for person in await unit.people.all() if ALICE in person.keys]
        await unit.erasures.forget(alice)
    await store.scrub()


def die_before(moment: int) -> None:
    """Kill this process before the database is asked for the nth time."""
    left = [moment]

    def counted(ask: Any) -> Any:  # noqa: ANN401 (a driver's method)
        async def asked(*args: Any, **options: Any) -> Any:  # noqa: ANN401
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return await ask(*args, **options)

        return asked

    for owner, name in (
        (aiosqlite.Cursor, "execute"),
        (aiosqlite.Cursor, "executemany"),
        (aiosqlite.Connection, "commit"),
    ):
        setattr(owner, name, counted(getattr(owner, name)))


async def found(folder: Path, texts: list[str]) -> dict[str, object]:
    store = await open_store(f"sqlite:///{folder / 'terrasse.db'}")
    async with store.unit(OWNER) as unit:
        people = sorted(person.name for person in await unit.people.all())
        rows = {table: len(some) for table, some in (await unit.rows()).items()}
        kinds = [left.kind for left in await unit.erasures.leftovers()]
        bodies = [row.draft.body for row in await unit.outbox.all()]
    if LeftoverKind.DISK in kinds:
        await store.scrub()
    faults = list(await store.integrity())
    await store.close()
    content = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    return {
        "people": people,
        "rows": rows,
        "left": kinds,
        "bodies": bodies,
        "faults": faults,
        "texts": [text for text in texts if text.encode() in content],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
