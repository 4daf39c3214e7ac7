"""Carry out the owner's answer to a question of the bot: `yes`, `no` or `not yet`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.commands.verbs import Verb
from bot.domain.meeting import invitation as life
from bot.domain.meeting.invitation import State
from bot.errors import ImpossibleError
from bot.services.invite.case import case_of, unsure_of
from bot.services.invite.outcome import say_met
from bot.services.invite.sending import say_arrived
from bot.text.draft import naming
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import Person
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.invite.case import Case


async def answer(context: Context, unit: Unit, verb: Verb, person: Person | None) -> str:
    """Carry out `yes`, `no` or `not yet`; without a person, for the only open question.

    Raises:
        ImpossibleError: there is no open question, or more than one.
    """
    asked = [
        invitation
        for invitation in await unit.invitations.all()
        if await _is_asked(unit, invitation)
    ]
    if person is not None:
        asked = [invitation for invitation in asked if invitation.person == person.id]
    if not asked:
        raise ImpossibleError(marked("I have not asked anything that is open."))
    if len(asked) > 1:
        people = [await unit.people.get(invitation.person) for invitation in asked]
        raise ImpossibleError(
            marked("I have asked about {names}. Say who you mean, by number or handle."),
            names=", ".join(naming.called(other) for other in people if other is not None),
        )
    about = await unit.people.get(asked[0].person)
    if about is None:
        raise ImpossibleError(marked("I have not asked anything that is open."))
    case = await case_of(context, unit, about)
    if asked[0].state is State.PLANNED:
        return await _did_you_meet(case, asked[0], verb)
    if verb is Verb.NOT_YET:
        raise ImpossibleError(marked("Is it there? yes or no."))
    return await say_arrived(case, asked[0], verb)


async def _did_you_meet(case: Case, invitation: Invitation, verb: Verb) -> str:
    if verb is Verb.YES:
        return await say_met(case, verb)
    undoable = case.undoable(verb)
    if verb is Verb.NO:
        await undoable.change(life.lapsed(invitation, undoable.at))
        await undoable.done()
        return case.say("Noted. I won’t ask about {name} any more.")
    await undoable.change(life.not_yet(invitation, undoable.at))
    await undoable.done()
    return case.say(
        "I’ll ask again in a week. With another date: {command}", command=case.planned_example()
    )


async def _is_asked(unit: Unit, invitation: Invitation) -> bool:
    if invitation.state is State.PLANNED:
        return invitation.asked > 0
    return bool(await unsure_of(unit, invitation))
