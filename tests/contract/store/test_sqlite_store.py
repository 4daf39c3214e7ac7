from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.store import SqlStore, open_store
from adapters.store.file.counter import Counter
from bot.domain.people.identity import Standing, person_id
from tests.builders import ALICE, NOON, OWNER, account, interaction
from tests.contract.store.store_contract import StoreContract
from tests.stores import compile_once

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path


@pytest.fixture(autouse=True)
def _compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_once(monkeypatch)


class TestSqliteStore(StoreContract):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[SqlStore]:
        store = await open_store(f"sqlite:///{tmp_path}/store/terrasse.db")
        yield store

        assert await store.integrity() == []

        await store.close()

    @pytest.fixture
    def put_back(self, store: SqlStore, tmp_path: Path) -> Callable[[], None]:
        del store  # it is there by now
        counter = Counter(tmp_path / "store" / "terrasse.db")

        def put_back() -> None:
            count = counter.read()
            assert count is not None
            counter.put(count.store, count.number + 2)

        return put_back


async def test_a_revision_is_another_after_a_change_by_another_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    ours, theirs = await open_store(url), await open_store(url)

    async def revisions() -> tuple[str, str]:
        async with ours.unit(OWNER) as unit:
            return await unit.revision(), await unit.revision(of_talk=True)

    for _ in range(3):
        await revisions()  # the first units store the owner, and that there is a log
    before = await revisions()
    async with theirs.unit(OWNER) as unit:
        await unit.log.record([interaction()])

    assert all(was != now for was, now in zip(before, await revisions(), strict=True))
    await ours.close()
    await theirs.close()


async def test_what_is_no_talk_leaves_the_revision_of_talk(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'store.db'}")
    seen = []
    for number in range(5):
        async with store.unit(OWNER) as unit:
            if not number:
                await unit.log.record([interaction()])
            await unit.people.save([account()])
            await unit.people.stand(person_id(ALICE), Standing.KNOWN)
            await unit.preferences.set("home", str(number), NOON)
        async with store.unit(OWNER) as unit:
            seen.append(await unit.revision(of_talk=True))
    await store.close()

    assert 1 == len(set(seen[1:]))


async def test_a_second_connection_leaves_the_revision(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'store.db'}")
    seen = []
    for _ in range(6):
        async with store.unit(OWNER) as unit:
            await store.owners()
            seen.append(await unit.revision())
    await store.close()

    assert 1 == len(set(seen[3:]))
