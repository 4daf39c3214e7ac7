from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.store import SqlStore, open_store
from tests.contract.store_contract import StoreContract

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


class TestSqliteStore(StoreContract):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[SqlStore]:
        store = await open_store(f"sqlite:///{tmp_path}/store/terrasse.db")
        yield store

        assert await store.integrity() == []

        await store.close()
