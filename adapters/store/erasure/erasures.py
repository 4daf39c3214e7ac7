"""The part of a unit that forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from adapters.store.erasure.everything import forget_everything
from adapters.store.erasure.forgotten import forgotten
from adapters.store.erasure.person import forget
from adapters.store.tables import LEFTOVERS
from bot.ports import Leftover, LeftoverKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import AccountKey, Person


class SqlErasures:
    """`bot.ports.Erasures` for one owner. `has_forgotten` is set once somebody was."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.has_forgotten = False

    async def forget(self, person: Person) -> None:
        await forget(self._scope, person)
        self._scope.grow()
        self.has_forgotten = True

    async def everything(self) -> None:
        await forget_everything(self._scope)

    async def among(self, keys: Collection[AccountKey]) -> frozenset[AccountKey]:
        hidden = await forgotten(self._scope)
        return frozenset(key for key in keys if hidden.has(key))

    async def leftovers(self) -> Sequence[Leftover]:
        rows = await self._scope.run(
            select(LEFTOVERS.c.kind, LEFTOVERS.c.name).where(self._scope.mine(LEFTOVERS))
        )
        order = list(LeftoverKind)
        found = [Leftover(LeftoverKind(kind), name) for kind, name in rows]
        return sorted(found, key=lambda left: (order.index(left.kind), left.name))

    async def cleaned(self, leftover: Leftover) -> None:
        await self._scope.run(
            delete(LEFTOVERS).where(
                self._scope.mine(LEFTOVERS),
                LEFTOVERS.c.kind == leftover.kind,
                LEFTOVERS.c.name == leftover.name,
            )
        )
