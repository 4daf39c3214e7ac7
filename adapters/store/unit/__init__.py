"""All that is kept of one owner, in one transaction; a file for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from adapters.store.generation import Generation
from adapters.store.tables import OWNERS
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
from adapters.store.unit.scope import Scope
from adapters.store.unit.suggestions import SqlSuggestions
from adapters.store.unit.watches import SqlWatches

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy.ext.asyncio import AsyncConnection

    from adapters.store.generation import Counts
    from bot.domain.identity import AccountKey, Owner


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

    async def settle_copy(self) -> bool:
        """Take this store for the present one; whether it was a copy until now."""
        return await self._generation.settle()

    async def erase(self, watched: AccountKey, handles: Collection[str]) -> None:
        """Delete what was kept of a watched account."""
        await erase(self._scope, watched, handles)

    async def grown(self, *, is_wanted: bool) -> tuple[str, int] | None:
        """The store's name and new number, if it is to grow or something done here wants that."""
        return await self._generation.grow() if is_wanted or self._scope.growth else None


async def unit_for(
    owner: Owner, connection: AsyncConnection, new_key: Callable[[], str], counter: Counts
) -> SqlUnit:
    """The owner's unit; the log is dated anew if the owner has moved to another time zone."""
    scope = Scope(connection, owner.id, owner.zone)
    unit = SqlUnit(scope, new_key, Generation(connection, counter))
    found = await scope.run(select(OWNERS.c.zone).where(OWNERS.c.id == owner.id))
    zone = found.scalar_one_or_none()
    if zone != str(owner.zone):
        await scope.keep(OWNERS, [{"id": owner.id, "zone": str(owner.zone)}])
        if zone is not None:
            await unit.log.reckon_days()
    return unit
