from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import ALICE, NOON, OWNER
from tests.contract.store.store_transactions import Interruption

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ports import Store

    PutBack = Callable[[], None]


class GenerationContract:
    """`put_back` makes the store an older copy of itself."""

    async def test_a_store_that_goes_on_was_not_restored(self, store: Store) -> None:
        assert not await store.is_copy()
        async with store.unit(OWNER) as unit:
            assert not await unit.settle_copy()

        for number in range(3):
            async with store.unit(OWNER) as unit:
                await unit.inbox.consume(ALICE, f"{number}", NOON)

        assert not await store.is_copy()

    async def test_an_older_copy_says_so_until_that_was_dealt_with(
        self, store: Store, put_back: PutBack
    ) -> None:
        put_back()
        for number in range(3):
            assert await store.is_copy()
            async with store.unit(OWNER) as unit:
                await unit.inbox.consume(ALICE, f"{number}", NOON)

        async with store.unit(OWNER) as unit:
            assert await unit.settle_copy()

        assert not await store.is_copy()

    async def test_what_was_dealt_with_in_a_unit_that_failed_was_not(
        self, store: Store, put_back: PutBack
    ) -> None:
        put_back()

        async def fail() -> None:
            async with store.unit(OWNER) as unit:
                await unit.settle_copy()
                raise Interruption

        with pytest.raises(Interruption):
            await fail()

        assert await store.is_copy()

    async def test_a_store_may_be_put_back_again(self, store: Store, put_back: PutBack) -> None:
        for _ in range(2):
            put_back()
            assert await store.is_copy()
            async with store.unit(OWNER) as unit:
                await unit.settle_copy()
                await unit.inbox.consume(ALICE, "1", NOON)
            assert not await store.is_copy()
