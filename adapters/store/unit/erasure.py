"""Deleting what was kept of a watched account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, or_, select, update

from adapters.store import tables
from adapters.store.erasure.forgotten import leave
from adapters.store.unit.log import SqlLog
from bot.domain.meeting.invitation import State
from bot.domain.people.identity import Standing
from bot.ports import Leftover, LeftoverKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Select, Table

    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import AccountKey


async def erase(scope: Scope, watched: AccountKey, handles: Collection[str]) -> None:
    """Delete what `bot.ports.Unit.erase` names."""
    mine = _Mine(scope)
    for table in (tables.INTERACTIONS, tables.TALLIES, tables.STANCES, tables.QUARANTINE):
        await mine.delete(table, table.c.watched == watched)
    await mine.delete(tables.WITHDRAWN, ~_in_log(tables.WITHDRAWN.c.uri))
    await mine.delete(tables.MISHAPS)
    await mine.delete(tables.DECISIONS)
    await SqlLog(scope).rebuild()
    await _people(mine)
    await _messages(mine, watched, {*handles, watched.id})
    await scope.run(
        update(tables.WATCHES)
        .where(tables.WATCHES.c.owner == scope.owner, tables.WATCHES.c.key == watched)
        .values(cursor=None, reaches_back_to=None, complete_at=None, collected_at=None)
    )
    await leave(scope, [Leftover(LeftoverKind.DISK, "")])


class _Mine:
    """The rows of one owner."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    async def delete(self, table: Table, *where: ColumnElement[bool]) -> None:
        await self.scope.run(delete(table).where(table.c.owner == self.scope.owner, *where))

    async def has_log(self) -> bool:
        found = await self.scope.run(
            select(tables.INTERACTIONS.c.id)
            .where(tables.INTERACTIONS.c.owner == self.scope.owner)
            .limit(1)
        )
        return found.first() is not None


async def _people(mine: _Mine) -> None:
    """Delete people whom no other watched account has talked with, but keep their refusals."""
    persons, accounts = tables.PERSONS, tables.ACCOUNTS
    talked = exists().where(
        accounts.c.owner == persons.c.owner,
        accounts.c.person == persons.c.id,
        tables.INTERACTIONS.c.owner == accounts.c.owner,
        tables.INTERACTIONS.c.account == accounts.c.key,
    )
    kept: list[ColumnElement[bool]] = [talked]
    others_go_on = await mine.has_log()
    if others_go_on:
        kept += [persons.c.standing == Standing.NEVER, persons.c.id.in_(_declined())]
    await mine.delete(persons, ~or_(*kept))
    left = select(persons.c.id).where(persons.c.owner == mine.scope.owner)
    await mine.delete(tables.SUGGESTIONS, tables.SUGGESTIONS.c.person.not_in(left))
    silent = select(accounts.c.key).where(
        accounts.c.owner == mine.scope.owner, ~_talks_with(accounts)
    )
    await mine.delete(tables.PLACES, tables.PLACES.c.account.in_(silent))
    known = select(accounts.c.key).where(accounts.c.owner == mine.scope.owner)
    await mine.delete(tables.MOVES, tables.MOVES.c.account.not_in(known))
    await mine.delete(tables.STANCES, tables.STANCES.c.account.not_in(known))
    if not others_go_on:
        for table in (tables.OCCURRENCES, tables.PREFERENCES, tables.MEETINGS):
            await mine.delete(table)


def _talks_with(accounts: Table) -> ColumnElement[bool]:
    return exists().where(
        tables.INTERACTIONS.c.owner == accounts.c.owner,
        tables.INTERACTIONS.c.account == accounts.c.key,
    )


def _declined() -> Select[tuple[str]]:
    versions, invitations = tables.INVITATION_VERSIONS, tables.INVITATIONS
    return (
        select(invitations.c.person)
        .join(versions, versions.c.invitation == invitations.c.id)
        .where(versions.c.state == State.DECLINED)
    )


async def _messages(mine: _Mine, watched: AccountKey, recipients: Collection[str]) -> None:
    """Delete the messages from and to the account, and those that name somebody who is gone."""
    outbox, owner = tables.OUTBOX, mine.scope.owner
    persons = await mine.scope.run(
        select(tables.PERSONS.c.id).where(tables.PERSONS.c.owner == owner)
    )
    left = set(persons.scalars())
    rows = await mine.scope.run(select(outbox.c.id, outbox.c.names).where(outbox.c.owner == owner))
    stale = [number for number, names in rows if not left.issuperset(names)]
    await mine.delete(
        outbox,
        or_(outbox.c.sender == watched, outbox.c.recipient.in_(recipients), outbox.c.id.in_(stale)),
    )


def _in_log(uri: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(
        tables.INTERACTIONS.c.owner == tables.WITHDRAWN.c.owner,
        tables.INTERACTIONS.c.object_uri == uri,
    )
