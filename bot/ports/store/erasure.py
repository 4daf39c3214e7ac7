"""Forgetting people, and what has to be cleaned up after it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.domain.people.identity import AccountKey, Person


class LeftoverKind(StrEnum):
    """What is left after the rows were deleted. The values are stored."""

    AGAIN = "again"
    """People who were forgotten may be in the store again, as it was put back from a copy."""
    MEETING = "meeting"
    """An .ics file: `name` is its UID."""
    DIGEST = "digest"
    """A message in a file: `name` is its ref, a blank, and the path of the file."""
    DISK = "disk"
    """The traces of deleted rows in the database's files."""


class Leftover(NamedTuple):
    """Something that is still to be cleaned up, in this order of kinds."""

    kind: LeftoverKind
    name: str


class Erasures(Protocol):
    """What was forgotten."""

    async def forget(self, person: Person) -> None:
        """Delete all that is kept of a person and their accounts, and keep keyed hashes of these.

        Messages about them are blanked and not sent, and so are all answers of the bot. In what is
        kept of others, the addresses of their posts, their handles, links, and a display name that
        nobody else has are hidden; so they are in what is stored later. The hashes keep what is
        read of them out of the store. What is left to be done outside of the tables is noted as
        leftovers.
        """

    async def everything(self) -> None:
        """Delete all data of the owner.

        Kept are the keys of the owner's own accounts, their pairings, the ids of handled messages,
        and the hashes of forgotten people.
        """

    async def among(self, keys: Collection[AccountKey]) -> frozenset[AccountKey]:
        """Those of the accounts that were forgotten."""

    async def leftovers(self) -> Sequence[Leftover]:
        """What is still to be cleaned up."""

    async def cleaned(self, leftover: Leftover) -> None:
        """Note that it has been cleaned up."""
