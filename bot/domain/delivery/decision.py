"""What the owner decided, with what stood before, so that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.people.identity import Person, stronger

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.people.identity import PersonId, Standing


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


def joined(decision: Decision, goes: Person, stays: Person) -> Decision:
    """The same decision, now that two persons are one, `stays`.

    To take back a word about one of them takes back none about the other: where a person stood
    before is at least where the other one stands.
    """
    return Decision(
        decision.verb, decision.at, tuple(_joined(was, goes, stays) for was in decision.before)
    )


def _joined(was: Before, goes: Person, stays: Person) -> Before:
    match was:
        case StandingWas(person, standing, until) if person in {goes.id, stays.id}:
            other = stays if person == goes.id else goes
            holds = stronger(Person(person, (), standing, until), other)
            return StandingWas(stays.id, holds.standing, holds.snoozed_until)
        case InvitationWas(person) if person == goes.id:
            return replace(was, person=stays.id)
        case _:
            return was
