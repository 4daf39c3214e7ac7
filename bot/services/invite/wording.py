"""`draft` and `edit`: what is proposed to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.commands.verbs import Verb
from bot.domain.meeting import invitation as life
from bot.domain.meeting.invitation import State, Wording
from bot.errors import ImpossibleError
from bot.services.invite.prepared import wants_a_text
from bot.services.invite.proposal import clash, room_for, still_ahead
from bot.services.invite.slots import taken
from bot.text.draft.appointment import names_time
from bot.text.draft.compose import mentions
from bot.text.language.catalogue import marked
from bot.text.safety.split import GAP

if TYPE_CHECKING:
    from bot.domain.talk.cue import Cue
    from bot.services.invite.case import Matter
    from bot.services.invite.prepared import Prepared


async def say_draft(matter: Matter, prepared: Prepared) -> str:
    """Show the draft there is, or make one.

    Raises:
        ImpossibleError: nobody may write to them, or times were taken meanwhile.
    """
    cue = await matter.ask_consent()
    prepared.make_sure(matter.person.id, matter.name)
    invitation = matter.invitation
    engaged = await taken(matter.home, matter.unit, but=matter.person.id)
    if invitation is not None and not wants_a_text(matter.home, invitation, engaged, cue):
        if invitation.is_unsent and not invitation.on_its_way and invitation.wording is not None:
            return _shown(matter, invitation.wording, cue=cue)
        return matter.status(invitation)
    await matter.channel()
    if prepared.problem is not None:
        raise prepared.problem
    if prepared.proposal is None:
        raise ImpossibleError(marked("Something changed just now. Ask again."))
    wording = prepared.proposal.wording
    if wording.answers != (cue.uri if cue else "") or clash(wording.slots, engaged):
        raise ImpossibleError(marked("Something changed just now. Ask again."))
    deed = matter.deed(Verb.DRAFT)
    await deed.change(life.drafted(await matter.begun(deed), wording, deed.at))
    await deed.done()
    return _shown(matter, wording, prepared.proposal.notes, cue=cue)


async def say_edit(matter: Matter, text: str) -> str:
    """The owner's own words in place of the draft; while an answer is owed, they are the answer.

    Raises:
        ImpossibleError: nobody may write to them, or not so, or it is too late.
    """
    cue = await matter.ask_consent()
    channel = await matter.channel(answers=cue.uri if cue else "")
    limits = room_for(channel.network, channel.to.handle)
    if mentions(text):
        raise ImpossibleError(marked("An @ before a handle mentions somebody: leave it out."))
    if not limits.fit(text):
        raise ImpossibleError(
            marked("That is too long for one message: {most} characters at most."),
            most=limits.graphemes,
        )
    invitation = matter.invitation
    if invitation is not None and (matter.unsure or not life.may_follow(invitation, State.DRAFTED)):
        return matter.status(invitation)
    if not await matter.stop():
        raise ImpossibleError(marked("Too late: {name} may have it already."), name=matter.name)
    deed = matter.deed(Verb.EDIT)
    begun = await matter.begun(deed)
    before = begun.wording or Wording("", matter.home.wishes.words.language)
    zone = matter.home.owner.zone
    kept = [slot for slot in before.slots if names_time(text, slot.start, zone) and cue is None]
    answers = cue.uri if cue else before.answers
    wording = still_ahead(Wording(text, before.language, tuple(kept), answers), deed.at)
    await deed.change(life.drafted(begun, wording, deed.at))
    await deed.done()
    return _shown(matter, wording, cue=cue)


def _shown(
    matter: Matter, wording: Wording, notes: tuple[str, ...] = (), *, cue: Cue | None = None
) -> str:
    commands = [matter.spell(Verb.EDIT, text="…"), matter.spell(Verb.SEND)]
    if wording.answers:
        title = matter.say("First an answer to {name}:")
        # Where it was asked in the open, that is where an answer is looked for.
        commands += [matter.spell(Verb.SEND, in_reply=True)] if cue and cue.is_open else []
    else:
        title = matter.say("Draft for {name}:")
    asked = "" if cue is None else matter.asked(cue)
    parts = [asked, title, wording.text, "\n".join(notes), " · ".join(commands)]
    return GAP.join(part for part in parts if part)
