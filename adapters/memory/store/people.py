"""People in memory: accounts, standing, relationships."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from bot.domain.decision import joined
from bot.domain.identity import (
    Person,
    described_again,
    in_use_first,
    person_id,
    stronger,
)
from bot.errors import UnknownPersonError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from _typeshed import DataclassInstance

    from adapters.memory.store.kept import Kept
    from bot.domain.identity import Account, AccountKey, PersonId, Standing
    from bot.ports import Stance


_Thing = TypeVar("_Thing", bound="DataclassInstance")


class MemoryPeople:
    """`bot.ports.People` for one owner."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def save(self, accounts: Iterable[Account]) -> None:
        """Keep these descriptions; an account not seen before becomes a person of its own."""
        for account in accounts:
            number = self._kept.behind.get(account.key) or person_id(account.key)
            self._kept.behind[account.key] = number
            person = self._kept.people.get(number, Person(number, ()))
            by_key = {one.key: one for one in person.accounts}
            before = by_key.get(account.key, account)
            by_key[account.key] = described_again(before, account)
            in_order = in_use_first(by_key.values())
            self._kept.people[number] = replace(person, accounts=in_order)
        known = [account for person in self._kept.people.values() for account in person.accounts]
        for former in sorted(known, key=lambda account: account.key):
            if former.move is not None and former.move.shown:
                self._join(former.key, former.move.to)

    def _join(self, former: AccountKey, target: AccountKey) -> None:
        """Let the person who has moved be the one whom the new account was taken for."""
        stays, goes = self._kept.behind[former], self._kept.behind.get(target)
        if goes is None or goes == stays:
            return
        kept = self._kept
        first, second = kept.people[stays], kept.people.pop(goes)
        holds = stronger(first, second)
        kept.people[stays] = replace(
            first,
            accounts=in_use_first((*first.accounts, *second.accounts)),
            standing=holds.standing,
            snoozed_until=holds.snoozed_until,
        )
        kept.behind.update(dict.fromkeys(second.keys, stays))
        kept.suggestions[:] = [_about(made, goes, stays) for made in kept.suggestions]
        kept.meetings.update({n: _about(met, goes, stays) for n, met in kept.meetings.items()})
        kept.invitations.update(
            {
                number: tuple(_about(version, goes, stays) for version in versions)
                for number, versions in kept.invitations.items()
            }
        )
        for number, row in list(kept.outbox.items()):
            names = tuple(stays if name == goes else name for name in row.draft.names)
            kept.outbox[number] = replace(row, draft=replace(row.draft, names=names))
        kept.decisions[:] = [joined(said, second, first) for said in kept.decisions]

    async def all(self) -> Sequence[Person]:
        """Everybody, by id."""
        return [self._kept.people[number] for number in sorted(self._kept.people)]

    async def get(self, person: PersonId) -> Person | None:
        """One person."""
        return self._kept.people.get(person)

    async def stand(
        self, person: PersonId, standing: Standing, until: datetime | None = None
    ) -> None:
        """Write down what the owner said of a person.

        Raises:
            UnknownPersonError: there is no such person.
        """
        found = self._kept.people.get(person)
        if found is None:
            message = f"Nobody here has the id {person}."
            raise UnknownPersonError(message)
        self._kept.people[person] = replace(found, standing=standing, snoozed_until=until)

    async def save_stances(self, stances: Iterable[Stance]) -> None:
        """Keep what servers told of relationships, in place of what they told before."""
        self._kept.stances.update({(one.watched, one.account): one for one in stances})

    async def stances(self) -> Sequence[Stance]:
        """All that servers told of relationships."""
        return [self._kept.stances[pair] for pair in sorted(self._kept.stances)]


def _about(thing: _Thing, goes: PersonId, stays: PersonId) -> _Thing:
    """The same, about the person who stays where it was about the one who goes."""
    if getattr(thing, "person", None) != goes:
        return thing
    return replace(thing, person=stays)
