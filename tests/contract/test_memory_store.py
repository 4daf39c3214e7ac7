from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.memory.store import MemoryStore
from tests.contract.store_contract import StoreContract

if TYPE_CHECKING:
    from collections.abc import Callable


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()

    @pytest.fixture
    def put_back(self, store: MemoryStore) -> Callable[[], None]:
        def put_back() -> None:
            store.is_older = True

        return put_back
