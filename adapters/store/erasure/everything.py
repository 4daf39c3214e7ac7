"""Deleting all that is kept of an owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, update

from adapters.store import tables
from adapters.store.erasure.forgotten import leave
from adapters.store.erasure.person import leave_files, leave_plans
from bot.ports import Leftover, LeftoverKind

if TYPE_CHECKING:
    from adapters.store.unit.scope import Scope

KEPT: Final = frozenset({"owners", "watches", "pairings", "inbox", "mailboxes", "leftovers"})
"""The owner's accounts, and which messages were read, so that no old one is obeyed again."""


async def forget_everything(scope: Scope) -> None:
    """Delete what `bot.ports.Erasures.everything` names."""
    await leave_files(scope)
    await leave_plans(scope)
    await leave(scope, [Leftover(LeftoverKind.DISK, "")])
    for table in reversed(tables.METADATA.sorted_tables):
        if "owner" in table.c and table.name not in KEPT:
            await scope.run(delete(table).where(scope.mine(table)))
    await scope.run(
        update(tables.WATCHES)
        .where(scope.mine(tables.WATCHES))
        .values(cursor=None, reaches_back_to=None, complete_at=None, collected_at=None)
    )
    scope.grow()
