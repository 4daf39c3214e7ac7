"""Accounts, the people behind them, and what was said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.domain.identity import (
        Account,
        AccountKey,
        Person,
        PersonId,
        Relationship,
        Standing,
    )


@dataclass(frozen=True, slots=True)
class Stance:
    """A relationship as it was told, by whom and when (UTC)."""

    watched: AccountKey
    account: AccountKey
    relationship: Relationship
    checked_at: datetime


class People(Protocol):
    """Accounts, the people behind them, and what the owner said of them."""

    async def save(self, accounts: Iterable[Account]) -> None:
        """Keep these descriptions; an account not seen before becomes a person of its own."""
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
