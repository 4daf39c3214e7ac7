"""The counter beside the store: what it counts, and what damages it."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from adapters.store import open_store
from adapters.store.file.counter import Counter
from bot.domain.delivery.decision import Decision
from bot.domain.delivery.outbox import OutboxState
from bot.domain.people.pairing import Pairing
from bot.errors import StoreUnavailableError
from tests.adapters.store.test_migrations import load
from tests.builders import ALICE, ME, NOON, OWNER, account, draft, interaction
from tests.contract.store.store_transactions import Interruption

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from adapters.store import SqlStore
    from adapters.store.generation import Count
    from bot.ports import Unit


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[SqlStore]:
    store = await open_store(url)
    try:
        yield store
    finally:
        await store.close()


async def obey(url: str, *messages: str) -> None:
    """Obey some messages, each in a transaction of its own."""
    async with opened(url) as store:
        for message in messages:
            async with store.unit(OWNER) as unit:
                await unit.inbox.consume(ALICE, message, NOON)


async def is_copy(url: str) -> bool:
    async with opened(url) as store:
        return await store.is_copy()


async def settle(url: str) -> None:
    async with opened(url) as store, store.unit(OWNER) as unit:
        await unit.settle_copy()


async def fail(store: SqlStore, act: Callable[[Unit], Awaitable[object]]) -> None:
    """Do something in a transaction that is rolled back."""
    async with store.unit(OWNER) as unit:
        await act(unit)
        raise Interruption


def counted(path: Path) -> Count:
    count = Counter(path).read()
    assert count is not None
    return count


async def consume(unit: Unit) -> None:
    assert await unit.inbox.consume(ALICE, "1", NOON)


async def pair(unit: Unit) -> None:
    await unit.inbox.pair(Pairing(ME, {}, NOON))


async def claim(unit: Unit) -> None:
    row = await unit.outbox.next(NOON)
    assert row is not None
    assert await unit.outbox.claim(row, "worker", NOON)


async def end(unit: Unit) -> None:
    [row] = await unit.outbox.all()
    assert await unit.outbox.settle(row, OutboxState.SENT, now=NOON)


async def drop(unit: Unit) -> None:
    [row] = await unit.outbox.all()
    assert await unit.outbox.cancel(row.draft.batch)


async def push(unit: Unit) -> None:
    await unit.decisions.push(Decision("known", NOON, ()))


async def pop(unit: Unit) -> None:
    assert await unit.decisions.pop()


@pytest.mark.parametrize("act", [consume, pair, claim, end, drop, push, pop])
async def test_what_must_not_happen_twice_is_counted(
    url: str, path: Path, act: Callable[[Unit], Awaitable[None]]
) -> None:
    async with opened(url) as store:
        async with store.unit(OWNER) as unit:
            await unit.outbox.put([draft()], NOON)
            await push(unit)
        before = counted(path)
        async with store.unit(OWNER) as unit:
            await act(unit)

        assert before.number + 1 == counted(path).number


async def test_what_may_be_read_again_is_not_counted(url: str, path: Path) -> None:
    async with opened(url) as store:
        async with store.unit(OWNER) as unit:
            await push(unit)
        before = counted(path)
        for number in range(3):
            async with store.unit(OWNER) as unit:
                await unit.log.record([interaction(uri=f"{number}")])
                await unit.people.save([account()])

        assert before == counted(path)


async def test_a_unit_that_failed_is_not_counted(url: str, path: Path) -> None:
    async with opened(url) as store:
        with pytest.raises(Interruption):
            await fail(store, push)

        assert counted(path).number == 0


async def test_a_plain_copy_that_is_put_back_is_recognised(url: str, path: Path) -> None:
    await obey(url, "1")
    shutil.copy(path, path.with_name("copy"))
    await obey(url, "2")
    shutil.copy(path.with_name("copy"), path)

    assert await is_copy(url)
    await settle(url)

    assert not await is_copy(url)
    await obey(url, "3")
    assert not await is_copy(url)


async def test_however_much_happens_before_it_is_dealt_with_it_stays_an_older_copy(
    url: str, path: Path
) -> None:
    await obey(url, "1")
    shutil.copy(path, path.with_name("copy"))
    await obey(url, "2")
    shutil.copy(path.with_name("copy"), path)

    await obey(url, *"3456789")

    assert await is_copy(url)


async def test_a_backup_that_is_put_back_is_recognised_though_nothing_happened_since(
    url: str, path: Path
) -> None:
    await obey(url, "1")
    async with opened(url) as store:
        await store.backup(path.with_name("backup"))
    path.with_name("backup").replace(path)

    assert await is_copy(url)


async def test_a_backup_on_another_machine_is_recognised(url: str, path: Path) -> None:
    await obey(url, "1")
    async with opened(url) as store:
        await store.backup(path.with_name("backup"))

    assert await is_copy(f"sqlite:///{path.with_name('backup')}")


def is_missing(counter: Path) -> None:
    counter.unlink()


def is_empty(counter: Path) -> None:
    counter.write_bytes(b"")


def is_torn(counter: Path) -> None:
    counter.write_bytes(counter.read_bytes()[:20])


def is_noise(counter: Path) -> None:
    counter.write_bytes(b"\xff\x00" * 5_000)


def is_anothers(counter: Path) -> None:
    counter.write_bytes(counter.read_bytes().replace(counter.read_bytes()[:4], b"abcd"))


@pytest.mark.parametrize("damage", [is_missing, is_empty, is_torn, is_noise, is_anothers])
async def test_a_counter_that_tells_nothing_of_the_store_is_no_proof_that_all_is_well(
    url: str, path: Path, damage: Callable[[Path], None]
) -> None:
    await obey(url, "1")
    damage(Counter(path).path)

    assert await is_copy(url)
    await settle(url)
    assert not await is_copy(url)


async def test_a_store_in_which_nothing_happened_needs_no_counter(url: str, path: Path) -> None:
    await obey(url)
    Counter(path).path.unlink()

    assert not await is_copy(url)
    await obey(url, "1")
    assert not await is_copy(url)


async def test_an_upgrade_is_no_restore_but_an_old_backup_is(url: str, path: Path) -> None:
    load("0001", path)
    assert not await is_copy(url)
    await obey(url, "1")
    assert not await is_copy(url)

    shutil.move(Counter(path).path, path.parents[1])
    shutil.rmtree(path.parent)
    load("0001", path)
    shutil.move(path.parents[1] / Counter(path).path.name, path.parent)

    assert await is_copy(url)


async def test_a_new_store_in_the_place_of_another_is_no_restore(url: str, path: Path) -> None:
    await obey(url, "1")
    shutil.move(path, path.with_name("away"))
    assert not await is_copy(url)
    await obey(url, "2")

    shutil.move(path.with_name("away"), path)

    assert await is_copy(url)


async def test_a_process_that_dies_before_it_has_dealt_with_a_restore_deals_with_it_again(
    url: str, path: Path
) -> None:
    await obey(url, "1")
    Counter(path).put(counted(path).store, 9)
    async with opened(url) as store:
        with pytest.raises(Interruption):
            await fail(store, lambda unit: unit.settle_copy())

    assert await is_copy(url)


def test_the_counter_never_goes_down(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    counter = Counter(path)
    counter.put("store", 0)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: Counter(path).follow("store", number), range(200, 0, -1)))
    counter.put("store", 5)

    assert counted(path).number == 200


async def test_a_counter_that_cannot_be_written_is_named_and_nothing_is_lost(
    url: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with opened(url) as store:
        monkeypatch.setattr(os, "pwrite", full)
        with pytest.raises(StoreUnavailableError, match="No space left on device") as refused:
            async with store.unit(OWNER) as unit:
                await consume(unit)
        monkeypatch.undo()

        assert str(Counter(path).path) in str(refused.value)
        async with store.unit(OWNER) as unit:
            assert not await unit.inbox.consume(ALICE, "1", NOON)
        assert not await store.is_copy()


def a_pipe(counter: Path) -> None:
    os.mkfifo(counter)


def a_directory(counter: Path) -> None:
    counter.mkdir()


@pytest.mark.parametrize("make", [a_pipe, a_directory])
async def test_a_counter_that_cannot_be_read_stops_the_start(
    url: str, path: Path, make: Callable[[Path], None]
) -> None:
    await obey(url, "1")
    Counter(path).path.unlink()
    make(Counter(path).path)

    with pytest.raises(StoreUnavailableError, match="cannot be read") as refused:
        await open_store(url)

    assert str(Counter(path).path) in str(refused.value)


async def test_one_of_two_processes_deals_with_a_restore(url: str, path: Path) -> None:
    await obey(url, "1")
    Counter(path).path.unlink()

    async def deal(store: SqlStore) -> bool:
        async with store.unit(OWNER) as unit:
            return await unit.settle_copy()

    async with opened(url) as one, opened(url) as other:
        dealt = await asyncio.gather(deal(one), deal(other))

    assert [False, True] == sorted(dealt)
