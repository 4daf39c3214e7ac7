"""The questions that the bot asked, and the owner's yes, no or not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.commands.verbs import Verb
from bot.domain.meeting import invitation as life
from bot.domain.meeting.invitation import State
from bot.errors import ImpossibleError
from bot.services.invite.case import matter_of, unsure_of
from bot.services.invite.outcome import say_met
from bot.services.invite.sending import say_arrived
from bot.text.draft import naming
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import Person
    from bot.ports import Unit
    from bot.services.context import Home
    from bot.services.invite.case import Matter


async def answer(home: Home, unit: Unit, verb: Verb, person: Person | None) -> str:
    """Carry out `yes`, `no` or `not yet`, about a person or about the one question there is.

    Raises:
        ImpossibleError: nothing was asked, or of more than one.
    """
    asked = [one for one in await unit.invitations.all() if await _is_asked(unit, one)]
    if person is not None:
        asked = [one for one in asked if one.person == person.id]
    if not asked:
        raise ImpossibleError(marked("I have not asked anything that is open."))
    if len(asked) > 1:
        people = [await unit.people.get(one.person) for one in asked]
        raise ImpossibleError(
            marked("I have asked about {names}. Say who you mean, by number or handle."),
            names=", ".join(naming.called(one) for one in people if one is not None),
        )
    about = await unit.people.get(asked[0].person)
    if about is None:
        raise ImpossibleError(marked("I have not asked anything that is open."))
    matter = await matter_of(home, unit, about)
    if asked[0].state is State.PLANNED:
        return await _did_you_meet(matter, asked[0], verb)
    if verb is Verb.NOT_YET:
        raise ImpossibleError(marked("Is it there? yes or no."))
    return await say_arrived(matter, asked[0], verb)


async def _did_you_meet(matter: Matter, invitation: Invitation, verb: Verb) -> str:
    if verb is Verb.YES:
        return await say_met(matter, verb)
    deed = matter.deed(verb)
    if verb is Verb.NO:
        await deed.change(life.lapsed(invitation, deed.at))
        await deed.done()
        return matter.say("Noted. I won’t ask about {name} any more.")
    await deed.change(life.not_yet(invitation, deed.at))
    await deed.done()
    return matter.say(
        "I’ll ask again in a week. With another date: {command}",
        command=matter.planned_example(),
    )


async def _is_asked(unit: Unit, invitation: Invitation) -> bool:
    if invitation.state is State.PLANNED:
        return invitation.asked > 0
    return bool(await unsure_of(unit, invitation))
