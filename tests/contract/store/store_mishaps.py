from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.mishap import MOST, Mishap
from tests.builders import NOON, OWNER

if TYPE_CHECKING:
    from bot.ports import Store


def mishap(subject: str = "account @me", minutes: int = 0) -> Mishap:
    at = NOON + timedelta(minutes=minutes)
    return Mishap(subject, "ValueError in f, line 1", "…", at, at)


class MishapsContract:
    pytestmark = pytest.mark.anyio

    async def test_the_same_is_counted(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            for minutes in (0, 5, 9):
                await unit.mishaps.add(mishap(minutes=minutes))
            await unit.mishaps.add(mishap("person p", 3))
        async with store.unit(OWNER) as unit:
            person, account = await unit.mishaps.all()

        assert ("person p", 1) == (person.subject, person.times)
        assert (3, NOON, NOON + timedelta(minutes=9)) == (
            account.times,
            account.first_at,
            account.last_at,
        )

    async def test_only_the_latest_are_kept(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            for number in range(MOST + 3):
                await unit.mishaps.add(mishap(str(number), number))
            kept = await unit.mishaps.all()

        assert [str(number) for number in range(3, MOST + 3)] == [one.subject for one in kept]
