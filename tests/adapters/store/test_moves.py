"""Moves, in whatever order servers tell them, lead to the same people."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from adapters.store import open_store
from bot.domain.people.identity import Flag, Move, Standing
from tests.builders import OWNER, account, key
from tests.stores import in_memory

if TYPE_CHECKING:
    from pathlib import Path

    from bot.domain.people.identity import Account
    from bot.ports import Store

pytestmark = pytest.mark.anyio

KEYS: Final = [key(name) for name in "abcdefg"]
SEEDS: Final = 20


def told(chance: random.Random) -> Account:
    """Descriptions of accounts, as servers may give them."""
    former, target = chance.choice(KEYS), chance.choice(KEYS)
    if chance.random() < 0.5:
        return account(former)
    move = Move(target, shown=chance.random() < 0.6)
    return replace(account(former, flags=frozenset({Flag.MOVED})), move=move)


async def live(store: Store, seed: int) -> list[object]:
    """Some weeks of descriptions and of the owner's words; the people that there are then."""
    chance = random.Random(seed)  # noqa: S311 (no secret hangs on it)
    for _ in range(chance.randrange(1, 12)):
        async with store.unit(OWNER) as unit:
            await unit.people.save([told(chance) for _ in range(chance.randrange(1, 5))])
            people = list(await unit.people.all())
            said = chance.choice(list(Standing))
            if said is not Standing.SNOOZED:
                await unit.people.stand(chance.choice(people).id, said)
    async with store.unit(OWNER) as unit:
        return list(await unit.people.all())


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_both_stores_know_the_same_people(tmp_path: Path, seed: int) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/terrasse.db")
    try:
        kept = await live(store, seed)

        assert await store.integrity() == []
    finally:
        await store.close()

    assert await live(in_memory(), seed) == kept
