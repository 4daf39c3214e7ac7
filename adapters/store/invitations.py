"""Invitations, version by version, on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select

from adapters.store.invitation_rows import invitation_of, row_of
from adapters.store.schema import INVITATION_VERSIONS, INVITATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select

    from adapters.store.scope import Scope
    from bot.domain.identity import PersonId
    from bot.domain.invitation import Invitation

_I: Final = INVITATIONS.c
_V: Final = INVITATION_VERSIONS.c
_LATEST: Final = (
    select(func.max(_V.version)).where(_V.invitation == _I.id).correlate(INVITATIONS)
).scalar_subquery()


class SqlInvitations:
    """`bot.ports.Invitations` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def begin(self, person: PersonId, number: int | None) -> int:
        """Make room for a new one; returns its id, which no other has had."""
        row = {"owner": self._scope.owner, "person": person, "number": number}
        made = await self._scope.run(insert(INVITATIONS).values(row).returning(_I.id))
        return int(made.scalar_one())

    async def put(self, invitation: Invitation) -> bool:
        """Keep a version; False, and nothing changes, unless it follows the latest one."""
        found = await self._scope.run(
            select(func.coalesce(_LATEST, 0)).where(
                _I.owner == self._scope.owner, _I.id == invitation.id
            )
        )
        if found.scalar_one_or_none() != invitation.version - 1:
            return False
        await self._scope.run_for(insert(INVITATION_VERSIONS), [row_of(invitation)])
        return True

    async def get(self, invitation: int) -> Invitation | None:
        """The latest version of one."""
        return next(iter(await self._read(_I.id == invitation, _V.version == _LATEST)), None)

    async def all(self) -> Sequence[Invitation]:
        """The latest version of each, by id."""
        return await self._read(_V.version == _LATEST)

    async def history(self, person: PersonId) -> Sequence[Invitation]:
        """All versions of a person's invitations, by id and version."""
        return await self._read(_I.person == person)

    async def _read(self, *where: ColumnElement[bool]) -> list[Invitation]:
        rows = await self._scope.run(_ALL.where(_I.owner == self._scope.owner, *where))
        return [invitation_of(row) for row in rows.mappings()]


_ALL: Final[Select[Any]] = (
    select(_I.id, _I.person, _I.number, INVITATION_VERSIONS)
    .join(INVITATION_VERSIONS, _V.invitation == _I.id)
    .order_by(_I.id, _V.version)
)
