"""Processes that bring a store up to date: killed halfway, and several at once."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from adapters.store import open_store
from tests.adapters.store.test_migrations import load, tables
from tests.builders import OWNER, interaction
from tests.e2e.process.test_signals import ROOT

if TYPE_CHECKING:
    from pathlib import Path

OPEN = (
    "import asyncio, sys\n"
    "from adapters.store import open_store\n"
    "async def main():\n"
    "    await (await open_store(sys.argv[1])).close()\n"
    "asyncio.run(main())\n"
)
DIE_HALFWAY = (
    "import asyncio, os, signal, sys\n"
    "from alembic import op\n"
    "from adapters.store import open_store\n"
    "steps = []\n"
    "def counted(step):\n"
    "    def take(name, *parts, **options):\n"
    "        steps.append(name)\n"
    "        if len(steps) == 3:\n"
    "            os.kill(os.getpid(), signal.SIGKILL)\n"
    "        return step(name, *parts, **options)\n"
    "    return take\n"
    "op.create_table, op.add_column = counted(op.create_table), counted(op.add_column)\n"
    "asyncio.run(open_store(sys.argv[1]))\n"
)


async def run(script: str, url: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-c", script, url, cwd=ROOT
    )
    return await process.wait()


@pytest.mark.parametrize("revision", ["0001", "0002"])
async def test_a_kill_in_the_middle_leaves_the_old_schema_whole(
    url: str, path: Path, revision: str
) -> None:
    load(revision, path)
    before = tables(path)

    assert await run(DIE_HALFWAY, url) == -signal.SIGKILL

    assert before == tables(path)

    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        await unit.log.record([interaction()])

    assert await store.integrity() == []

    await store.close()


@pytest.mark.parametrize("revision", [None, "0001", "0002"])
async def test_processes_that_migrate_at_once_all_end_well(
    url: str, path: Path, revision: str | None
) -> None:
    if revision is not None:
        load(revision, path)

    assert await asyncio.gather(*(run(OPEN, url) for _ in range(6))) == [0] * 6

    store = await open_store(url)

    assert await store.integrity() == []

    await store.close()
