"""People in memory: accounts, standing, relationships."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.identity import Person, described_again, person_id
from bot.errors import UnknownPersonError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from adapters.memory.store.kept import Kept
    from bot.domain.identity import Account, PersonId, Standing
    from bot.ports import Stance


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
            in_order = tuple(by_key[key] for key in sorted(by_key))
            self._kept.people[number] = replace(person, accounts=in_order)

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
