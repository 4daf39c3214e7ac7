"""What the owner chose, as far as it tells whom they like to meet."""

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
    """What the owner made of somebody."""

    MET = "met"
    KNOWN = "known"
    NEVER = "never"
    SKIPPED = "skipped"
    """Passed over, in a digest of which another was taken up: see `choices`."""


_SAID: Final[Mapping[Standing, Choice]] = {
    Standing.MET: Choice.MET,
    Standing.KNOWN: Choice.KNOWN,
    Standing.NEVER: Choice.NEVER,
}
_TAKEN_UP: Final = frozenset({State.APPROVED, State.SENT, State.ANSWERED, State.PLANNED, State.MET})
_DRAFTS: Final = 1
_BEGINNING_AND_END: Final = 2


def choices(
    people: Iterable[Person],
    suggestions: Sequence[Suggestion],
    invitations: Iterable[Invitation],
) -> dict[PersonId, Choice]:
    """What the owner chose of whom; of most people nothing.

    What was said (met, known, never) is plain. Somebody was *skipped* if all of this is so: their
    latest digest's invitation lapsed after thirty days without a word of the owner's (drafted
    once at most, never approved, sent or planned), they are neither snoozed nor declined, and of
    that same digest the owner took somebody else up. Silence about a whole digest tells nothing:
    its reader may have been away. A snooze is about the time, and a no may be the other's.
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
