"""The open invitations, and those that ended recently."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.commands.command import Command
from bot.domain.commands.verbs import Verb
from bot.domain.meeting.invitation import Invitation, State
from bot.services.invite.case import unsure_of
from bot.services.owner.decisions import numbers_given

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.domain.people.identity import Person
    from bot.services.context import Context

RECENT: Final = timedelta(days=30)
"""How long an invitation is listed after it ended."""
_NEXT: Final[Mapping[State, Verb]] = {
    State.SUGGESTED: Verb.DRAFT,
    State.DRAFTED: Verb.SEND,
    State.APPROVED: Verb.SENT,
    State.SENT: Verb.PLANNED,
    State.ANSWERED: Verb.PLANNED,
}


@dataclass(frozen=True, slots=True)
class Pending:
    """An invitation, since when it is in its state (UTC), and the owner's next command.

    `next` has no arguments but the person; it is `None` if the owner has nothing to do. `unsure`:
    the owner has to say whether the message arrived.
    """

    invitation: Invitation
    person: Person
    since: datetime
    next: Command | None
    unsure: bool = False


async def pending(context: Context) -> list[Pending]:
    """The open invitations, then those that ended within `RECENT`; oldest first."""
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        people = {person.id: person for person in await unit.people.all()}
        numbers = await numbers_given(unit)
        found = []
        for invitation in await unit.invitations.all():
            person = people.get(invitation.person)
            if person is None:
                continue
            since = _since(await unit.invitations.history(person.id), invitation)
            if invitation.is_open or now - since <= RECENT:
                label = str(numbers.get(person.id) or person.accounts[0].handle)
                unsure = bool(await unsure_of(unit, invitation))
                following = Command(Verb.YES, (label,)) if unsure else _next(invitation, label, now)
                found.append(Pending(invitation, person, since, following, unsure))
    return sorted(found, key=lambda entry: (not entry.invitation.is_open, entry.since))


def _since(versions: Sequence[Invitation], now: Invitation) -> datetime:
    """When the invitation came into its state: several versions may have the same state."""
    since = now.at
    for invitation in reversed([was for was in versions if was.id == now.id]):
        if invitation.state is not now.state:
            break
        since = invitation.at
    return since


def _next(invitation: Invitation, label: str, now: datetime) -> Command | None:
    if invitation.on_its_way:
        return None
    plan = invitation.plan
    if invitation.state is State.PLANNED and plan is not None and plan.start <= now:
        return Command(Verb.MET, (label,))
    verb = _NEXT.get(invitation.state)
    return None if verb is None else Command(verb, (label,))
