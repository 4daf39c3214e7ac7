"""What the owner decided, with what stood before, so that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.identity import PersonId, Standing


@dataclass(frozen=True, slots=True)
class StandingWas:
    """Where a person stood before."""

    person: PersonId
    standing: Standing
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class InvitationWas:
    """The version that an invitation had before; 0 when there was none."""

    person: PersonId
    invitation: int
    version: int


@dataclass(frozen=True, slots=True)
class MeetingCounted:
    """A meeting that was not counted before."""

    meeting: int


@dataclass(frozen=True, slots=True)
class PreferenceWas:
    """What the owner had said before of the thing called `name`; `None` if nothing."""

    name: str
    value: str | None = None


Before = StandingWas | InvitationWas | MeetingCounted | PreferenceWas


@dataclass(frozen=True, slots=True)
class Decision:
    """One word of the owner's: the verb, and all that it changed, in the order of changing."""

    verb: str
    at: datetime
    before: tuple[Before, ...]
