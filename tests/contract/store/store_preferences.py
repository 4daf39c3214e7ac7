from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders import NOON, OWNER

if TYPE_CHECKING:
    from bot.ports import Store


class PreferencesContract:
    async def test_the_latest_word_is_kept(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            assert await unit.preferences.get("goal") is None

            await unit.preferences.set("goal", "1", NOON)
            await unit.preferences.set("goal", "2", NOON)
        async with store.unit(OWNER) as unit:
            assert await unit.preferences.get("goal") == "2"

            await unit.preferences.set("goal", None, NOON)
            await unit.preferences.set("paused", None, NOON)
            assert await unit.preferences.get("goal") is None
