"""People: accounts, standing, relationships, moves."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, or_, select, update

from adapters.store.erasure.forgotten import forgotten, leave, remember
from adapters.store.records import maker, record_of, values_of
from adapters.store.statements import chunks
from adapters.store.tables import ACCOUNTS, HALVES, JOINS, MOVES, PERSONS, PLACES, STANCES
from adapters.store.unit.person.grouping import Grouping
from bot.domain.people.identity import (
    Account,
    Flag,
    Move,
    Person,
    PersonId,
    Relationship,
    Standing,
    described_again,
    in_use_first,
    person_id,
)
from bot.domain.people.join import Join
from bot.domain.sentence import marked
from bot.domain.talk.separation import Separation
from bot.errors import UnknownPersonError
from bot.ports import Leftover, LeftoverKind, SaidPlace, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row

    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import AccountKey
    from bot.domain.people.join import Pair

_A: Final = ACCOUNTS.c
_P: Final = PERSONS.c
_M: Final = MOVES.c
_H: Final = HALVES.c
_UNKNOWN: Final = marked("Nobody here has the id {id}.")
_STANDING: Final = (_P.id, _P.standing, _P.snoozed_until)
# Outer joins, though each account has its person: from the people, SQLite's planner would read all
# accounts for each of them.
_DESCRIBED: Final = (
    select(*_STANDING, ACCOUNTS, _M.target, _M.shown)
    .select_from(ACCOUNTS)
    .outerjoin(PERSONS, (_P.owner == _A.owner) & (_P.id == _A.person))
    .outerjoin(MOVES, (_M.owner == _A.owner) & (_M.account == _A.key))
    .order_by(_A.person, _A.key)
)


class SqlPeople:
    """`bot.ports.People` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._grouping = Grouping(scope)

    async def save(self, accounts: Iterable[Account], at: datetime | None = None) -> None:
        """Keep these descriptions; an account not seen before becomes a person of its own."""
        moves, keys = await self._moves(), set()
        hidden, storable = await forgotten(self._scope), []
        for account in accounts:
            if (kept := hidden.account(account)) is not None:
                storable.append(_dated(kept, at))
            elif account.move is not None and account.move.shown:
                await self._follow(account.move.to)
        for chunk in chunks(storable):
            moves |= await self._save(chunk, moves)
            keys |= {account.key for account in chunk}
        for former, move in sorted(moves.items()):
            if move.shown and not keys.isdisjoint({former, move.to}):
                await self._grouping.move(former, move.to)

    async def _save(
        self, accounts: Sequence[Account], moves: Mapping[AccountKey, Move]
    ) -> dict[AccountKey, Move]:
        """Save descriptions; returns the moves that they tell of."""
        scope = self._scope
        rows = await scope.run(
            select(ACCOUNTS).where(
                scope.mine(ACCOUNTS), _A.key.in_({account.key for account in accounts})
            )
        )
        found = rows.all()
        halves = {row.key: row.half for row in found}
        known = {
            row.key: (PersonId(row.person), _account(row, moves.get(row.key))) for row in found
        }
        for account in accounts:
            person, before = known.get(account.key, (person_id(account.key), account))
            known[account.key] = (person, described_again(before, account))
        new = {"owner": scope.owner, "standing": Standing.NEW, "snoozed_until": None}
        await scope.keep_missing(
            PERSONS,
            [{**new, "id": person} for person in sorted({person for person, _ in known.values()})],
        )
        await scope.keep(
            ACCOUNTS,
            [
                scope.row(account, ACCOUNTS, person=person, half=halves.get(account.key))
                for person, account in known.values()
            ],
        )
        moved = {key: account.move for key, (_, account) in known.items() if account.move}
        await scope.keep(
            MOVES,
            [
                {"owner": scope.owner, "account": key, "target": move.to, "shown": move.shown}
                for key, move in moved.items()
                if move != moves.get(key)
            ],
        )
        return moved

    async def _follow(self, to: AccountKey) -> None:
        """Forget the account too that somebody forgotten has moved to, as their server confirms."""
        if not (await forgotten(self._scope)).has(to):
            await remember(self._scope, [str(to), to.id], ())
            await leave(self._scope, [Leftover(LeftoverKind.AGAIN, "")])

    async def _moves(self) -> dict[AccountKey, Move]:
        rows = await self._scope.all(MOVES)
        return {row.account: Move(row.target, row.shown) for row in rows}

    async def all(self) -> Sequence[Person]:
        return await self._persons()

    async def get(self, person: PersonId) -> Person | None:
        now = select(_H.person).where(self._scope.mine(HALVES), _H.id == person)
        found = await self._persons(or_(_A.person == person, _A.person.in_(now)))
        return next(iter(found), None)

    async def _persons(self, *where: ColumnElement[bool]) -> list[Person]:
        rows = await self._scope.run(_DESCRIBED.where(self._scope.mine(ACCOUNTS), *where))
        columns = tuple(rows.keys())
        person, account = maker(Person, columns), maker(Account, columns)
        groups = (list(group) for _, group in groupby(rows, key=lambda row: row.person))
        return [
            person(
                group[0],
                accounts=in_use_first(account(row, move=_move(row)) for row in group),
                halves=_halves(group),
            )
            for group in groups
        ]

    async def stand(
        self, person: PersonId, standing: Standing, until: datetime | None = None
    ) -> None:
        said = {"standing": standing, "snoozed_until": until}
        for table, its_id in ((HALVES, _H.person), (PERSONS, _P.id)):
            found = await self._scope.run(
                update(table).where(self._scope.mine(table), its_id == person).values(said)
            )
        if not found.rowcount:
            raise UnknownPersonError(_UNKNOWN, id=person)

    async def halves(self, person: PersonId) -> Sequence[Person]:
        return await self._grouping.halves(person)

    async def stand_again(self, half: Person) -> None:
        if not await self._grouping.stand(half):
            raise UnknownPersonError(_UNKNOWN, id=half.id)

    async def say_place(self, account: AccountKey, said: SaidPlace | None) -> None:
        if said is not None:
            await self._scope.keep(PLACES, [self._scope.row(said, PLACES)])
            return
        await self._scope.run(
            delete(PLACES).where(self._scope.mine(PLACES), PLACES.c.account == account)
        )

    async def said_places(self) -> Sequence[SaidPlace]:
        c = PLACES.c
        rows = await self._scope.run(
            select(PLACES).where(self._scope.mine(PLACES)).order_by(c.said_at.desc(), c.account)
        )
        return [record_of(SaidPlace, row) for row in rows]

    async def save_stances(self, stances: Iterable[Stance]) -> None:
        hidden = await forgotten(self._scope)
        rows = [
            self._scope.row(
                stance,
                STANCES,
                **values_of(stance.relationship, STANCES),
                apart_since=stance.separation.since if stance.separation else None,
                apart_until=stance.separation.until if stance.separation else None,
            )
            for stance in stances
            if not hidden.has(stance.account)
        ]
        await self._scope.keep(STANCES, rows)

    async def stances(self) -> Sequence[Stance]:
        c = STANCES.c
        rows = await self._scope.all(STANCES, c.watched, c.account)
        return [
            record_of(
                Stance,
                row,
                relationship=record_of(Relationship, row),
                separation=Separation(row.apart_since, row.apart_until)
                if row.apart_since and row.apart_until
                else None,
            )
            for row in rows
        ]

    async def relate(self, joins: Iterable[Join]) -> None:
        found = list(joins)
        await self._scope.keep(JOINS, [self._scope.row(join, JOINS) for join in found])
        await self._grouping.regroup({key for join in found for key in join.pair})

    async def unrelate(self, pairs: Iterable[Pair]) -> None:
        found = list(pairs)
        c = JOINS.c
        for first, second in found:
            await self._scope.run(
                delete(JOINS).where(self._scope.mine(JOINS), c.first == first, c.second == second)
            )
        await self._grouping.regroup({key for pair in found for key in pair})

    async def joins(self) -> Sequence[Join]:
        rows = await self._scope.all(JOINS, JOINS.c.first, JOINS.c.second)
        return [record_of(Join, row) for row in rows]


def _dated(account: Account, at: datetime | None) -> Account:
    return account if Flag.UNDESCRIBED in account.flags else replace(account, described_at=at)


def _halves(rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[frozenset[AccountKey], ...]:
    names = sorted({row.half for row in rows if row.half is not None})
    return tuple(frozenset(row.key for row in rows if row.half == name) for name in names)


def _account(row: Row[*tuple[Any, ...]], move: Move | None) -> Account:
    return record_of(Account, row, move=move)


def _move(row: Row[*tuple[Any, ...]]) -> Move | None:
    return None if row.target is None else Move(row.target, row.shown)
