"""Put the accounts of one person together, as confirmed moves and joins have it, and apart again.

`accounts.person` is the person that an account belongs to now. Of a joined person, `half` says
whose a row was before: rows that came about while they were joined have none. `halves` has the
standing of each half; the person has the strongest of them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select, update

from adapters.store.records import record_of
from adapters.store.tables import (
    ACCOUNTS,
    HALVES,
    INVITATIONS,
    JOINS,
    MEETINGS,
    OUTBOX,
    PERSONS,
    SUGGESTIONS,
)
from adapters.store.unit.decisions import SqlDecisions
from bot.domain.people.identity import Account, Person, PersonId, leading_first, stronger
from bot.domain.people.join import JoinState, groups

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Row

    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import AccountKey

_A: Final = ACCOUNTS.c
_H: Final = HALVES.c
_P: Final = PERSONS.c
_OF_PEOPLE: Final = (ACCOUNTS, INVITATIONS, MEETINGS, SUGGESTIONS)


class Grouping:
    """The people of one owner, as groups of accounts."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def move(self, former: AccountKey, target: AccountKey) -> None:
        """Let the person who had `former` have `target` too, with all that is known of its person.

        Nothing is done where either account is not known yet, or the two are one person already.
        """
        persons = await self._persons([former, target])
        if len(set(persons.values())) < 2:  # noqa: PLR2004 (the two)
            return
        for person in persons.values():
            await self._part(person)
        halves = await self._persons([former, target])
        goes, stays = halves[target], halves[former]
        await SqlDecisions(self._scope).join(await self._person(goes), await self._person(stays))
        await self._merge(goes, stays)
        await self.regroup(await self._accounts_of([*persons.values(), *halves.values()]))

    async def regroup(self, accounts: Collection[AccountKey]) -> None:
        """Join and part the people of these accounts, as the stored joins have it."""
        concerned = set((await self._persons(accounts)).values())
        alone: set[PersonId] = set()
        for person in concerned:
            alone |= await self._part(person)
        c = JOINS.c
        rows = await self._scope.run(
            select(c.first, c.second).where(
                self._scope.mine(JOINS), c.state.in_([JoinState.JOINED])
            )
        )
        joins = [(row.first, row.second) for row in rows]
        halves = await self._persons({key for join in joins for key in join})
        edges = [(halves[first], halves[second]) for first, second in joins]
        for group in groups(edge for edge in edges if not alone.isdisjoint(edge)):
            if len(group) > 1:
                await self._join(group)

    async def halves(self, person: PersonId) -> list[Person]:
        """The halves of a person, or the person where nobody was joined; without accounts."""
        return await self._halves(person) or [await self._person(person)]

    async def stand(self, half: Person) -> bool:
        """Store the standing of a half, or of somebody not joined; `False` if there is none."""
        person = await self._scope.run(
            update(HALVES)
            .where(self._scope.mine(HALVES), _H.id == half.id)
            .values(standing=half.standing, snoozed_until=half.snoozed_until)
            .returning(_H.person)
        )
        joined = person.scalar_one_or_none()
        if joined is not None:
            half = replace(reduce(stronger, await self._halves(joined)), id=joined)
        return await self._stand(half)

    async def _halves(self, person: PersonId) -> list[Person]:
        rows = await self._scope.run(
            select(HALVES).where(self._scope.mine(HALVES), _H.person == person).order_by(_H.id)
        )
        return [record_of(Person, row, accounts=(), halves=()) for row in rows]

    async def _stand(self, person: Person) -> bool:
        found = await self._scope.run(
            update(PERSONS)
            .where(self._scope.mine(PERSONS), _P.id == person.id)
            .values(standing=person.standing, snoozed_until=person.snoozed_until)
        )
        return bool(found.rowcount)

    async def _persons(self, accounts: Collection[AccountKey]) -> dict[AccountKey, PersonId]:
        found = await self._scope.run(
            select(_A.key, _A.person).where(
                self._scope.mine(ACCOUNTS), _A.key.in_(sorted(accounts))
            )
        )
        return {row.key: PersonId(row.person) for row in found}

    async def _accounts_of(self, persons: Collection[PersonId]) -> set[AccountKey]:
        found = await self._scope.run(
            select(_A.key).where(self._scope.mine(ACCOUNTS), _A.person.in_(set(persons)))
        )
        return set(found.scalars())

    async def _part(self, person: PersonId) -> set[PersonId]:
        """Give each half of a person what is its own; returns the people that there are then."""
        scope = self._scope
        halves = await self._halves(person)
        if not halves:
            return {person}
        await scope.run(delete(HALVES).where(scope.mine(HALVES), _H.person == person))
        for half in halves:
            row = {"standing": half.standing, "snoozed_until": half.snoozed_until}
            if half.id == person:
                await self._stand(half)
            else:
                await scope.run(insert(PERSONS).values(owner=scope.owner, id=half.id, **row))
            for table in _OF_PEOPLE:
                await scope.run(
                    update(table)
                    .where(scope.mine(table), table.c.person == person, table.c.half == half.id)
                    .values(person=half.id, half=None)
                )
        everybody = {half.id for half in halves}
        await self._rename({person: sorted(everybody)})
        return everybody

    async def _join(self, halves: Collection[PersonId]) -> None:
        """Make these people one; it has the id of the half whose account leads."""
        scope = self._scope
        persons = [await self._person(half) for half in sorted(halves)]
        stays = await self._leading(halves)
        for person in persons:
            await scope.run(
                insert(HALVES).values(
                    owner=scope.owner,
                    id=person.id,
                    person=stays,
                    standing=person.standing,
                    snoozed_until=person.snoozed_until,
                )
            )
            for table in _OF_PEOPLE:
                await scope.run(
                    update(table)
                    .where(scope.mine(table), table.c.person == person.id)
                    .values(half=person.id)
                )
        for person in persons:
            if person.id != stays:
                await self._merge(person.id, stays)

    async def _merge(self, goes: PersonId, stays: PersonId) -> None:
        """Give all that a person has to another one, who has the stronger standing of both then."""
        scope = self._scope
        holds = stronger(await self._person(stays), await self._person(goes))
        await self._stand(replace(holds, id=stays))
        for table in _OF_PEOPLE:
            await scope.run(
                update(table).where(scope.mine(table), table.c.person == goes).values(person=stays)
            )
        await self._rename({goes: [stays]})
        await scope.run(delete(PERSONS).where(scope.mine(PERSONS), _P.id == goes))

    async def _leading(self, halves: Collection[PersonId]) -> PersonId:
        found = await self._scope.run(
            select(ACCOUNTS).where(self._scope.mine(ACCOUNTS), _A.person.in_(set(halves)))
        )
        first: Row[*tuple[Any, ...]] = min(
            found, key=lambda row: leading_first(record_of(Account, row))
        )
        return PersonId(first.person)

    async def _person(self, person: PersonId) -> Person:
        """A person without their accounts."""
        found = await self._scope.run(
            select(_P.id, _P.standing, _P.snoozed_until).where(
                self._scope.mine(PERSONS), _P.id == person
            )
        )
        return record_of(Person, found.one(), accounts=())

    async def _rename(self, names: dict[PersonId, Sequence[PersonId]]) -> None:
        """In messages, name these people in place of others."""
        c = OUTBOX.c
        rows = await self._scope.run(select(c.id, c.names).where(self._scope.mine(OUTBOX)))
        for row in rows.all():
            now = [new for name in row.names for new in names.get(name, [name])]
            if now != list(row.names):
                after = list(dict.fromkeys(now))
                await self._scope.run(update(OUTBOX).where(c.id == row.id).values(names=after))
