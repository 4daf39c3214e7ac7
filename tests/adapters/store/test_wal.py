"""A log that a killed process left is applied to its own database only."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from adapters.store import open_store
from bot.errors import StoreUnavailableError
from tests.adapters.store.test_counter import is_copy, obey
from tests.builders import ALICE, NOON, OWNER, interaction
from tests.stores import back_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adapters.store import SqlStore

MUCH = "word " * 4_000


async def killed_after(url: str, path: Path, *, work: int, logged: int, copy: Path) -> None:
    """Leave database and log as a kill does: after some work, and some more that is logged only.

    `copy` becomes a plain copy of the database file, from between the two.
    """
    store = await open_store(url)
    await _work(store, "before", work)
    async with store._engine.execution_options(terrasse_begin=None).connect() as connection:
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path, copy)
    await _work(store, "after", logged)
    saved = {
        file: file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm")
    }
    await store.close()
    for file, content in saved.items():
        file.write_bytes(content)


async def _work(store: SqlStore, name: str, times: int) -> None:
    for number in range(times):
        async with store.unit(OWNER) as unit:
            await unit.log.record([interaction(uri=f"{name}-{number}", text=MUCH)])
            await unit.inbox.consume(ALICE, f"{name}-{number}", NOON)


async def test_sqlite_lays_any_log_over_any_database(url: str, path: Path) -> None:
    """The danger: https://sqlite.org/howtocorrupt.html, 1.4."""
    copy = path.with_name("copy")
    await obey(url, "1")
    shutil.copy(path, copy)
    await killed_after(url, path, work=20, logged=3, copy=path.with_name("later"))
    shutil.copy(copy, path)

    with closing(sqlite3.connect(path)) as database:
        (told, *_) = database.execute("PRAGMA integrity_check").fetchone()

    assert told != "ok"


@pytest.mark.parametrize("how", ["plain copy", "backup"])
async def test_an_older_copy_beside_the_log_of_the_store_is_refused(
    url: str, path: Path, how: str
) -> None:
    copy = path.with_name("copy")
    await obey(url, "1")
    if how == "plain copy":
        shutil.copy(path, copy)
    else:
        back_up(path, copy)
    await killed_after(url, path, work=20, logged=3, copy=path.with_name("later"))
    shutil.copy(copy, path)
    before = content(path)

    with pytest.raises(StoreUnavailableError, match="delete") as refused:
        await open_store(url)

    assert f"{path}-wal" in str(refused.value)
    assert before == content(path)

    path.with_name(f"{path.name}-wal").unlink()
    assert await is_copy(url)


async def test_a_backup_made_while_the_log_was_in_use_is_refused_too(url: str, path: Path) -> None:
    store = await open_store(url)
    await _work(store, "before", 5)
    back_up(path, path.with_name("backup"))
    await _work(store, "after", 5)
    log = path.with_name(f"{path.name}-wal").read_bytes()
    await store.close()
    shutil.copy(path.with_name("backup"), path)
    path.with_name(f"{path.name}-wal").write_bytes(log)

    with pytest.raises(StoreUnavailableError, match="put back"):
        await open_store(url)


async def test_the_stores_own_log_is_laid_over_it(url: str, path: Path) -> None:
    await killed_after(url, path, work=20, logged=3, copy=path.with_name("copy"))

    assert not await is_copy(url)
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        assert await unit.log.count() == 23
    assert await store.integrity() == []
    await store.close()


async def test_a_copy_from_when_the_log_began_is_what_the_log_belongs_to(
    url: str, path: Path
) -> None:
    copy = path.with_name("copy")
    await killed_after(url, path, work=20, logged=3, copy=copy)
    shutil.copy(copy, path)

    assert not await is_copy(url)
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        assert await unit.log.count() == 23
    assert await store.integrity() == []
    await store.close()


async def test_a_log_that_only_reading_filled_is_known_too(url: str, path: Path) -> None:
    """Nothing in it was counted, but for the first transaction that found it new."""
    copy = path.with_name("copy")
    await obey(url, "1")
    shutil.copy(path, copy)
    await obey(url, "2")
    store = await open_store(url)
    for number in range(20):
        async with store.unit(OWNER) as unit:
            await unit.log.record([interaction(uri=f"{number}", text=MUCH)])
    log = path.with_name(f"{path.name}-wal").read_bytes()
    await store.close()
    shutil.copy(copy, path)
    path.with_name(f"{path.name}-wal").write_bytes(log)

    with pytest.raises(StoreUnavailableError, match="put back"):
        await open_store(url)


def content(path: Path) -> bytes:
    return path.read_bytes()


def is_noise(path: Path) -> None:
    path.write_bytes(b"noise" * 1_000)


def is_a_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:32])


def is_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


@pytest.mark.parametrize("damage", [is_noise, is_a_header, is_short])
async def test_a_log_of_which_nothing_is_known_is_left_to_sqlite(
    url: str, path: Path, damage: Callable[[Path], None]
) -> None:
    await killed_after(url, path, work=20, logged=3, copy=path.with_name("copy"))
    damage(path.with_name(f"{path.name}-wal"))

    assert await is_copy(url)
