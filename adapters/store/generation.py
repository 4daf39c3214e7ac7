"""A number that grows with the store, and is kept in a counter beside it as well.

It grows with each transaction that acts upon a message, sends one, pairs an account, or changes
what the owner decided; the counter follows. A database that lags behind the counter is an older
copy of it, by whatever means it was put there. One that is ahead is not: the process was killed
before the counter could follow. Where a whole folder is put back, the counter is as old, and tells
nothing.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from sqlalchemy import select, update

from adapters.store.tables import GENERATIONS

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


NO_LOG: Final = "-"
"""In place of the salts: no write-ahead log, or one of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Count:
    """What the counter says: `store` is a random name, `number` grows.

    `log` are the salts of the write-ahead log of that time. All up to the number `base` is in the
    database file itself, and needs no log.
    """

    store: str
    number: int
    base: int = 0
    log: str = NO_LOG


class Counts(Protocol):
    """Where the number is kept beside the database."""

    def read(self) -> Count | None:
        """The count; `None` where there is none."""

    def put(self, store: str, number: int) -> None:
        """Begin to count for a store."""

    def follow(self, store: str, number: int) -> None:
        """Write down which number a store has got to."""

    def is_to_know_of_log(self) -> bool:
        """Whether the present write-ahead log is not recorded yet."""


class Generation:
    """The number as one transaction sees it, beside what the counter says."""

    def __init__(self, connection: AsyncConnection, counter: Counts) -> None:
        self._connection = connection
        self._counter = counter

    async def is_copy(self) -> bool:
        """Whether the database is older than what was counted, or was put here from elsewhere."""
        return self._is_copy(*await generation_of(self._connection))

    async def settle(self) -> bool:
        """Accept the database as the current one. True if it was a copy until now.

        The counter goes first: where the transaction does not end well, this is a copy still.
        """
        store, number = await generation_of(self._connection)
        if not self._is_copy(store, number):
            return False
        counted = self._counter.read()
        number = max(number, counted.number if counted is not None else 0) + 1
        await self._connection.execute(update(GENERATIONS).values(number=number))
        await asyncio.to_thread(self._counter.put, store, number)
        return True

    async def grow(self) -> tuple[str, int] | None:
        """Count this transaction. The store's name and new number, for the counter.

        `None` for a copy: until it is settled, its number must not reach the counter's.
        """
        store, number = await generation_of(self._connection)
        if self._is_copy(store, number):
            return None
        await self._connection.execute(update(GENERATIONS).values(number=number + 1))
        return store, number + 1

    def _is_copy(self, store: str, number: int) -> bool:
        counted = self._counter.read()
        if counted is None:
            return number > 0
        return counted.store != store or counted.number > number


async def generation_of(connection: AsyncConnection) -> tuple[str, int]:
    """The store's name and number, as the database has them."""
    found = await connection.execute(select(GENERATIONS.c.store, GENERATIONS.c.number))
    store, number = found.one()
    return store, number
