"""One word of the owner's being carried out, with what stood before, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain import invitation as life
from bot.domain.decision import (
    Decision,
    InvitationWas,
    MeetingCounted,
    PreferenceWas,
    StandingWas,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.decision import Before
    from bot.domain.goal import Meeting
    from bot.domain.identity import Person, Standing
    from bot.domain.invitation import Invitation
    from bot.ports import Unit


@dataclass(slots=True)
class Deed:
    """What one command changes, within the transaction that consumes it."""

    unit: Unit
    verb: str
    at: datetime
    _before: list[Before] = field(default_factory=list)

    async def stand(
        self, person: Person, standing: Standing, until: datetime | None = None
    ) -> None:
        """Say where a person stands."""
        self._before.append(StandingWas(person.id, person.standing, person.snoozed_until))
        await self.unit.people.stand(person.id, standing, until)

    async def change(self, invitation: Invitation) -> None:
        """Keep the next version of an invitation, or the first."""
        if not await self.unit.invitations.put(invitation):
            message = f"invitation {invitation.id} changed within one transaction"
            raise AssertionError(message)
        was = InvitationWas(invitation.person, invitation.id, invitation.version - 1)
        self._before.append(was)

    async def count(self, meeting: Meeting) -> None:
        """Count a meeting."""
        self._before.append(MeetingCounted(await self.unit.meetings.add(meeting)))

    async def prefer(self, name: str, value: str | None) -> None:
        """Say something of the bot itself."""
        self._before.append(PreferenceWas(name, await self.unit.preferences.get(name)))
        await self.unit.preferences.set(name, value, self.at)

    async def done(self) -> None:
        """Keep what stood before, for `undo`."""
        await self.unit.decisions.push(Decision(self.verb, self.at, tuple(self._before)))


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision that was taken back; or not, as too much has happened since."""

    decision: Decision
    too_late: bool = False


async def undo(unit: Unit, at: datetime) -> Undone | None:
    """Take the latest decision back as a whole; `None` when there is none."""
    decision = await unit.decisions.pop()
    if decision is None:
        return None
    invitations = [one for one in decision.before if isinstance(one, InvitationWas)]
    restored = [back for was in invitations if (back := await _restored(unit, was, at)) is not None]
    if len(restored) < len(invitations):
        return Undone(decision, too_late=True)
    for one in restored:
        await unit.invitations.put(one)
    for was in reversed(decision.before):
        await _restore(unit, was, at)
    return Undone(decision)


async def _restore(unit: Unit, was: Before, at: datetime) -> None:
    match was:
        case StandingWas(person, standing, until):
            await unit.people.stand(person, standing, until)
        case MeetingCounted(meeting):
            await unit.meetings.remove(meeting)
        case PreferenceWas(name, value):
            await unit.preferences.set(name, value, at)
        case InvitationWas():
            pass  # `undo` sees to these, as they alone can be too late


async def _restored(unit: Unit, was: InvitationWas, at: datetime) -> Invitation | None:
    """The version that undoes the one after `was`, if nothing of it got out, or may have."""
    versions = [
        one for one in await unit.invitations.history(was.person) if one.id == was.invitation
    ]
    if len(versions) != was.version + 1:
        return None
    *earlier, now = versions
    for one in versions[-2:]:
        if one.on_its_way and not await unit.outbox.cancel(one.batch):
            return None
    return life.taken_back(now, earlier[-1], at) if earlier else life.lapsed(now, at)
