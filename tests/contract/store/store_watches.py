from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.ports import Cursor, Rejected, Watch
from tests.builders import ALICE, ME, OWNER, at

if TYPE_CHECKING:
    from bot.ports import Store

NOW = at("2026-11-01 12:00")


class WatchesContract:
    async def test_the_latest_state_of_a_watch_is_kept(self, store: Store) -> None:
        begun = Watch("@me@village.example", ME, Cursor("page-7"), at("2026-02-01 00:00"))
        done = replace(
            begun,
            account="me@village.example",
            complete_at=NOW,
            collected_at=NOW,
            local_ids={"village.example": "7", "127.0.0.1:8080": "1090"},
        )
        other = Watch("@alice@village.example", ALICE)
        async with store.unit(OWNER) as unit:
            await unit.watches.save(begun)
            await unit.watches.save(other)
            await unit.watches.save(done)
        async with store.unit(OWNER) as unit:
            assert [other, done] == await unit.watches.all()

    async def test_an_item_that_could_not_be_read_is_kept_once(self, store: Store) -> None:
        odd, odder = Rejected('{"id": []}', "id"), Rejected('{"id": {}}', "id")
        async with store.unit(OWNER) as unit:
            await unit.watches.quarantine(ME, [odd, odd], NOW)
            await unit.watches.quarantine(ME, [odd, odder], NOW)
            await unit.watches.quarantine(ALICE, [odd], NOW)
            await unit.watches.quarantine(ALICE, [], NOW)
        async with store.unit(OWNER) as unit:
            assert await unit.watches.quarantined() == {ME: 2, ALICE: 1}
            assert set(await unit.watches.last_reasons()) == {ME, ALICE}

    async def test_the_last_reason_is_that_of_the_latest_item(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            for number in (1, 2, 3):
                item = Rejected(f'{{"id": {number}}}', f"reason {number}")
                await unit.watches.quarantine(ME, [item], NOW + timedelta(minutes=number))
            assert await unit.watches.last_reasons() == {ME: "reason 3"}

    async def test_quarantined_items_expire_as_text_does(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.watches.quarantine(ME, [Rejected('{"id": []}', "id")], NOW)
            await unit.log.expire(text_before=NOW, all_before=NOW)
            assert await unit.watches.quarantined() == {ME: 1}
            await unit.log.expire(text_before=at("2026-12-01 12:00"), all_before=NOW)

            assert not await unit.watches.quarantined()
