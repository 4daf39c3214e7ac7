"""People on SQLite: accounts, standing, relationships."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select, update

from adapters.store.joining import join
from adapters.store.prepared import Prepared
from adapters.store.schema import ACCOUNTS, MOVES, PERSONS, STANCES
from adapters.store.sql import chunks, insert_if_missing, insert_or_replace
from bot.domain.identity import (
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
from bot.domain.separation import Separation
from bot.errors import UnknownPersonError
from bot.ports import Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from adapters.store.scope import Scope
    from bot.domain.identity import AccountKey

_A: Final = ACCOUNTS.c
_ACCOUNT: Final = (
    _A.key,
    _A.handle,
    _A.display_name,
    _A.url,
    _A.bio,
    _A.fields,
    _A.is_bot,
    _A.flags,
    _A.language,
    _A.local_ids,
)
_STANCES: Final = Prepared(
    select(STANCES.c.watched, STANCES.c.account, STANCES.c.checked_at)
    .add_columns(STANCES.c.following, STANCES.c.followed_by, STANCES.c.blocking)
    .add_columns(STANCES.c.blocked_by, STANCES.c.muting)
    .add_columns(STANCES.c.apart_since, STANCES.c.apart_until)
    .where(STANCES.c.owner == bindparam("mine"))
    .order_by(STANCES.c.watched, STANCES.c.account)
)
_MOVES: Final = Prepared(
    select(MOVES.c.account, MOVES.c.target, MOVES.c.shown).where(MOVES.c.owner == bindparam("mine"))
)
# An outer join, though each account has its person: from the people, the planner would read all
# accounts for each of them.
_PEOPLE: Final = (
    select(PERSONS.c.id, PERSONS.c.standing, PERSONS.c.snoozed_until, *_ACCOUNT)
    .select_from(ACCOUNTS)
    .outerjoin(PERSONS, (PERSONS.c.owner == _A.owner) & (PERSONS.c.id == _A.person))
    .where(_A.owner == bindparam("mine"))
    .order_by(_A.person, _A.key)
)
_EVERYBODY: Final = Prepared(_PEOPLE)
_ONE: Final = Prepared(_PEOPLE.where(_A.person == bindparam("person")))


class SqlPeople:
    """`bot.ports.People` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def save(self, accounts: Iterable[Account]) -> None:
        """Keep these descriptions; an account not seen before becomes a person of its own."""
        moves, keys = await self._moves(), set()
        for some in chunks(accounts):
            moves |= await self._save(some, moves)
            keys |= {account.key for account in some}
        for former, move in sorted(moves.items()):
            if move.shown and not keys.isdisjoint({former, move.to}):
                await join(self._scope, former, move.to)

    async def _save(
        self, accounts: Sequence[Account], moves: Mapping[AccountKey, Move]
    ) -> dict[AccountKey, Move]:
        """Keep some descriptions; returns where they say that accounts have moved."""
        owner = self._scope.owner
        rows = await self._scope.run(
            select(_A.person, *_ACCOUNT).where(
                _A.owner == owner, _A.key.in_({one.key for one in accounts})
            )
        )
        known = {row.key: (PersonId(row.person), _account(row[1:], moves)) for row in rows}
        for one in accounts:
            person, before = known.get(one.key, (person_id(one.key), one))
            known[one.key] = (person, described_again(before, one))
        new = {"owner": owner, "standing": Standing.NEW, "snoozed_until": None}
        await self._scope.run_for(
            insert_if_missing(PERSONS),
            [{**new, "id": person} for person in sorted({person for person, _ in known.values()})],
        )
        await self._scope.run_for(
            insert_or_replace(ACCOUNTS),
            [
                {"owner": owner, "person": person, **_row(account)}
                for person, account in known.values()
            ],
        )
        moved = {key: account.move for key, (_, account) in known.items() if account.move}
        await self._scope.run_for(
            insert_or_replace(MOVES),
            [
                {"owner": owner, "account": key, "target": move.to, "shown": move.shown}
                for key, move in moved.items()
                if move != moves.get(key)
            ],
        )
        return moved

    async def _moves(self) -> dict[AccountKey, Move]:
        rows = await self._scope.fetch(_MOVES, mine=self._scope.owner)
        return {account: Move(target, shown) for account, target, shown in rows}

    async def all(self) -> Sequence[Person]:
        """Everybody, by id."""
        rows = await self._scope.fetch(_EVERYBODY, mine=self._scope.owner)
        return _persons(rows, await self._moves())

    async def get(self, person: PersonId) -> Person | None:
        """One person."""
        found = await self._scope.fetch(_ONE, mine=self._scope.owner, person=person)
        return next(iter(_persons(found, await self._moves())), None)

    async def stand(
        self, person: PersonId, standing: Standing, until: datetime | None = None
    ) -> None:
        """Write down what the owner said of a person.

        Raises:
            UnknownPersonError: there is no such person.
        """
        found = await self._scope.run(
            update(PERSONS)
            .where(PERSONS.c.owner == self._scope.owner, PERSONS.c.id == person)
            .values(standing=standing, snoozed_until=until)
        )
        if not found.rowcount:
            message = f"Nobody here has the id {person}."
            raise UnknownPersonError(message)

    async def save_stances(self, stances: Iterable[Stance]) -> None:
        """Keep what servers told of relationships, in place of what they told before."""
        rows = [
            {
                "owner": self._scope.owner,
                "watched": one.watched,
                "account": one.account,
                "following": one.relationship.following,
                "followed_by": one.relationship.followed_by,
                "blocking": one.relationship.blocking,
                "blocked_by": one.relationship.blocked_by,
                "muting": one.relationship.muting,
                "apart_since": one.separation.since if one.separation else None,
                "apart_until": one.separation.until if one.separation else None,
                "checked_at": one.checked_at,
            }
            for one in stances
        ]
        await self._scope.run_for(insert_or_replace(STANCES), rows)

    async def stances(self) -> Sequence[Stance]:
        """All that servers told of relationships."""
        rows = await self._scope.fetch(_STANCES, mine=self._scope.owner)
        return [
            Stance(
                watched,
                account,
                Relationship(*told),
                checked_at,
                Separation(since, until) if since and until else None,
            )
            for watched, account, checked_at, *told, since, until in rows
        ]


def _persons(rows: Iterable[Sequence[Any]], moves: Mapping[AccountKey, Move]) -> list[Person]:
    return [
        Person(
            PersonId(person),
            in_use_first(_account(row[3:], moves) for row in group),
            standing,
            until,
        )
        for (person, standing, until), group in groupby(rows, key=lambda row: tuple(row[:3]))
    ]


def _row(account: Account) -> dict[str, object]:
    return {
        "key": account.key,
        "handle": account.handle,
        "display_name": account.display_name,
        "url": account.url,
        "bio": account.bio,
        "fields": account.fields,
        "is_bot": account.is_bot,
        "flags": sorted(account.flags),
        "language": account.language,
        "local_ids": dict(account.local_ids),
    }


def _account(row: Sequence[Any], moves: Mapping[AccountKey, Move]) -> Account:
    key, handle, display_name, url, bio, fields, is_bot, flags, language, local_ids = row
    return Account(
        key=key,
        handle=handle,
        display_name=display_name,
        url=url,
        bio=bio,
        fields=tuple((name, value) for name, value in fields),
        is_bot=is_bot,
        flags=frozenset(Flag(flag) for flag in flags),
        language=language,
        local_ids=local_ids,
        move=moves.get(key),
    )
