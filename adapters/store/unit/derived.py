"""What follows from the log: tallies and exchanges, brought up to date where it was touched.

A new interaction adds one to its day's tally. What changes or goes makes its day be counted
again, and talk makes its thread be read again. All of it by the pure functions, on rows of the
log: what increments leave and what a rebuild makes is the same, and a test holds it to that.
The cost is that of the days and threads touched, whatever the log's size.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, insert

from adapters.store.statements import PAIRS, chunks, insert_or_add
from adapters.store.tables import EXCHANGES, INTERACTIONS, TALLIES
from adapters.store.unit.interactions import find
from bot.domain.talk.exchange import Exchange, exchanges
from bot.domain.talk.tally import Tally, day_of, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction

    Day = tuple[AccountKey, AccountKey, date]
    """Watched account, account, day."""
    Thread = tuple[AccountKey, str]
    """Account, root."""

_LOG: Final = INTERACTIONS.c
_DROP_TALLY: Final = delete(TALLIES).where(
    *(TALLIES.c[name] == bindparam(f"of_{name}") for name in ("owner", "watched", "account", "day"))
)
_DROP_EXCHANGES: Final = delete(EXCHANGES).where(
    *(EXCHANGES.c[name] == bindparam(f"of_{name}") for name in ("owner", "account", "root_uri"))
)


@dataclass(frozen=True, slots=True)
class Touched:
    """What is new in the log, and the days and threads in which something changed."""

    added: list[Interaction] = field(default_factory=list)
    days: set[Day] = field(default_factory=set)
    threads: set[Thread] = field(default_factory=set)

    def add(self, interaction: Interaction) -> None:
        """Count in a new interaction."""
        self.added.append(interaction)
        if not interaction.kind.is_signal:
            self.threads.add((interaction.other, interaction.thread))

    def change(self, interaction: Interaction, zone: ZoneInfo) -> None:
        """Count in where an interaction stands that was there before, or where it stood."""
        self.days.add((interaction.watched, interaction.other, day_of(interaction.at, zone)))
        if not interaction.kind.is_signal:
            self.threads.add((interaction.other, interaction.thread))


async def bring_up_to_date(scope: Scope, touched: Touched) -> None:
    """Bring tallies and exchanges up to date with what was touched."""
    await scope.run_for(
        insert_or_add(TALLIES, scope.database), _tallies(scope, tally(touched.added, scope.zone))
    )
    for days in chunks(sorted(touched.days), PAIRS):
        await _recount(scope, set(days))
    for threads in chunks(sorted(touched.threads), PAIRS):
        await _reread(scope, set(threads))


def made_from(log: Sequence[Interaction], scope: Scope) -> tuple[list[Tally], list[Exchange]]:
    """What follows from the whole log."""
    return tally(log, scope.zone), exchanges(log)


async def keep_instead(scope: Scope, tallies: Sequence[Tally], found: Sequence[Exchange]) -> None:
    """Keep these, and no others."""
    for table in (TALLIES, EXCHANGES):
        await scope.run(delete(table).where(scope.mine(table)))
    await scope.run_for(insert(TALLIES), _tallies(scope, tallies))
    await _add_exchanges(scope, found)


async def _recount(scope: Scope, days: set[Day]) -> None:
    some = await find(
        scope,
        _LOG.account.in_({account for _, account, _ in days}),
        _LOG.day.in_({day for *_, day in days}),
    )
    found = tally(
        (
            interaction
            for _, interaction in some
            if (interaction.watched, interaction.other, day_of(interaction.at, scope.zone)) in days
        ),
        scope.zone,
    )
    empty = days - {(counted.watched, counted.account, counted.day) for counted in found}
    await scope.run_for(
        _DROP_TALLY,
        [
            {"of_owner": scope.owner, "of_watched": watched, "of_account": account, "of_day": day}
            for watched, account, day in empty
        ],
    )
    await scope.keep(TALLIES, _tallies(scope, found))


async def _reread(scope: Scope, threads: set[Thread]) -> None:
    some = await find(
        scope,
        _LOG.account.in_({account for account, _ in threads}),
        _LOG.thread.in_({root for _, root in threads}),
    )
    await scope.run_for(
        _DROP_EXCHANGES,
        [
            {"of_owner": scope.owner, "of_account": account, "of_root_uri": root}
            for account, root in threads
        ],
    )
    await _add_exchanges(
        scope,
        exchanges(
            interaction
            for _, interaction in some
            if (interaction.other, interaction.thread) in threads
        ),
    )


def _tallies(scope: Scope, found: Iterable[Tally]) -> list[dict[str, object]]:
    return [scope.row(counted, TALLIES) for counted in found]


async def _add_exchanges(scope: Scope, found: Iterable[Exchange]) -> None:
    await scope.run_for(insert(EXCHANGES), [scope.row(run, EXCHANGES) for run in found])
