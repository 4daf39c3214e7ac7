"""One person whom the owner speaks of, and the invitation to them, within one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.domain.commands.command import Command
from bot.domain.commands.grammar import spell
from bot.domain.commands.verbs import Verb
from bot.domain.delivery.outbox import OutboxState
from bot.domain.meeting.invitation import Invitation, State
from bot.domain.ranking.consent import Act, Reason
from bot.errors import ImpossibleError
from bot.services.invite.channel import channel_to
from bot.services.invite.owed import owed_to
from bot.services.owner.decisions import numbers_given
from bot.services.owner.undo import Undoable
from bot.services.ranking.explain import verdict_line
from bot.services.ranking.scene import scene
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


@dataclass(frozen=True, slots=True)
class Case:
    """Whom it is about. `number` is that of the latest digest, `invitation` the open one.

    `unsure` are messages of it that wait for the owner to say whether they arrived.
    """

    context: Context
    unit: Unit
    person: Person
    number: int | None
    invitation: Invitation | None
    unsure: Sequence[OutboxRow] = ()

    @property
    def name(self) -> str:
        """What to call the person."""
        return naming.called(self.person)

    @property
    def state(self) -> State | None:
        """Where the open invitation is."""
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
        """Where an invitation is, in a sentence; or the question that it waits with."""
        if self.unsure:
            return self.did_it_arrive()
        context = self.context
        line = states.line(
            invitation, self.person, context.owner.zone, context.clock.now(), context.wishes.words
        )
        return f"{line}."

    def did_it_arrive(self) -> str:
        """What is asked about a message when nobody but the owner can find out."""
        return self.say(
            "I could not make sure whether {name} got your message. Look in your messages: "
            "is it there? {yes} · {no}",
            yes=self.spell(Verb.YES),
            no=self.spell(Verb.NO),
        )

    def asked(self, cue: Cue) -> str:
        """What they asked, and that it has no answer yet."""
        context = self.context
        return cues.line(
            cue, self.person, context.owner.zone, context.clock.now(), context.wishes.words
        )

    def plan(self, invitation: Invitation) -> str:
        """When and where, if it is planned."""
        context = self.context
        if invitation.plan is None:
            return ""
        return states.planned(invitation.plan, context.owner.zone, context.wishes.words)

    def planned_example(self) -> str:
        """How to tell of a plan: `planned 1 saturday 12:30 Café X`."""
        when = self.say("saturday 12:30 Café X")
        return f"{self.spell(Verb.PLANNED)} {when}"

    def undoable(self, verb: Verb) -> Undoable:
        """The owner's word, about to be carried out."""
        return Undoable(self.unit, verb.value, self.context.clock.now())

    async def begun(self, undoable: Undoable) -> Invitation:
        """The open invitation, or the first version of a new one."""
        if self.invitation is not None:
            return self.invitation
        new = await self.unit.invitations.begin(self.person.id, self.number)
        return await undoable.change(Invitation(new, self.person.id, undoable.at, self.number))

    async def stop(self) -> bool:
        """Stop what can be stopped of what is on its way; whether nothing may have got out."""
        one = self.invitation
        return one is None or not one.on_its_way or await self.unit.outbox.cancel(one.batch)

    async def channel(self, *, answers: str = "") -> Channel:
        """Where the two talk, or where the question was asked that a text `answers`.

        Raises:
            ImpossibleError: nowhere that is watched.
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
        """See whether the person may be written to; returns what they must be answered first.

        Raises:
            ImpossibleError: they may not.
        """
        now = self.context.clock.now()
        cue = await owed_to(self.unit, self.person, now)
        seen = await scene(self.unit, self.context.owner, self.context.wishes, now)
        answered = await self.unit.log.has_answered(self.person.keys)
        owed = cue.asked_at if cue else None
        judged = seen.judge(self.person, Act.INVITE, owed=owed, has_answered=answered)
        if judged.verdict.reason is Reason.OWED:
            return cue
        if not judged.verdict.allowed:
            why = verdict_line(self.context, judged.verdict)
            raise ImpossibleError(marked("{name}: {why}"), name=self.name, why=why)
        return None


async def case_of(context: Context, unit: Unit, person: Person) -> Case:
    """What the store knows of a person's invitation."""
    mine = [one for one in await unit.invitations.all() if one.person == person.id and one.is_open]
    number = (await numbers_given(unit)).get(person.id)
    latest = mine[-1] if mine else None
    unsure = await unsure_of(unit, latest) if latest else ()
    return Case(context, unit, person, number, latest, unsure)


async def keep(unit: Unit, following: Invitation | None) -> None:
    """Keep the next version of an invitation, where it may have one."""
    if following is not None:
        await unit.invitations.put(following)


async def unsure_of(unit: Unit, invitation: Invitation) -> Sequence[OutboxRow]:
    """What was sent for it, and waits for the owner to tell whether it arrived."""
    if not invitation.on_its_way:
        return ()
    return [
        row
        for row in await unit.outbox.all()
        if row.draft.batch == invitation.batch and row.state is OutboxState.NEEDS_OWNER
    ]
