"""Tallies and exchanges, made anew from the whole log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, select

from adapters.store.derived import KEEP_TALLY, keep_exchanges, put_tallies
from adapters.store.interaction_rows import COUNTED, THREADED, counted, threaded
from adapters.store.prepared import Prepared
from adapters.store.schema import EXCHANGES, INTERACTIONS, TALLIES
from bot.domain.exchange import Exchange, exchanges
from bot.domain.tally import Tally, tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.store.scope import Scope

_MINE: Final = INTERACTIONS.c.owner == bindparam("mine")
_COUNTED: Final = Prepared(select(*COUNTED).where(_MINE))
_THREADED: Final = Prepared(select(*THREADED).where(_MINE))
_DROP: Final = [
    Prepared(delete(table).where(table.c.owner == bindparam("mine")))
    for table in (TALLIES, EXCHANGES)
]


async def made_from_log(scope: Scope) -> tuple[list[Tally], list[Exchange]]:
    """What follows from the log, whatever is kept of it."""
    rows = await scope.fetch(_COUNTED, mine=scope.owner)
    tallies = tally((counted(scope.owner, row) for row in rows), scope.zone)
    rows = await scope.fetch(_THREADED, mine=scope.owner)
    return tallies, exchanges(threaded(scope.owner, row) for row in rows)


async def keep_instead(scope: Scope, tallies: Sequence[Tally], found: Sequence[Exchange]) -> None:
    """Keep these, and no others."""
    for statement in _DROP:
        await scope.put(statement, [{"mine": scope.owner}])
    await put_tallies(scope, KEEP_TALLY, tallies)
    await keep_exchanges(scope, found)
