"""A suggestion: a person named in a digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.people.identity import PersonId


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A person named in a digest, under a number that the owner can answer with."""

    person: PersonId
    number: int
    due: datetime
    revision: int
    at: datetime
