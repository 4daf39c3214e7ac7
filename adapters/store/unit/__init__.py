"""All that is kept of one owner, in one transaction; a file for each part."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, text

from adapters.store.engine import TALKED
from adapters.store.erasure.erasures import SqlErasures
from adapters.store.erasure.person import owned
from adapters.store.tables import METADATA, OWNERS
from adapters.store.unit.decisions import SqlDecisions
from adapters.store.unit.erasure import erase
from adapters.store.unit.inbox import SqlInbox
from adapters.store.unit.invitations import SqlInvitations
from adapters.store.unit.log import SqlLog
from adapters.store.unit.meetings import SqlMeetings
from adapters.store.unit.mishaps import SqlMishaps
from adapters.store.unit.outbox import SqlOutbox
from adapters.store.unit.people import SqlPeople
from adapters.store.unit.preferences import SqlPreferences
from adapters.store.unit.suggestions import SqlSuggestions
from adapters.store.unit.watches import SqlWatches

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from adapters.store.generation import Generation
    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import AccountKey


_SNAPSHOT: Final = text(
    "SELECT concat(pg_current_snapshot(), ' ', pg_current_xact_id_if_assigned())"
)
_NUMBER: Final = "terrasse_number"
_NUMBERS: Final = count()
"""A number for each connection of this process."""


class SqlUnit:
    """`bot.ports.Unit` on a connection whose transaction somebody else ends."""

    def __init__(self, scope: Scope, new_key: Callable[[], str], generation: Generation) -> None:
        self._scope = scope
        self._generation = generation
        self.log = SqlLog(scope)
        self.people = SqlPeople(scope)
        self.watches = SqlWatches(scope)
        self.suggestions = SqlSuggestions(scope)
        self.invitations = SqlInvitations(scope)
        self.meetings = SqlMeetings(scope)
        self.decisions = SqlDecisions(scope)
        self.preferences = SqlPreferences(scope)
        self.mishaps = SqlMishaps(scope)
        self.inbox = SqlInbox(scope)
        self.outbox = SqlOutbox(scope, new_key)
        self.erasures = SqlErasures(scope)

    def attempt(self) -> AbstractAsyncContextManager[object]:
        """A savepoint for the length of a block."""
        return self._scope.connection.begin_nested()

    async def settle_copy(self) -> bool:
        """Accept this store as the current one. True if it was a copy until now."""
        return await self._generation.settle()

    async def erase(self, watched: AccountKey, handles: Collection[str]) -> None:
        """Delete what was kept of a watched account."""
        await erase(self._scope, watched, handles)

    async def revision(self, *, of_talk: bool = False) -> str:
        """A mark of what this transaction sees.

        SQLite counts the changes of a connection, and notes those of others
        (https://sqlite.org/pragma.html#pragma_data_version); in PostgreSQL, a snapshot is which
        other transactions are seen, and a transaction that has changed something has an id
        (https://www.postgresql.org/docs/current/functions-info.html).
        """
        connection = self._scope.connection
        if self._scope.database == "postgresql":
            return str(await connection.scalar(_SNAPSHOT))
        others = await connection.scalar(text("SELECT data_version FROM pragma_data_version"))
        own = (
            connection.info.get(TALKED, 0)
            if of_talk
            else await connection.scalar(text("SELECT total_changes()"))
        )
        return f"{connection.info.setdefault(_NUMBER, next(_NUMBERS))} {others} {own}"

    async def rows(self) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """All the owner's rows, by table."""
        return {
            table.name: [
                dict(row)
                for row in (
                    await self._scope.run(select(table).where(mine).order_by(*table.primary_key))
                ).mappings()
            ]
            for table in METADATA.sorted_tables
            if (mine := owned(self._scope, table)) is not None
        }

    async def grown(self, *, is_wanted: bool) -> tuple[str, int] | None:
        """The store's name and new number, if this unit has to be counted."""
        return await self._generation.grow() if is_wanted or self._scope.growth else None


async def settle_zone(scope: Scope) -> None:
    """Recompute the days of the log if the owner's time zone has changed since the last unit."""
    found = await scope.run(select(OWNERS.c.zone).where(OWNERS.c.id == scope.owner))
    zone = found.scalar_one_or_none()
    if zone != str(scope.zone):
        await scope.keep(OWNERS, [{"id": scope.owner, "zone": str(scope.zone)}])
        if zone is not None:
            await SqlLog(scope).reckon_days()
