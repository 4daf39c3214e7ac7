"""Making two persons one, as an account of the one has moved to an account of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from adapters.store.schema import (
    ACCOUNTS,
    DECISIONS,
    INVITATIONS,
    MEETINGS,
    OUTBOX,
    PERSONS,
    SUGGESTIONS,
)
from bot.domain.identity import Person, stronger

if TYPE_CHECKING:
    from adapters.store.scope import Scope
    from bot.domain.identity import AccountKey


async def join(scope: Scope, former: AccountKey, target: AccountKey) -> None:
    """Let the person who had `former` have `target` too, with all that is known of its person.

    Nothing is done where either account is not known yet, or the two are one person already.
    """
    c = ACCOUNTS.c
    found = await scope.run(
        select(c.key, c.person).where(c.owner == scope.owner, c.key.in_([former, target]))
    )
    persons = {row.key: row.person for row in found}
    stays, goes = persons.get(former), persons.get(target)
    if stays is None or goes is None or stays == goes:
        return
    await _keep_standing(scope, stays, goes)
    for table in (ACCOUNTS, INVITATIONS, MEETINGS, SUGGESTIONS):
        await scope.run(
            update(table)
            .where(table.c.owner == scope.owner, table.c.person == goes)
            .values(person=stays)
        )
    # Ids of persons are long and random, and stand in these columns as whole texts.
    for table, column in ((OUTBOX, OUTBOX.c.names), (DECISIONS, DECISIONS.c.before)):
        await scope.run(
            update(table)
            .where(table.c.owner == scope.owner)
            .values({column.name: func.replace(column, f'"{goes}"', f'"{stays}"')})
        )
    await scope.run(delete(PERSONS).where(PERSONS.c.owner == scope.owner, PERSONS.c.id == goes))


async def _keep_standing(scope: Scope, stays: str, goes: str) -> None:
    c = PERSONS.c
    rows = await scope.run(
        select(c.id, c.standing, c.snoozed_until).where(
            c.owner == scope.owner, c.id.in_([stays, goes])
        )
    )
    both = {row.id: Person(row.id, (), row.standing, row.snoozed_until) for row in rows}
    holds = stronger(both[stays], both[goes])
    await scope.run(
        update(PERSONS)
        .where(c.owner == scope.owner, c.id == stays)
        .values(standing=holds.standing, snoozed_until=holds.snoozed_until)
    )
