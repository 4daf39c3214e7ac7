"""A decision of the owner's, with the state before it, for `undo`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.people.identity import Person, stronger

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.people.identity import AccountKey, PersonId, Standing
    from bot.domain.people.join import JoinState, Pair, Proof


@dataclass(frozen=True, slots=True)
class StandingWas:
    """A person's standing before the decision; of a joined person, there is one for each half."""

    person: PersonId
    standing: Standing
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class InvitationWas:
    """An invitation's version before the decision; 0 if there was no invitation."""

    person: PersonId
    invitation: int
    version: int


@dataclass(frozen=True, slots=True)
class MeetingCounted:
    """A meeting that the decision added."""

    meeting: int


@dataclass(frozen=True, slots=True)
class PreferenceWas:
    """The value of the preference `name` before the decision; `None` if it was not set."""

    name: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceWas:
    """The place that the owner had said of a person before: a geonameid, and when."""

    person: PersonId
    account: AccountKey
    city: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JoinWas:
    """What was known of two accounts before; `state` is `None` if nothing was.

    `person` is whose the first account was.
    """

    person: PersonId
    pair: Pair
    state: JoinState | None = None
    proof: Proof | None = None
    at: datetime | None = None


Before = StandingWas | InvitationWas | MeetingCounted | PreferenceWas | PlaceWas | JoinWas


@dataclass(frozen=True, slots=True)
class Decision:
    """A verb that the owner used, and the state before each of its changes, in order."""

    verb: str
    at: datetime
    before: tuple[Before, ...]


def joined(decision: Decision, goes: Person, stays: Person) -> Decision:
    """The decision after somebody moved, which made two persons one, `stays`, for good.

    Undoing a decision about one of them must not undo one about the other. So the standing to
    restore is the stronger of the standing before and the other's standing.
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
        case InvitationWas(person) | PlaceWas(person) | JoinWas(person) if person == goes.id:
            return replace(was, person=stays.id)
        case _:
            return was
