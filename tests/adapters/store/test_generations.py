"""A store that is put back from a copy is recognised."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapters.store import open_store
from bot.domain.people.pairing import Pairing
from bot.errors import StoreUnavailableError
from tests.builders import ME, NOON, OWNER, draft, interaction

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.ports import Store, Unit


async def consume(unit: Unit, number: int = 1) -> None:
    assert await unit.inbox.consume(ME, str(number), NOON)


async def claim(unit: Unit, number: int = 1) -> None:
    await unit.outbox.put([draft(batch=str(number))], NOON)
    row = await unit.outbox.next(NOON)
    assert row is not None
    assert await unit.outbox.claim(row, "worker", NOON) is not None


async def pair(unit: Unit, number: int = 1) -> None:
    del number
    await unit.inbox.pair(Pairing(ME, {}, NOON))


DEEDS: list[Callable[[Unit], Awaitable[None]]] = [consume, claim, pair]


async def do(url: str, *deeds: Callable[[Unit], Awaitable[None]]) -> None:
    store = await open_store(url)
    for deed in deeds:
        async with store.unit(OWNER) as unit:
            await deed(unit)
    await store.close()


async def is_copy(url: str) -> bool:
    store = await open_store(url)
    found = await store.is_copy()
    await store.close()
    return found


def copy(path: Path, name: str = "copy") -> Path:
    """A plain copy of the file, as `cp` makes one."""
    return Path(shutil.copy2(path, path.with_name(name)))


def restore(kept: Path, path: Path) -> None:
    shutil.copy2(kept, path)


async def test_a_new_store_is_none(url: str) -> None:
    assert not await is_copy(url)
    assert not await is_copy(url)


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_store_that_goes_on_is_none(
    url: str, deed: Callable[[Unit], Awaitable[None]]
) -> None:
    await do(url, deed)

    assert not await is_copy(url)


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_file_that_was_put_back_is_one(
    url: str, path: Path, deed: Callable[[Unit], Awaitable[None]]
) -> None:
    await do(url)
    kept = copy(path)
    await do(url, deed)
    restore(kept, path)

    assert await is_copy(url)


async def test_what_changes_nothing_outside_makes_no_difference(url: str, path: Path) -> None:
    await do(url, consume)
    kept = copy(path)
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        await unit.log.record([interaction()])
    await store.close()
    restore(kept, path)

    assert not await is_copy(url)


async def test_a_store_that_was_taken_elsewhere_is_one(url: str, path: Path) -> None:
    await do(url, consume)
    elsewhere = path.parent.parent / "elsewhere" / "terrasse.db"
    elsewhere.parent.mkdir(mode=0o700)
    shutil.copy2(path, elsewhere)

    assert await is_copy(f"sqlite:///{elsewhere}")


async def test_another_store_in_its_place_is_one(url: str, path: Path) -> None:
    await do(url, consume)
    other = path.parent.parent / "other" / "terrasse.db"
    await do(f"sqlite:///{other}", *[consume] * 1)
    restore(other, path)

    assert await is_copy(url)


@pytest.mark.parametrize("text", ["", "nonsense", "\x00\x01", "abc -3"])
async def test_a_note_that_makes_no_sense_is_no_proof(url: str, path: Path, text: str) -> None:
    await do(url, consume)
    path.with_name("terrasse.db.generation").write_text(text)

    assert await is_copy(url)


async def test_it_stays_one_until_it_has_been_dealt_with(url: str, path: Path) -> None:
    await do(url)
    kept = copy(path)
    await do(url, consume, pair, pair)
    restore(kept, path)
    assert await is_copy(url)
    store = await open_store(url)
    with pytest.raises(KeyboardInterrupt):
        await _interrupted(store)
    assert await store.is_copy()

    async with store.unit(OWNER) as unit:
        await unit.settle_copy()

    assert not await store.is_copy()
    await store.close()
    assert not await is_copy(url)


async def _interrupted(store: Store) -> None:
    async with store.unit(OWNER) as unit:
        await unit.settle_copy()
        raise KeyboardInterrupt


async def test_a_process_killed_between_the_two_notes_is_no_copy(url: str, path: Path) -> None:
    await do(url, consume)
    note = path.with_name("terrasse.db.generation")
    before = note.read_text()
    await do(url, pair)
    note.write_text(before)

    assert not await is_copy(url)


async def test_the_note_is_the_owners_alone(url: str, path: Path) -> None:
    await do(url, consume)

    assert 0o600 == path.with_name("terrasse.db.generation").stat().st_mode & 0o777


async def test_an_empty_file_is_no_store(url: str, path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.touch(mode=0o600)

    with pytest.raises(StoreUnavailableError, match="is empty, as a copy that failed"):
        await open_store(url)

    assert b"" == path.read_bytes()


async def test_the_log_of_a_lost_store_is_not_taken_for_a_new_ones(url: str, path: Path) -> None:
    await do(url)
    path.unlink()
    path.with_name("terrasse.db-wal").write_bytes(b"remains")

    with pytest.raises(StoreUnavailableError, match="belongs to a store that is not there"):
        await open_store(url)


async def test_a_whole_folder_that_was_put_back_shows_nothing(url: str, path: Path) -> None:
    """Then only the mailbox tells: see tests/adversary/test_copies.py."""
    await do(url, consume)
    kept = path.parent.with_name("kept")
    shutil.copytree(path.parent, kept)
    await do(url, pair)
    shutil.rmtree(path.parent)
    shutil.copytree(kept, path.parent)

    assert not await is_copy(url)


async def test_number_grows_once_a_transaction(url: str, path: Path) -> None:
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        for number in range(5):
            await consume(unit, number)
    await store.close()

    with sqlite3.connect(path) as database:
        assert [(1,)] == database.execute("SELECT number FROM generations").fetchall()
    database.close()
