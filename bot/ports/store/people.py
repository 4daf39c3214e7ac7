"""Accounts, the people behind them, and what was said of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from bot.domain.people.identity import Relationship
from bot.domain.talk.separation import separation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.domain.people.identity import (
        Account,
        AccountKey,
        Person,
        PersonId,
        Standing,
    )
    from bot.domain.talk.separation import Separation


@dataclass(frozen=True, slots=True)
class Stance:
    """A relationship as it was told, by whom and when (UTC), and their latest separation."""

    watched: AccountKey
    account: AccountKey
    relationship: Relationship
    checked_at: datetime
    separation: Separation | None = None


def stance(
    before: Stance | None,
    watched: AccountKey,
    account: AccountKey,
    told: Relationship,
    at: datetime,
) -> Stance:
    """What is known of two after a server has told at `at`; `before` is what was.

    A server that never tells who blocks the owner, as snac, takes back no block that it has shown.
    """
    stood = before or Stance(watched, account, Relationship(), at)
    if told.blocked_by is None and stood.relationship.blocked_by:
        told = replace(told, blocked_by=True)
    apart = separation(
        stood.separation, was_apart=stood.relationship.apart, is_apart=told.apart, at=at
    )
    return Stance(watched, account, told, at, apart)


class People(Protocol):
    """Accounts, the people behind them, and what the owner said of them."""

    async def save(self, accounts: Iterable[Account]) -> None:
        """Keep these descriptions; an account not seen before becomes a person of its own.

        But where a server on which the owner is signed in has shown that one account moved to
        another (`Account.move`), the two are one person: the one who was known first, with the
        stronger standing of both.
        """
        ...

    async def all(self) -> Sequence[Person]:
        """Everybody, by id."""
        ...

    async def get(self, person: PersonId) -> Person | None:
        """One person."""
        ...

    async def stand(
        self, person: PersonId, standing: Standing, until: datetime | None = None
    ) -> None:
        """Write down what the owner said of a person.

        Raises:
            UnknownPersonError: there is no such person.
        """
        ...

    async def save_stances(self, stances: Iterable[Stance]) -> None:
        """Keep what servers told of relationships, in place of what they told before."""
        ...

    async def stances(self) -> Sequence[Stance]:
        """All that servers told of relationships."""
        ...
