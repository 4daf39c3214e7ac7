from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from adapters.store import open_store
from adapters.store.engine import _write_ahead
from bot.errors import ConfigError, FutureStoreError, StoreUnavailableError
from tests.builders import OWNER, interaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


async def fill(url: str) -> None:
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        await unit.log.record([interaction()])
    await store.close()


def modes(directory: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()}


async def test_all_files_are_for_the_owner_alone(url: str, path: Path) -> None:
    before = os.umask(0)
    try:
        store = await open_store(url)
        async with store.unit(OWNER) as unit:
            await unit.log.record([interaction()])

        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        beside = ("", "-wal", "-shm", ".generation")
        assert {f"terrasse.db{suffix}" for suffix in beside} == modes(path.parent).keys()
        assert set(modes(path.parent).values()) == {0o600}
    finally:
        os.umask(before)
        await store.close()


async def test_closing_leaves_the_store_and_its_counter(url: str, path: Path) -> None:
    await fill(url)

    assert {"terrasse.db", "terrasse.db.generation"} == modes(path.parent).keys()


async def test_what_others_may_read_is_not_opened(url: str, path: Path) -> None:
    await fill(url)
    show(path)

    with pytest.raises(StoreUnavailableError, match=f"chmod 600 {path}"):
        await open_store(url)


async def test_connections_are_durable_and_thorough(url: str) -> None:
    store = await open_store(url)
    async with store._engine.connect() as connection:
        told = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    await store.close()

    assert {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1} == told


@pytest.mark.parametrize(
    "url", ["postgresql://bob:hunter2@localhost/db", "sqlite://", "sqlite:///:memory:", "nonsense"]
)
async def test_other_urls_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(ConfigError) as refused:
        await open_store(url)

    assert "hunter2" not in str(refused.value)


async def test_a_store_of_a_later_version_is_left_alone(url: str, path: Path) -> None:
    await fill(url)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()

    with pytest.raises(FutureStoreError, match="later version") as refused:
        await open_store(url)

    assert str(path) in str(refused.value)


async def test_the_database_of_another_program_is_left_alone(url: str, path: Path) -> None:
    collect_recipes(path)

    with pytest.raises(StoreUnavailableError, match="another program"):
        await open_store(url)


def show(path: Path) -> None:
    path.chmod(0o644)


def collect_recipes(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.touch(mode=0o600)
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE recipes (bread TEXT)")
    database.close()


def is_text(path: Path) -> None:
    path.write_text("This is a letter, and no database at all.\n" * 100, encoding="utf-8")


def is_torn(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + bytes(len(whole) - 100))


@pytest.mark.parametrize("damage", [is_text, is_torn])
async def test_a_damaged_file_is_named(
    url: str, path: Path, damage: Callable[[Path], None]
) -> None:
    await fill(url)
    damage(path)

    with pytest.raises(StoreUnavailableError, match="damaged") as refused:
        await open_store(url)

    assert str(path) in str(refused.value)


async def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnavailableError, match="cannot be opened for writing"):
        await open_store(f"sqlite:///{tmp_path}/file/terrasse.db")


async def test_a_directory_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match="cannot be opened for writing"):
        await open_store(f"sqlite:///{tmp_path}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("where", ["file", "directory"])
async def test_what_may_not_be_written_is_named(url: str, path: Path, where: str) -> None:
    await fill(url)
    (path if where == "file" else path.parent).chmod(0o500)

    try:
        with pytest.raises(StoreUnavailableError, match="cannot be opened for writing"):
            await fill(url)
    finally:
        path.parent.chmod(0o700)


async def test_a_lock_of_another_process_is_waited_for_and_then_named(url: str, path: Path) -> None:
    store = await open_store(url, patience=timedelta(milliseconds=50))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreUnavailableError, match="locked by another process"):
            async with store.unit(OWNER):
                pytest.fail("the unit was opened")
        assert await store.owners() == []
    finally:
        other.close()

    async with store.unit(OWNER) as unit:
        await unit.log.record([interaction()])
    await store.close()


async def test_a_full_disk_costs_the_unit_and_nothing_else(url: str) -> None:
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        await unit.log.record([interaction()])
    async with store._engine.connect() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreUnavailableError, match="the disk is full"):
        async with store.unit(OWNER) as unit:
            await unit.log.record(interaction(uri=f"{n}", text="long " * 500) for n in range(200))

    async with store._engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    async with store.unit(OWNER) as unit:
        assert await unit.log.count() == 1
    await store.close()


def test_making_and_opening_a_store_that_is_up_to_date_import_no_alembic(url: str) -> None:
    script = (
        "import asyncio, sys\n"
        "from adapters.store import open_store\n"
        "async def main():\n"
        "    await (await open_store(sys.argv[1])).close()\n"
        "asyncio.run(main())\n"
        "print('alembic' in sys.modules)\n"
    )

    told = [
        subprocess.run(
            [sys.executable, "-c", script, url], check=True, capture_output=True, text=True
        ).stdout.strip()
        for _ in range(2)
    ]

    assert told == ["False", "False"]


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnavailableError, match="Not a directory"):
        await open_store("postgresql://me@localhost/t", folder=tmp_path / "file" / "data")


def test_a_write_ahead_log_may_be_begun_by_several_at_once(path: Path) -> None:
    """As where a backup was put back, by the daemon and a command: SQLite does not wait then."""
    path.parent.mkdir()

    def begin() -> None:
        with closing(sqlite3.connect(path)) as database:
            barrier.wait()
            _write_ahead(database.cursor())
            assert ("wal",) == database.execute("PRAGMA journal_mode").fetchone()
            assert [] == database.execute("SELECT * FROM words").fetchall()

    for _ in range(100):
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as database:
            database.execute("CREATE TABLE words (word)")
        barrier = Barrier(6)
        with ThreadPoolExecutor(6) as threads:
            for beginning in [threads.submit(begin) for _ in range(6)]:
                beginning.result()


def test_a_lock_that_stays_is_told(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as first, closing(sqlite3.connect(path, 0)) as second:
        first.execute("BEGIN EXCLUSIVE")
        with (
            patch("adapters.store.engine._SWITCHING", 0.05),
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            _write_ahead(second.cursor())
