"""A case: one person and the invitation to them, within one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.domain.commands.command import Command
from bot.domain.commands.spelling import spell
from bot.domain.commands.verbs import Verb
from bot.domain.delivery.outbox import INVITATION, OutboxState
from bot.domain.meeting.invitation import Invitation, State
from bot.domain.ranking.reason import Reason
from bot.domain.ranking.verdict import Act
from bot.errors import ImpossibleError
from bot.services.invite.channel import channel_to
from bot.services.invite.owed import owed_to
from bot.services.owner.decisions import numbers_given
from bot.services.owner.undo import Undoable
from bot.services.ranking.explain import verdict_line
from bot.services.ranking.nearby import nearby
from bot.services.ranking.scene import read_scene
from bot.text.draft import naming
from bot.text.language.catalogue import marked
from bot.text.letter import cues, states

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.people.identity import Person
    from bot.domain.talk.cue import Cue
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.invite.channel import Channel
    from bot.services.ranking.nearby import Nearby


@dataclass(frozen=True, slots=True)
class Case:
    """A person, their number in the latest digest, and their open invitation.

    `unsure` are the invitation's messages of which the owner has to say whether they arrived.
    """

    context: Context
    unit: Unit
    person: Person
    number: int | None
    invitation: Invitation | None
    unsure: Sequence[OutboxRow] = ()

    @property
    def name(self) -> str:
        """The name of the person, for the owner."""
        return naming.called(self.person)

    @property
    def state(self) -> State | None:
        """The state of the open invitation."""
        return None if self.invitation is None else self.invitation.state

    def say(self, message: str, /, **values: object) -> str:
        """A sentence in the owner's language; `{name}` in it is the person."""
        return self.context.wishes.words.say(message, name=self.name, **values)

    def spell(self, verb: Verb, **fields: Any) -> str:  # noqa: ANN401 (the fields of a command)
        """The command that the owner can answer with: `send 1`."""
        label = self.person.accounts[0].handle.removeprefix("@")
        target = label if self.number is None else str(self.number)
        return spell(Command(verb, (target,), **fields), self.context.wishes.words.language)

    def status(self, invitation: Invitation) -> str:
        """The state of an invitation in a sentence, or the question that waits for an answer."""
        if self.unsure:
            return self.did_it_arrive()
        context = self.context
        line = states.line(
            invitation, self.person, context.owner.zone, context.clock.now(), context.wishes.words
        )
        return f"{line}."

    def did_it_arrive(self) -> str:
        """The question whether a message arrived, which only the owner can answer."""
        return self.say(
            "I could not make sure whether {name} got your message. Look in your messages: "
            "is it there? {yes} · {no}",
            yes=self.spell(Verb.YES),
            no=self.spell(Verb.NO),
        )

    def asked(self, cue: Cue) -> str:
        """A sentence about the question of theirs that the owner has not answered yet."""
        context = self.context
        return cues.line(
            cue, self.person, context.owner.zone, context.clock.now(), context.wishes.words
        )

    async def near(self) -> Nearby:
        """How near the person lives to the owner; unknown if they may not be located."""
        scene = await read_scene(self.unit, self.context, self.context.clock.now())
        return (await nearby(self.context, self.unit, scene, [self.person]))[self.person.id]

    def plan(self, invitation: Invitation) -> str:
        """Time and place of the planned meeting; empty if none is planned."""
        context = self.context
        if invitation.plan is None:
            return ""
        return states.planned(invitation.plan, context.owner.zone, context.wishes.words)

    def planned_example(self) -> str:
        """An example of the command: `planned 1 saturday 12:30 Café X`."""
        when = self.say("saturday 12:30 Café X")
        return f"{self.spell(Verb.PLANNED)} {when}"

    def undoable(self, verb: Verb) -> Undoable:
        """Record the changes of a command, so that it can be undone."""
        return Undoable(self.unit, verb.value, self.context.clock.now())

    async def begun(self, undoable: Undoable) -> Invitation:
        """The open invitation, or the first version of a new one."""
        if self.invitation is not None:
            return self.invitation
        new = await self.unit.invitations.begin(self.person.id, self.number)
        return await undoable.change(Invitation(new, self.person.id, undoable.at, self.number))

    async def stop(self) -> bool:
        """Cancel the pending message. True if nothing can have been sent."""
        invitation = self.invitation
        if invitation is None or not invitation.on_its_way:
            return True
        return await self.unit.outbox.cancel(invitation.batch)

    async def channel(self, *, answers: str = "") -> Channel:
        """The accounts between which a message goes: see `channel_to`.

        Raises:
            ImpossibleError: the two do not talk on any watched account, or the person has moved.
        """
        found = await channel_to(self.context, self.unit, self.person, answers=answers)
        if found is None and any(account.has_moved for account in self.person.accounts):
            raise ImpossibleError(
                marked("{name} has moved, and I do not know where to. Nothing was done."),
                name=self.name,
            )
        if found is None:
            raise ImpossibleError(
                marked("You do not talk with {name} on any account that I watch."), name=self.name
            )
        return found

    async def ask_consent(self) -> Cue | None:
        """Check that the person may be invited; returns the question to answer first, if any.

        Raises:
            ImpossibleError: the person may not be invited.
        """
        now = self.context.clock.now()
        cue = await owed_to(self.unit, self.person, now)
        scene = await read_scene(self.unit, self.context, now)
        answered = await self.unit.log.has_answered(self.person.keys)
        owed = cue.asked_at if cue else None
        judged = scene.judge(self.person, Act.INVITE, owed=owed, has_answered=answered)
        if judged.verdict.reason is Reason.OWED:
            return cue
        if not judged.verdict.allowed:
            why = verdict_line(self.context, judged.verdict)
            raise ImpossibleError(marked("{name}: {why}"), name=self.name, why=why)
        return None


async def case_of(context: Context, unit: Unit, person: Person) -> Case:
    """Read the case of a person from the store."""
    invitations = [
        invitation
        for invitation in await unit.invitations.all()
        if invitation.person == person.id and invitation.is_open
    ]
    number = (await numbers_given(unit)).get(person.id)
    latest = invitations[-1] if invitations else None
    unsure = await unsure_of(unit, latest) if latest else ()
    return Case(context, unit, person, number, latest, unsure)


async def keep(unit: Unit, following: Invitation | None) -> None:
    """Store the next version of an invitation; do nothing if it is `None`."""
    if following is not None:
        await unit.invitations.put(following)


async def unsure_of(unit: Unit, invitation: Invitation) -> Sequence[OutboxRow]:
    """The messages of an invitation of which the owner has to say whether they arrived."""
    if not invitation.on_its_way:
        return ()
    return [
        row
        for row in await unit.outbox.all()
        if row.draft.kind == INVITATION
        and row.draft.link == invitation.link
        and row.state is OutboxState.NEEDS_OWNER
    ]
