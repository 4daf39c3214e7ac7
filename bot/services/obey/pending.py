"""The invitations that something may become of still, and those that ended of late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.commands.command import Command
from bot.domain.commands.verbs import Verb
from bot.domain.meeting.invitation import Invitation, State
from bot.services.owner.decisions import numbers_given

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.domain.people.identity import Person
    from bot.services.context import Context

RECENT: Final = timedelta(days=30)
"""So long one that has ended is listed."""
_NEXT: Final[Mapping[State, Verb]] = {
    State.SUGGESTED: Verb.DRAFT,
    State.DRAFTED: Verb.SEND,
    State.APPROVED: Verb.SENT,
    State.SENT: Verb.PLANNED,
    State.ANSWERED: Verb.PLANNED,
}


@dataclass(frozen=True, slots=True)
class Pending:
    """An invitation, since when it is where it is (UTC), and what the owner may say next.

    `next` lacks what a verb needs besides the person; `None` where nothing is to be said now.
    """

    invitation: Invitation
    person: Person
    since: datetime
    next: Command | None


async def pending(context: Context) -> list[Pending]:
    """The open invitations and those that ended within `RECENT`, open ones first."""
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        people = {one.id: one for one in await unit.people.all()}
        numbers = await numbers_given(unit)
        found = []
        for one in await unit.invitations.all():
            person = people.get(one.person)
            if person is None:
                continue
            since = _since(await unit.invitations.history(person.id), one)
            if one.is_open or now - since <= RECENT:
                label = str(numbers.get(person.id) or person.accounts[0].handle)
                found.append(Pending(one, person, since, _next(one, label, now)))
    return sorted(found, key=lambda one: (not one.invitation.is_open, one.since))


def _since(versions: Sequence[Invitation], now: Invitation) -> datetime:
    """When the invitation got to where it is: later versions may be of the same state."""
    since = now.at
    for one in reversed([was for was in versions if was.id == now.id]):
        if one.state is not now.state:
            break
        since = one.at
    return since


def _next(invitation: Invitation, label: str, now: datetime) -> Command | None:
    if invitation.on_its_way:
        return None
    plan = invitation.plan
    if invitation.state is State.PLANNED and plan is not None and plan.start <= now:
        return Command(Verb.MET, (label,))
    verb = _NEXT.get(invitation.state)
    return None if verb is None else Command(verb, (label,))
