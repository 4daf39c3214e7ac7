"""Whatever is killed at any moment of its work is done whole, or not at all."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from adapters.store import open_store
from bot.domain.people.identity import person_id
from tests.adapters.store.test_backup import back_up, fill
from tests.adapters.store.test_counter import is_copy, opened
from tests.builders import ALICE, BRUNO, NOON, OWNER, account, draft, interaction
from tests.e2e.process.test_signals import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def moments(program: str, *words: str | Path) -> list[dict[str, Any]]:
    """What `killing` or `dying` found after each kill."""
    process = subprocess.run(
        [sys.executable, "-m", f"tests.e2e.process.{program}", *words],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [json.loads(line) for line in process.stdout.splitlines()]


def test_a_restore_that_is_killed_leaves_the_one_or_the_other(url: str, path: Path) -> None:
    async def prepare() -> None:
        await fill(url, 2)
        await back_up(url, path.with_name("copy"))
        await fill(url, 3, first=2)

    asyncio.run(prepare())

    found = moments("killing", path, "restore", "copy")

    assert len(found) > 20
    assert {2, 5} == {moment["seen"][0] for moment in found}
    for moment in found:
        assert moment["seen"][1] is True
        assert 0 == moment["next"], moment
        assert "terrasse.db.unfinished" not in moment["after"]


def test_a_backup_that_is_killed_leaves_a_whole_one_or_none(url: str, path: Path) -> None:
    asyncio.run(fill(url, 2))

    found = moments("killing", path, "backup", "copy")

    assert len(found) > 10
    assert any("copy.terrasse-unfinished" in moment["left"] for moment in found)
    for moment in found:
        assert [2, True] == moment["seen"]
        assert 0 == moment["next"], moment
        assert "copy" in moment["after"]
        assert "copy.terrasse-unfinished" not in moment["after"]


def test_a_first_start_that_is_killed_leaves_no_store(path: Path) -> None:
    found = moments("killing", path)

    whole = {path.name, f"{path.name}.generation"}
    assert len(found) > 10
    assert any(moment["killed"] and not moment["there"] for moment in found)
    assert any(f"{path.name}.unfinished" in moment["left"] for moment in found)
    for moment in found:
        assert 0 == moment["next"]
        assert whole == set(moment["after"])


def test_a_killed_process_has_forgotten_all_or_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    asyncio.run(_made(folder))
    texts = ["alice@village.example", "Alice Martin", "quince"]

    found = moments("dying", folder, *texts)

    whole, none = found[0], found[-1]
    assert ["Alice Martin", "Bruno"] == whole["people"]
    assert texts == whole["texts"]
    assert (["Bruno"], []) == (none["people"], none["texts"])
    assert {1} == {none["rows"][table] for table in ("accounts", "interactions", "tallies")}
    is_over = [moment["people"] == none["people"] for moment in found]
    assert sorted(is_over) == is_over
    assert {True, False} == set(is_over)
    for moment in found:
        expected = none if moment["people"] == none["people"] else whole
        for what in ("rows", "bodies", "texts"):
            assert expected[what] == moment[what]
        assert [] == moment["faults"]


async def _made(folder: Path) -> None:
    store = await open_store(f"sqlite:///{folder / 'terrasse.db'}")
    async with store.unit(OWNER) as unit:
        await unit.people.save([account(), account(BRUNO, display_name="Bruno")], NOON)
        await unit.log.record(
            [
                interaction(text="quince"),
                interaction(by=BRUNO, uri="https://village.example/2", text="compost"),
            ]
        )
        alice = person_id(ALICE)
        await unit.outbox.put([draft(body="Alice Martin", names=(alice,))], NOON)
    await store.close()


DIE_AT_ANY_TIME = """
import asyncio, os, random, signal, sys, threading, time
from adapters.store import open_store
from tests.builders import ALICE, NOON, OWNER, interaction
async def main(url, seconds):
    store = await open_store(url)
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
    for number in range(10**6):
        assert not await store.is_copy()
        async with store.unit(OWNER) as unit:
            await unit.log.record([interaction(uri=f"{seconds}-{number}", text="word " * 400)])
            if number % 3 == 0:
                await unit.inbox.consume(ALICE, f"{seconds}-{number}", NOON)
for seconds in map(float, sys.argv[2:]):
    child = os.fork()
    if child == 0:
        asyncio.run(main(sys.argv[1], seconds))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


async def test_kills_at_any_time_make_no_restore(url: str) -> None:
    lives = [f"{0.05 + 0.037 * number:.3f}" for number in range(12)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DIE_AT_ANY_TIME, url, *lives, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()

    assert [str(-signal.SIGKILL)] * len(lives) == told.decode().split()
    assert not await is_copy(url)
    async with opened(url) as store:
        assert await store.integrity() == []
