"""One transaction on SQLite, scoped to one owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from adapters.store.decisions import SqlDecisions
from adapters.store.erasure import erase
from adapters.store.generation import grow
from adapters.store.inbox import SqlInbox
from adapters.store.invitations import SqlInvitations
from adapters.store.log import SqlLog
from adapters.store.meetings import SqlMeetings
from adapters.store.mishaps import SqlMishaps
from adapters.store.outbox import SqlOutbox
from adapters.store.people import SqlPeople
from adapters.store.preferences import SqlPreferences
from adapters.store.prepared import Prepared
from adapters.store.schema import OWNERS
from adapters.store.scope import Scope
from adapters.store.sql import insert_or_replace
from adapters.store.suggestions import SqlSuggestions
from adapters.store.watches import SqlWatches

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from adapters.store.asynchronous import AsyncConnection
    from adapters.store.generation import Generation, GenerationFile
    from bot.domain.identity import AccountKey, Owner

_ZONE: Final = Prepared(select(OWNERS.c.zone).where(OWNERS.c.id == bindparam("mine")))


class SqlUnit:
    """`bot.ports.Unit` on a connection whose transaction somebody else ends."""

    def __init__(
        self, scope: Scope, new_key: Callable[[], str], generations: GenerationFile
    ) -> None:
        self._scope = scope
        self._generations = generations
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

    async def settle_copy(self) -> None:
        """Take this store for the present one."""
        noted = self._generations.read()
        self._scope.grow(noted.number if noted is not None else 0)

    async def erase(self, watched: AccountKey, handles: Collection[str]) -> None:
        """Delete what was kept of a watched account."""
        await erase(self._scope, watched, handles)

    async def grown(self) -> Generation | None:
        """The store's new number, where what was done in this transaction makes it grow."""
        if not self._scope.growth:
            return None
        return await grow(self._scope.connection, max(self._scope.growth))


async def unit_for(
    owner: Owner,
    connection: AsyncConnection,
    new_key: Callable[[], str],
    generations: GenerationFile,
) -> SqlUnit:
    """The owner's unit; the log is dated anew if the owner has moved to another time zone."""
    scope = Scope(connection, owner.id, owner.zone)
    unit = SqlUnit(scope, new_key, generations)
    known = await scope.fetch(_ZONE, mine=owner.id)
    zone = known[0][0] if known else None
    if zone != str(owner.zone):
        row = {"id": owner.id, "zone": str(owner.zone)}
        await scope.run_for(insert_or_replace(OWNERS), [row])
        if zone is not None:
            await unit.log.reckon_days()
    return unit
