from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.store.store_contract import StoreContract
from tests.stores import in_memory, put_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapters.store import SqlStore


class TestMemoryStore(StoreContract):
    interactions = 4_000

    @pytest.fixture
    def store(self) -> SqlStore:
        return in_memory()

    @pytest.fixture
    def put_back(self, store: SqlStore) -> Callable[[], None]:
        return lambda: put_back(store)
