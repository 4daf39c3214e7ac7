"""Making two persons one, as an account of the one has moved to an account of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from adapters.store.decisions import SqlDecisions
from adapters.store.schema import ACCOUNTS, INVITATIONS, MEETINGS, OUTBOX, PERSONS, SUGGESTIONS
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
    if former not in persons or target not in persons or persons[former] == persons[target]:
        return
    stays, goes = await _person(scope, persons[former]), await _person(scope, persons[target])
    holds = stronger(stays, goes)
    await scope.run(
        update(PERSONS)
        .where(PERSONS.c.owner == scope.owner, PERSONS.c.id == stays.id)
        .values(standing=holds.standing, snoozed_until=holds.snoozed_until)
    )
    for table in (ACCOUNTS, INVITATIONS, MEETINGS, SUGGESTIONS):
        await scope.run(
            update(table)
            .where(table.c.owner == scope.owner, table.c.person == goes.id)
            .values(person=stays.id)
        )
    await SqlDecisions(scope).join(goes, stays)
    await _rename_in_outbox(scope, goes, stays)
    await scope.run(delete(PERSONS).where(PERSONS.c.owner == scope.owner, PERSONS.c.id == goes.id))


async def _person(scope: Scope, person: str) -> Person:
    """Where somebody stands, without their accounts."""
    c = PERSONS.c
    found = await scope.run(
        select(c.id, c.standing, c.snoozed_until).where(c.owner == scope.owner, c.id == person)
    )
    row = found.one()
    return Person(row.id, (), row.standing, row.snoozed_until)


async def _rename_in_outbox(scope: Scope, goes: Person, stays: Person) -> None:
    c = OUTBOX.c
    rows = await scope.run(select(c.id, c.names).where(c.owner == scope.owner))
    for number, names in rows.all():
        if goes.id in names:
            after = [stays.id if name == goes.id else name for name in names]
            await scope.run(update(OUTBOX).where(c.id == number).values(names=after))
