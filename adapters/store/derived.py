"""What follows from the log: tallies and exchanges, recomputed from it where it was touched.

They are always made by the pure functions, from rows of the log, never counted up or down:
so what an increment leaves and what a rebuild makes cannot differ. The cost is that of the
days and threads touched, whatever the log's size.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, delete, insert, select

from adapters.store.interaction_rows import COUNTED, THREADED, counted, threaded
from adapters.store.schema import EXCHANGES, INTERACTIONS, TALLIES
from adapters.store.sql import Listed, insert_or_replace, listed
from bot.domain.exchange import Exchange, exchanges
from bot.domain.interaction import Interaction, Kind
from bot.domain.tally import Tally, day_of, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import Column, Select

    from adapters.store.scope import Scope
    from bot.domain.identity import AccountKey

_LOG: Final = INTERACTIONS.c
_TALK: Final = [kind for kind in Kind if kind.is_talk]


def _logged(columns: Sequence[Column[Any]], *where: Column[Any]) -> Select[*tuple[Any, ...]]:
    wanted = Listed("wanted")
    match = [column == wanted.item(number) for number, column in enumerate(where)]
    # An outer join, as a planner that knows nothing of the data would rather read the owner's
    # whole log than look each tuple up; what it adds are rows of nothing.
    return (
        select(*columns)
        .select_from(wanted.table)
        .outerjoin(INTERACTIONS, and_(_LOG.owner == bindparam("mine"), *match))
    )


# Made once: building a statement takes longer than running one of these.
_OF_DAYS: Final = _logged(COUNTED, _LOG.watched, _LOG.account, _LOG.day)
_OF_THREADS: Final = _logged(THREADED, _LOG.account, _LOG.thread)
_DROP_TALLY: Final = delete(TALLIES).where(
    TALLIES.c.owner == bindparam("mine"),
    TALLIES.c.watched == bindparam("of_watched"),
    TALLIES.c.account == bindparam("of_account"),
    TALLIES.c.day == bindparam("of_day"),
)
_DROP_EXCHANGES: Final = delete(EXCHANGES).where(
    EXCHANGES.c.owner == bindparam("mine"),
    EXCHANGES.c.account == bindparam("of_account"),
    EXCHANGES.c.root_uri == bindparam("of_root"),
)
_KEEP_TALLY: Final = insert_or_replace(TALLIES)
_KEEP_EXCHANGE: Final = insert(EXCHANGES)


@dataclass(frozen=True, slots=True)
class Touched:
    """Days (watched, account, day) and threads (account, root) whose interactions changed."""

    days: set[tuple[AccountKey, AccountKey, date]] = field(default_factory=set)
    threads: set[tuple[AccountKey, str]] = field(default_factory=set)

    def add(self, one: Interaction, zone: ZoneInfo) -> None:
        """Count in where this interaction stands, or stood."""
        self.days.add((one.watched, one.other, day_of(one.at, zone)))
        if not one.kind.is_signal:
            self.threads.add((one.other, one.thread))


async def recompute(scope: Scope, touched: Touched) -> None:
    """Bring the tallies of these days and the exchanges of these threads up to date."""
    if touched.days:
        await _recount(scope, touched.days)
    if touched.threads:
        await _reread(scope, touched.threads)


async def recompute_all(scope: Scope) -> None:
    """Make all tallies and exchanges anew."""
    for table in (TALLIES, EXCHANGES):
        await scope.run(delete(table).where(table.c.owner == scope.owner))
    mine = INTERACTIONS.c.owner == scope.owner
    rows = await scope.run(select(*COUNTED).where(mine))
    await _keep_tallies(scope, tally((counted(scope.owner, row) for row in rows), scope.zone))
    rows = await scope.run(select(*THREADED).where(mine, INTERACTIONS.c.kind.in_(_TALK)))
    await _keep_exchanges(scope, exchanges(threaded(scope.owner, row) for row in rows))


async def _recount(scope: Scope, days: set[tuple[AccountKey, AccountKey, date]]) -> None:
    wanted = listed((str(watched), str(account), str(day)) for watched, account, day in days)
    rows = await scope.run(_OF_DAYS, mine=scope.owner, wanted=wanted)
    found = tally((counted(scope.owner, row) for row in rows if _is_there(row)), scope.zone)
    empty = days - {(one.watched, one.account, one.day) for one in found}
    await scope.run_for(
        _DROP_TALLY,
        [
            {"mine": scope.owner, "of_watched": watched, "of_account": account, "of_day": day}
            for watched, account, day in empty
        ],
    )
    await _keep_tallies(scope, found)


async def _reread(scope: Scope, threads: set[tuple[AccountKey, str]]) -> None:
    wanted = listed((str(account), root) for account, root in threads)
    rows = await scope.run(_OF_THREADS, mine=scope.owner, wanted=wanted)
    await scope.run_for(
        _DROP_EXCHANGES,
        [
            {"mine": scope.owner, "of_account": account, "of_root": root}
            for account, root in threads
        ],
    )
    await _keep_exchanges(
        scope, exchanges(threaded(scope.owner, row) for row in rows if _is_there(row))
    )


def _is_there(row: Sequence[object]) -> bool:
    # Rows of nothing: see `_logged`.
    return row[0] is not None


async def _keep_tallies(scope: Scope, found: Iterable[Tally]) -> None:
    rows = [
        {
            "owner": one.owner,
            "watched": one.watched,
            "account": one.account,
            "day": one.day,
            "out_talk": one.out_talk,
            "in_talk": one.in_talk,
            "out_signal": one.out_signal,
            "in_signal": one.in_signal,
        }
        for one in found
    ]
    await scope.run_for(_KEEP_TALLY, rows)


async def _keep_exchanges(scope: Scope, found: Iterable[Exchange]) -> None:
    rows = [
        {
            "owner": scope.owner,
            "account": one.account,
            "root_uri": one.root_uri,
            "first": one.first,
            "last": one.last,
            "talk": one.talk,
            "turns": one.turns,
            "started_by_owner": one.started_by_owner,
            "link": one.link,
        }
        for one in found
    ]
    await scope.run_for(_KEEP_EXCHANGE, rows)
