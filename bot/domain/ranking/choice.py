"""The owner's choices among suggested people: the examples that taste is learnt from."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.domain.meeting.invitation import State
from bot.domain.people.identity import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.meeting.invitation import Invitation
    from bot.domain.meeting.suggestion import Suggestion
    from bot.domain.people.identity import Person, PersonId


class Choice(StrEnum):
    """What the owner did about a suggested person."""

    MET = "met"
    KNOWN = "known"
    NEVER = "never"
    SKIPPED = "skipped"
    """Ignored, while somebody else in the same digest was invited: see `choices`."""


_SAID: Final[Mapping[Standing, Choice]] = {
    Standing.MET: Choice.MET,
    Standing.KNOWN: Choice.KNOWN,
    Standing.NEVER: Choice.NEVER,
}
_TAKEN_UP: Final = frozenset({State.APPROVED, State.SENT, State.ANSWERED, State.PLANNED, State.MET})
_DRAFTS: Final = 1
_BEGINNING_AND_END: Final = 2


def choices(
    people: Iterable[Person], suggestions: Sequence[Suggestion], invitations: Iterable[Invitation]
) -> dict[PersonId, Choice]:
    """The owner's choices by person; most people have none.

    Met, known and never are what the owner said. Somebody was *skipped* if all of this holds: the
    invitation of their latest digest lapsed unused (drafted once at most, never approved, sent or
    planned), they are neither snoozed nor declined, and the owner invited somebody else of the
    same digest. Silence about a whole digest means nothing, as the owner may have been away. A
    snooze is about the time, and a decline may be the other's.
    """
    latest = {suggestion.person: suggestion for suggestion in suggestions}
    by_number = {(invitation.person, invitation.number): invitation for invitation in invitations}
    taken_up: dict[datetime, set[PersonId]] = {}
    for suggestion in suggestions:
        invitation = by_number.get((suggestion.person, suggestion.number))
        if invitation is not None and _is_taken_up(invitation):
            taken_up.setdefault(suggestion.due, set()).add(suggestion.person)
    found = {}
    for person in people:
        last = latest.get(person.id)
        if person.standing in _SAID:
            found[person.id] = _SAID[person.standing]
        elif (
            person.standing is Standing.NEW
            and last is not None
            and taken_up.get(last.due, set()) - {person.id}
            and _is_untouched(by_number.get((person.id, last.number)))
        ):
            found[person.id] = Choice.SKIPPED
    return found


def _is_taken_up(invitation: Invitation) -> bool:
    was_sent = invitation.sent_at is not None or invitation.plan is not None
    return invitation.state in _TAKEN_UP or was_sent


def _is_untouched(invitation: Invitation | None) -> bool:
    return (
        invitation is not None
        and invitation.state is State.LAPSED
        and not _is_taken_up(invitation)
        and invitation.version <= _BEGINNING_AND_END + _DRAFTS
    )
