"""One word of the owner's being carried out, with what stood before, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.delivery.decision import (
    Decision,
    InvitationWas,
    MeetingCounted,
    PreferenceWas,
    StandingWas,
)
from bot.domain.meeting import invitation as life

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.delivery.decision import Before
    from bot.domain.meeting.goal import Meeting
    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import Person, Standing
    from bot.ports import Unit


@dataclass(slots=True)
class Undoable:
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

    async def change(self, invitation: Invitation | None) -> Invitation:
        """Keep the next version of an invitation, or the first.

        Raises:
            ValueError: it may not follow: whoever asks has to look first.
        """
        if invitation is None or not await self.unit.invitations.put(invitation):
            message = f"no such step: {invitation}"
            raise ValueError(message)
        was = InvitationWas(invitation.person, invitation.id, invitation.version - 1)
        self._before.append(was)
        return invitation

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
    changed = [one for one in decision.before if isinstance(one, InvitationWas)]
    restored = []
    for number in {one.invitation for one in changed}:
        back = await _restored(unit, [one for one in changed if one.invitation == number], at)
        if back is None:
            return Undone(decision, too_late=True)
        restored.append(back)
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


async def _restored(unit: Unit, was: Sequence[InvitationWas], at: datetime) -> Invitation | None:
    """The version that undoes these steps.

    `None` if they were not the last, if something may have got out, or if another invitation has
    begun since.
    """
    first = was[0]
    history = await unit.invitations.history(first.person)
    latest = {one.id: one for one in history}
    versions = [one for one in history if one.id == first.invitation]
    if len(versions) != first.version + len(was):
        return None
    since = versions[max(first.version - 1, 0) :]
    for one in since:
        if one.on_its_way and not await unit.outbox.cancel(one.batch):
            return None
    if first.version == 0:
        return life.never_begun(versions[-1], versions[0], at)
    if any(one.is_open and one.id != first.invitation for one in latest.values()):
        return None
    return life.taken_back(versions[-1], since[0], at)
