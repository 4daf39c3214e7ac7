"""A new store is there whole, or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from adapters.store import open_store
from adapters.store.file import birth
from bot.errors import StoreUnavailableError
from tests.builders import ALICE, NOON, OWNER, interaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


async def test_nothing_but_the_store_and_its_counter_is_left(url: str, path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    for suffix in ("", "-wal", "-shm", "-journal"):
        (path.parent / f"{path.name}.unfinished{suffix}").write_bytes(
            b"of an attempt that was killed"
        )

    await (await open_store(url)).close()

    assert {"terrasse.db", "terrasse.db.generation"} == names(path.parent)


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
async def test_what_belongs_to_another_store_is_not_laid_over_a_new_one(
    url: str, path: Path, suffix: str
) -> None:
    path.parent.mkdir(mode=0o700)
    left = path.with_name(f"terrasse.db{suffix}")
    left.write_bytes(b"the last words of another store")

    with pytest.raises(StoreUnavailableError, match="is not there any more") as refused:
        await open_store(url)

    assert str(left) in str(refused.value)
    assert {left.name} == names(path.parent)


async def test_a_file_that_somebody_puts_there_meanwhile_is_not_replaced(
    url: str, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = tmp_path / "backup.db"
    other = await open_store(f"sqlite:///{tmp_path}/other.db")
    async with other.unit(OWNER) as unit:
        await unit.log.record([interaction()])
        await unit.inbox.consume(ALICE, "1", NOON)
    await other.backup(backup)
    await other.close()
    make = birth._make

    async def make_slowly(unfinished: Path, place: Path) -> str:
        backup.rename(path)
        return await make(unfinished, place)

    monkeypatch.setattr(birth, "_make", make_slowly)
    store = await open_store(url)

    async with store.unit(OWNER) as unit:
        assert await unit.log.count() == 1
    assert await store.is_copy()
    await store.close()


def content(path: Path) -> bytes:
    return path.read_bytes()


def nothing(path: Path) -> None:
    path.touch(mode=0o600)


def a_header_alone(path: Path) -> None:
    """The file of a new store, without its write-ahead log."""
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")


@pytest.mark.parametrize("fill", [nothing, a_header_alone])
async def test_an_empty_file_is_no_store(
    url: str, path: Path, fill: Callable[[Path], None]
) -> None:
    path.parent.mkdir(mode=0o700)
    fill(path)
    before = content(path)

    with pytest.raises(StoreUnavailableError, match="is empty") as refused:
        await open_store(url)

    assert "put a backup in its place" in str(refused.value)
    assert before == content(path)


def test_a_link_is_followed(url: str, path: Path, tmp_path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    disk = tmp_path / "disk"
    path.symlink_to(disk / "store.db")

    async def opened() -> None:
        await (await open_store(url)).close()

    asyncio.run(opened())

    assert {"store.db", "store.db.generation"} == names(disk)
    assert {"terrasse.db"} == names(path.parent)
