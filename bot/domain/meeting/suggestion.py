"""A suggestion: a person named in a digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.people.identity import PersonId


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A person in a digest, with the number that commands refer to them by.

    `due` and `revision` identify the digest. Times are UTC.
    """

    person: PersonId
    number: int
    due: datetime
    revision: int
    at: datetime
