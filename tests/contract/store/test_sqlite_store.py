from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.store import SqlStore, open_store
from adapters.store.file.counter import Counter
from tests.builders import OWNER, account
from tests.contract.store.store_contract import StoreContract

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path


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

    async def revision() -> str:
        async with ours.unit(OWNER) as unit:
            return await unit.revision()

    for _ in range(3):
        await revision()  # the first units store the owner, and that there is a log
    before = await revision()
    async with theirs.unit(OWNER) as unit:
        await unit.people.save([account()])

    assert before != await revision()
    await ours.close()
    await theirs.close()
