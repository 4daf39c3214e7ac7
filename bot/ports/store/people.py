"""Accounts, people, standing and relationships."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from bot.domain.people.identity import Relationship
from bot.domain.talk.separation import separation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.domain.people.identity import Account, AccountKey, Person, PersonId, Standing
    from bot.domain.people.join import Join, Pair
    from bot.domain.talk.separation import Separation


@dataclass(frozen=True, slots=True)
class Stance:
    """A relationship between two accounts, when it was checked (UTC), and their separation."""

    watched: AccountKey
    account: AccountKey
    relationship: Relationship
    checked_at: datetime
    separation: Separation | None = None


@dataclass(frozen=True, slots=True)
class SaidPlace:
    """Where a person lives, by the owner's word: a geonameid, and when that was said (UTC).

    It belongs to one of their accounts, so that it stays with it when persons are joined or parted.
    """

    account: AccountKey
    city: int
    said_at: datetime


def stance(
    before: Stance | None,
    watched: AccountKey,
    account: AccountKey,
    told: Relationship,
    at: datetime,
) -> Stance:
    """The stance after a server reported a relationship at `at`; `before` is the stored one.

    A known block by the other stays if the server does not report such blocks, as with snac.
    """
    stood = before or Stance(watched, account, Relationship(), at)
    if told.blocked_by is None and stood.relationship.blocked_by:
        told = replace(told, blocked_by=True)
    apart = separation(
        stood.separation, was_apart=stood.relationship.apart, is_apart=told.apart, at=at
    )
    return Stance(watched, account, told, at, apart)


class People(Protocol):
    """Accounts, the people behind them, and the owner's decisions about them."""

    async def save(self, accounts: Iterable[Account], at: datetime | None = None) -> None:
        """Store these accounts, as described at `at`; a new account becomes a new person.

        If a move to another account is confirmed (`Move.shown`), the two are joined into the
        person that was known first, with the stronger standing of both.
        """

    async def all(self) -> Sequence[Person]:
        """Everybody, by id."""

    async def get(self, person: PersonId) -> Person | None:
        """One person: the one with this id, or the one that a half with this id is part of."""

    async def stand(
        self, person: PersonId, standing: Standing, until: datetime | None = None
    ) -> None:
        """Store the standing of a person, and of each half of theirs.

        Raises:
            UnknownPersonError: there is no such person.
        """

    async def halves(self, person: PersonId) -> Sequence[Person]:
        """The standing of each half of a person, without accounts; their own if nobody was joined.

        Raises:
            UnknownPersonError: there is no such person.
        """

    async def stand_again(self, half: Person) -> None:
        """Store the standing of one half; the person has the strongest of all then.

        Somebody who was not joined with anybody is a half too.

        Raises:
            UnknownPersonError: there is no such half.
        """

    async def relate(self, joins: Iterable[Join]) -> None:
        """Store what is known of pairs of accounts, replacing what was, and join or part people.

        The accounts of a person are those connected by joins and confirmed moves. Whoever is joined
        keeps all numbers, invitations and meetings, and has the stronger standing. Whoever is
        parted has again what they had before, and a standing that was stored while they were
        joined; what came about meanwhile stays with the person who keeps the id.
        """

    async def unrelate(self, pairs: Iterable[Pair]) -> None:
        """Delete what is known of these pairs, and part people accordingly."""

    async def joins(self) -> Sequence[Join]:
        """All that is known of pairs of accounts."""

    async def say_place(self, account: AccountKey, said: SaidPlace | None) -> None:
        """Store what the owner said about an account's place, or delete it."""

    async def said_places(self) -> Sequence[SaidPlace]:
        """What the owner said about places, the latest first."""

    async def save_stances(self, stances: Iterable[Stance]) -> None:
        """Store stances, replacing those of the same accounts."""

    async def stances(self) -> Sequence[Stance]:
        """All stances."""
