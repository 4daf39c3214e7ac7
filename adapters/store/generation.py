"""A number that grows with the store, and is kept in a file beside it as well.

A store that was put back from a copy, by whatever means, has a smaller number than the file says,
or finds no file where it was put. Commands and messages that it has not heard of lie in the
mailbox then. A file of the same age, as when a whole folder is put back, tells nothing.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from adapters.store.failures import unusable
from adapters.store.schema import GENERATIONS

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.store.asynchronous import AsyncConnection

_SHAPE: Final = "{store} {number:020d}\n"


@dataclass(frozen=True, slots=True)
class Generation:
    """How far a store has grown; `store` is its random name."""

    store: str
    number: int


class GenerationFile:
    """The copy of the number outside of the database, for all processes that use it."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.generation")

    def read(self) -> Generation | None:
        """What was noted last; `None` where there is no file, or none that makes sense.

        Raises:
            StoreUnavailableError: it cannot be read.
        """
        try:
            text = self.path.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unusable(self.path, error) from error
        store, _, number = text.strip().partition(" ")
        return Generation(store, int(number)) if store and number.isdecimal() else None

    def note(self, generation: Generation) -> None:
        """Write a number down, unless a later one of the same store is there.

        Raises:
            StoreUnavailableError: it cannot be written; what the database took is not lost.
        """
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                before = self.read()
                if before is None or before.store != generation.store:
                    os.ftruncate(file, 0)
                elif before.number >= generation.number:
                    return
                text = _SHAPE.format(store=generation.store, number=generation.number)
                os.pwrite(file, text.encode("ascii"), 0)
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise unusable(self.path, error) from error


async def generation_of(connection: AsyncConnection) -> Generation:
    """What the database says."""
    c = GENERATIONS.c
    row = (await connection.execute(select(c.store, c.number))).one()
    return Generation(row.store, row.number)


async def grow(connection: AsyncConnection, at_least: int = 0) -> Generation:
    """Let the number grow within a transaction, beyond `at_least`."""
    before = await generation_of(connection)
    number = max(before.number, at_least) + 1
    await connection.execute(update(GENERATIONS).values(number=number))
    return Generation(before.store, number)


def is_copy(database: Generation, noted: Generation | None) -> bool:
    """Whether a database is older than what was noted beside it, or was put here from elsewhere."""
    if noted is None:
        return database.number > 0
    return noted.store != database.store or noted.number > database.number
