from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.people.pairing import Pairing, PairingState
from bot.ports import Cursor, Mailbox
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

    async def test_a_mailbox_is_kept_for_each_reader(self, store: Store) -> None:
        first, second = Mailbox(ALICE, NOON), Mailbox(ALICE, NOON, NOON, Cursor("7"), NOON)
        async with store.unit(OWNER) as unit:
            assert await unit.inbox.mailbox(ALICE) is None
            await unit.inbox.keep_mailbox(first)
            assert first == await unit.inbox.mailbox(ALICE)
            await unit.inbox.keep_mailbox(second)
        async with store.unit(OWNER) as unit:
            assert second == await unit.inbox.mailbox(ALICE)
            assert await unit.inbox.mailbox(BRUNO) is None

    async def test_forgotten_mailboxes_are_read_as_for_the_first_time(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.inbox.keep_mailbox(Mailbox(ALICE, NOON, NOON, Cursor("7"), NOON))
            await unit.inbox.consume(ALICE, "7", NOON)
            await unit.inbox.forget_mailboxes()
        async with store.unit(OWNER) as unit:
            assert await unit.inbox.mailbox(ALICE) is None
            assert not await unit.inbox.consume(ALICE, "7", NOON)

    async def test_a_pairing_takes_the_place_of_an_earlier_one(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            assert await unit.inbox.pairing(ME) is None
            await unit.inbox.pair(Pairing(ME, {"a.example": "1"}, NOON))
            await unit.inbox.pair(Pairing(ME, {"b.example": "2"}, NOON))
        async with store.unit(OWNER) as unit:
            assert Pairing(ME, {"b.example": "2"}, NOON) == await unit.inbox.pairing(ME)
            assert await unit.inbox.pairing(ALICE) is None

    async def test_all_pairings_are_told_by_key(self, store: Store) -> None:
        paired = Pairing(ME, {"a.example": "1"}, NOON, ALICE)
        stopped = Pairing(BRUNO, {}, NOON, ALICE, PairingState.STOPPED)
        async with store.unit(OWNER) as unit:
            for one in (paired, stopped):
                await unit.inbox.pair(one)

            assert sorted([paired, stopped], key=lambda one: one.key) == list(
                await unit.inbox.pairings()
            )
