"""Record what a command changes, and undo it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.commands.verbs import Verb
from bot.domain.delivery.decision import (
    Decision,
    InvitationWas,
    JoinWas,
    MeetingCounted,
    PlaceWas,
    PreferenceWas,
    StandingWas,
)
from bot.domain.delivery.outbox import got_out
from bot.domain.meeting import invitation as life
from bot.domain.people.identity import Person
from bot.domain.people.join import Join
from bot.ports import SaidPlace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from datetime import datetime

    from bot.domain.delivery.decision import Before
    from bot.domain.meeting.goal import Meeting
    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import Standing
    from bot.ports import Unit

    Stop = Callable[[str], Awaitable[bool]]
    """Stops a batch of the outbox; whether nothing of it can have been sent."""


@dataclass(slots=True)
class Undoable:
    """The changes of one command, within its transaction; `done` stores what `undo` needs."""

    unit: Unit
    verb: str
    at: datetime
    _before: list[Before] = field(default_factory=list)

    async def stand(
        self, person: Person, standing: Standing, until: datetime | None = None
    ) -> None:
        """Set the standing of a person."""
        for half in await self.unit.people.halves(person.id):
            self._before.append(StandingWas(half.id, half.standing, half.snoozed_until))
        await self.unit.people.stand(person.id, standing, until)

    async def change(self, invitation: Invitation | None) -> Invitation:
        """Store the next version of an invitation, or the first.

        Raises:
            ValueError: this version may not follow the stored one.
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
        """Set a preference."""
        self._before.append(PreferenceWas(name, await self.unit.preferences.get(name)))
        await self.unit.preferences.set(name, value, self.at)

    async def place(self, person: Person, city: int) -> None:
        """Store where a person lives, with the account of theirs that is first in use."""
        account = person.accounts[0].key
        said = {said.account: said for said in await self.unit.people.said_places()}.get(account)
        was = (None, None) if said is None else (said.city, said.said_at)
        self._before.append(PlaceWas(person.id, account, *was))
        await self.unit.people.say_place(account, SaidPlace(account, city, self.at))

    async def relate(self, joins: Iterable[Join]) -> None:
        """Store what the owner says of pairs of accounts, and join or part people."""
        new = list(joins)
        known = {join.pair: join for join in await self.unit.people.joins()}
        whose = {key: person.id for person in await self.unit.people.all() for key in person.keys}
        for join in new:
            was = known.get(join.pair)
            before = (None, None, None) if was is None else (was.state, was.proof, was.at)
            # Both, so that both are named.
            self._before.append(JoinWas(whose[join.second], join.pair, *before))
            self._before.append(JoinWas(whose[join.first], join.pair, *before))
        await self.unit.people.relate(new)

    async def done(self) -> None:
        """Store the state before the changes, for `undo`."""
        await self.unit.decisions.push(Decision(self.verb, self.at, tuple(self._before)))


@dataclass(frozen=True, slots=True)
class Undone:
    """The decision that was undone, or that is `too_late` to undo."""

    decision: Decision
    too_late: bool = False


async def undo(unit: Unit, at: datetime) -> Undone | None:
    """Undo the latest decision as a whole; `None` if there is none.

    If it is too late, the caller rolls back, so that the decision stays the latest.
    """
    decision = await unit.decisions.pop()
    if decision is None:
        return None
    restored = await _all_restored(unit, decision, at, unit.outbox.cancel)
    if restored is None:
        return Undone(decision, too_late=True)
    for invitation in restored:
        await unit.invitations.put(invitation)
    for was in reversed(decision.before):
        await _restore(unit, was, at)
    await _restore_joins(unit, [was for was in decision.before if isinstance(was, JoinWas)])
    return Undone(decision)


async def is_in_time(unit: Unit, decision: Decision, at: datetime) -> bool:
    """Whether `undo` would undo the latest decision now; changes nothing."""

    async def may_cancel(batch: str) -> bool:
        return not got_out(row for row in await unit.outbox.all() if row.draft.batch == batch)

    return await _all_restored(unit, decision, at, may_cancel) is not None


async def _all_restored(
    unit: Unit, decision: Decision, at: datetime, stop: Stop
) -> Sequence[Invitation] | None:
    """The versions of invitations that undo a decision; `None` if it is too late."""
    if decision.verb == Verb.FORGET:
        return None
    changed = [was for was in decision.before if isinstance(was, InvitationWas)]
    restored = []
    for number in {was.invitation for was in changed}:
        mine = [was for was in changed if was.invitation == number]
        back = await _restored(unit, mine, at, stop)
        if back is None:
            return None
        restored.append(back)
    return restored


async def _restore(unit: Unit, was: Before, at: datetime) -> None:
    match was:
        case StandingWas(person, standing, until):
            await unit.people.stand_again(Person(person, (), standing, until))
        case MeetingCounted(meeting):
            await unit.meetings.remove(meeting)
        case PreferenceWas(name, value):
            await unit.preferences.set(name, value, at)
        case PlaceWas(_, account, city, said_at):
            said = None if city is None or said_at is None else SaidPlace(account, city, said_at)
            await unit.people.say_place(account, said)
        case InvitationWas() | JoinWas():
            pass  # `undo` restores invitations first, as these can be too late, and joins last


async def _restore_joins(unit: Unit, joins: Sequence[JoinWas]) -> None:
    """Put back what was known of pairs of accounts, all at once: each step would join anew."""
    known = [
        Join(*was.pair, was.state, was.proof, was.at)
        for was in joins
        if was.state is not None and was.proof is not None and was.at is not None
    ]
    await unit.people.unrelate([was.pair for was in joins if was.state is None])
    await unit.people.relate(known)


async def _restored(
    unit: Unit, was: Sequence[InvitationWas], at: datetime, stop: Stop
) -> Invitation | None:
    """The version of an invitation that undoes these changes, with its message stopped.

    `None` if there was a later change, if a message may have been sent, or if another invitation
    to the person was begun since.
    """
    first = was[0]
    # Whose it is now: people may have been joined or parted since.
    whose = {invitation.id: invitation.person for invitation in await unit.invitations.all()}
    history = await unit.invitations.history(whose.get(first.invitation, first.person))
    latest = {invitation.id: invitation for invitation in history}
    versions = [version for version in history if version.id == first.invitation]
    left = first.version + len(was)  # the version that the decision made
    if len(versions) != left and not _is_back_at(versions, left):
        return None
    since = versions[max(first.version - 1, 0) :]
    for version in since:
        if version.on_its_way and not await stop(version.batch):
            return None
    if first.version == 0:
        return life.never_begun(versions[-1], versions[0], at)
    del latest[first.invitation]
    if any(other.is_open for other in latest.values()):
        return None
    return life.taken_back(versions[-1], since[0], at)


def _is_back_at(versions: Sequence[Invitation], left: int) -> bool:
    """Whether the last change was an `undo` that restored version `left`."""
    if len(versions) < left + 2:
        return False
    now = versions[-1]
    return now == life.taken_back(versions[-2], versions[left - 1], now.at)
