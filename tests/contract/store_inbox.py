from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.ports import Pairing
from tests.builders import ALICE, BRUNO, ME, NOON, OWNER

if TYPE_CHECKING:
    from bot.ports import Store


class InboxContract:
    pytestmark = pytest.mark.anyio

    async def test_a_message_is_consumed_once_by_each_reader(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            assert await unit.inbox.consume(ALICE, "1", NOON)
            assert await unit.inbox.consume(BRUNO, "1", NOON)
        async with store.unit(OWNER) as unit:
            assert not await unit.inbox.consume(ALICE, "1", NOON)

    async def test_the_latest_is_the_one_consumed_last(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            assert await unit.inbox.latest(ALICE) is None
            for message in ("7", "3"):
                await unit.inbox.consume(ALICE, message, NOON)
            await unit.inbox.consume(BRUNO, "9", NOON)
            await unit.inbox.consume(ALICE, "7", NOON)

            assert await unit.inbox.latest(ALICE) == "3"

    async def test_a_pairing_takes_the_place_of_an_earlier_one(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            assert await unit.inbox.pairing(ME) is None
            await unit.inbox.pair(Pairing(ME, {"a.example": "1"}, NOON))
            await unit.inbox.pair(Pairing(ME, {"b.example": "2"}, NOON))
        async with store.unit(OWNER) as unit:
            assert Pairing(ME, {"b.example": "2"}, NOON) == await unit.inbox.pairing(ME)
            assert await unit.inbox.pairing(ALICE) is None
