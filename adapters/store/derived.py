"""What follows from the log: tallies and exchanges, brought up to date where it was touched.

A new interaction adds one to its day's tally. What changes or goes makes its day be counted
again, and talk makes its thread be read again. All of it by the pure functions, on rows of the
log: what increments leave and what a rebuild makes is the same, and a test holds it to that.
The cost is that of the days and threads touched, whatever the log's size.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, delete, insert, select

from adapters.store.interaction_rows import COUNTED, THREADED, counted, threaded
from adapters.store.prepared import Prepared
from adapters.store.schema import EXCHANGES, INTERACTIONS, TALLIES
from adapters.store.sql import Listed, insert_or_add, insert_or_replace, listed
from bot.domain.exchange import Exchange, exchanges
from bot.domain.tally import Tally, day_of, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import Column, Select

    from adapters.store.scope import Scope
    from bot.domain.identity import AccountKey
    from bot.domain.interaction import Interaction

_LOG: Final = INTERACTIONS.c
_ACCOUNT, _OUTGOING, _THREAD = (
    THREADED.index(one) for one in (_LOG.account, _LOG.outgoing, _LOG.thread)
)


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


_OF_DAYS: Final = Prepared(_logged(COUNTED, _LOG.watched, _LOG.account, _LOG.day))
_OF_THREADS: Final = Prepared(_logged(THREADED, _LOG.account, _LOG.thread))
_DROP_TALLY: Final = Prepared(
    delete(TALLIES).where(
        TALLIES.c.owner == bindparam("mine"),
        TALLIES.c.watched == bindparam("of_watched"),
        TALLIES.c.account == bindparam("of_account"),
        TALLIES.c.day == bindparam("of_day"),
    )
)
_DROP_EXCHANGES: Final = Prepared(
    delete(EXCHANGES).where(
        EXCHANGES.c.owner == bindparam("mine"),
        EXCHANGES.c.account == bindparam("of_account"),
        EXCHANGES.c.root_uri == bindparam("of_root"),
    )
)
KEEP_TALLY: Final = Prepared(insert_or_replace(TALLIES), TALLIES.c.keys())
_ADD_TALLY: Final = Prepared(insert_or_add(TALLIES), TALLIES.c.keys())
_KEEP_EXCHANGE: Final = Prepared(insert(EXCHANGES), EXCHANGES.c.keys())


@dataclass(frozen=True, slots=True)
class Touched:
    """What is new in the log, and the days and threads in which something changed.

    A day is (watched, account, day), a thread (account, root).
    """

    added: list[Interaction] = field(default_factory=list)
    days: set[tuple[AccountKey, AccountKey, date]] = field(default_factory=set)
    threads: set[tuple[AccountKey, str]] = field(default_factory=set)

    def add(self, one: Interaction) -> None:
        """Count in a new interaction."""
        self.added.append(one)
        if not one.kind.is_signal:
            self.threads.add((one.other, one.thread))

    def change(self, one: Interaction, zone: ZoneInfo) -> None:
        """Count in where an interaction stands that was there before, or where it stood."""
        self.days.add((one.watched, one.other, day_of(one.at, zone)))
        if not one.kind.is_signal:
            self.threads.add((one.other, one.thread))


async def bring_up_to_date(scope: Scope, touched: Touched) -> None:
    """Bring tallies and exchanges up to date with what was touched."""
    await put_tallies(scope, _ADD_TALLY, tally(touched.added, scope.zone))
    if touched.days:
        await _recount(scope, touched.days)
    if touched.threads:
        await _reread(scope, touched.threads)


async def _recount(scope: Scope, days: set[tuple[AccountKey, AccountKey, date]]) -> None:
    wanted = listed((str(watched), str(account), str(day)) for watched, account, day in days)
    rows = await scope.fetch(_OF_DAYS, mine=scope.owner, wanted=wanted)
    found = tally((counted(scope.owner, row) for row in rows if _is_there(row)), scope.zone)
    empty = days - {(one.watched, one.account, one.day) for one in found}
    await scope.put(
        _DROP_TALLY,
        [
            {"mine": scope.owner, "of_watched": watched, "of_account": account, "of_day": day}
            for watched, account, day in empty
        ],
    )
    await put_tallies(scope, KEEP_TALLY, found)


async def _reread(scope: Scope, threads: set[tuple[AccountKey, str]]) -> None:
    wanted = listed((str(account), root) for account, root in threads)
    rows = await scope.fetch(_OF_THREADS, mine=scope.owner, wanted=wanted)
    await scope.put(
        _DROP_EXCHANGES,
        [
            {"mine": scope.owner, "of_account": account, "of_root": root}
            for account, root in threads
        ],
    )
    await keep_exchanges(scope, exchanges(threaded(scope.owner, row) for row in _mutual(rows)))


def _mutual(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows of threads in which both say something: where one does there is no exchange."""
    threads: defaultdict[tuple[AccountKey, str], list[Sequence[Any]]] = defaultdict(list)
    for row in rows:
        if _is_there(row):
            threads[row[_ACCOUNT], row[_THREAD]].append(row)
    for thread in threads.values():
        if len({row[_OUTGOING] for row in thread}) > 1:
            yield from thread


def _is_there(row: Sequence[object]) -> bool:
    # Rows of nothing: see `_logged`.
    return row[0] is not None


async def put_tallies(scope: Scope, statement: Prepared, found: Iterable[Tally]) -> None:
    """Keep these tallies, in the way of the statement."""
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
    await scope.put(statement, rows)


async def keep_exchanges(scope: Scope, found: Iterable[Exchange]) -> None:
    """Keep these exchanges, which are not there yet."""
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
    await scope.put(_KEEP_EXCHANGE, rows)
