"""Carry out `draft` and `edit`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.commands.verbs import Verb
from bot.domain.meeting import invitation as life
from bot.domain.meeting.invitation import State, Wording
from bot.errors import ImpossibleError
from bot.services.invite.prepared import wants_a_text
from bot.services.invite.proposal import clash, room_for, still_ahead
from bot.services.invite.slots import taken
from bot.services.owner.trips import stays_soon
from bot.text.draft.appointment import names_time
from bot.text.language.catalogue import marked
from bot.text.safety.links import mentions
from bot.text.safety.split import GAP

if TYPE_CHECKING:
    from bot.domain.talk.cue import Cue
    from bot.services.invite.case import Case
    from bot.services.invite.prepared import Prepared


async def say_draft(case: Case, prepared: Prepared) -> str:
    """Show the current draft, or make a new one.

    Raises:
        ImpossibleError: the person may not be written to, or a time was taken meanwhile.
    """
    cue = await case.ask_consent()
    prepared.make_sure(case.person.id, case.name)
    invitation = case.invitation
    engaged = await taken(case.context, case.unit, but=case.person.id)
    basis = (await case.near()).proximity.basis
    if invitation is not None and not wants_a_text(case.context, invitation, engaged, cue, basis):
        if invitation.is_unsent and not invitation.on_its_way and invitation.wording is not None:
            return _shown(case, invitation.wording, cue=cue)
        return case.status(invitation)
    await case.channel()
    if prepared.problem is not None:
        raise prepared.problem
    if prepared.proposal is None:
        raise ImpossibleError(marked("Something changed just now. Ask again."))
    wording = prepared.proposal.wording
    is_outdated = wording.answers != (cue.uri if cue else "") or wording.basis not in {None, basis}
    if is_outdated or clash(wording.slots, engaged):
        raise ImpossibleError(marked("Something changed just now. Ask again."))
    undoable = case.undoable(Verb.DRAFT)
    await undoable.change(life.drafted(await case.begun(undoable), wording, undoable.at))
    await undoable.done()
    return _shown(case, wording, prepared.proposal.notes, cue=cue)


async def say_edit(case: Case, text: str) -> str:
    """Replace the draft by the owner's text; if an answer is owed, the text is that answer.

    Raises:
        ImpossibleError: the person may not be written to, the text is too long or mentions
            somebody, or the draft may have been sent already.
    """
    cue = await case.ask_consent()
    channel = await case.channel(answers=cue.uri if cue else "")
    limits = room_for(channel.network, channel.to.handle)
    if mentions(text):
        raise ImpossibleError(marked("An @ before a handle mentions somebody: leave it out."))
    if not limits.fit(text):
        raise ImpossibleError(
            marked("That is too long for one message: {most} characters at most."),
            most=limits.graphemes,
        )
    invitation = case.invitation
    if invitation is not None and (case.unsure or not life.may_follow(invitation, State.DRAFTED)):
        return case.status(invitation)
    if not await case.stop():
        raise ImpossibleError(marked("Too late: {name} may have it already."), name=case.name)
    undoable = case.undoable(Verb.EDIT)
    begun = await case.begun(undoable)
    before = begun.wording or Wording("", case.context.wishes.words.language)
    stays = await stays_soon(case.context, case.unit)
    zones = [case.context.owner.zone, *(ZoneInfo(trip.city.zone) for trip in stays.trips)]
    kept = [
        slot
        for slot in before.slots
        if cue is None and any(names_time(text, slot.start, zone) for zone in zones)
    ]
    answers = cue.uri if cue else before.answers
    wording = still_ahead(Wording(text, before.language, tuple(kept), answers), undoable.at)
    await undoable.change(life.drafted(begun, wording, undoable.at))
    await undoable.done()
    return _shown(case, wording, cue=cue)


def _shown(
    case: Case, wording: Wording, notes: tuple[str, ...] = (), *, cue: Cue | None = None
) -> str:
    commands = [case.spell(Verb.EDIT, text="…"), case.spell(Verb.SEND)]
    if wording.answers:
        title = case.say("First an answer to {name}:")
        # A public question can be answered by a public reply.
        commands += [case.spell(Verb.SEND, in_reply=True)] if cue and cue.is_open else []
    else:
        title = case.say("Draft for {name}:")
    asked = "" if cue is None else case.asked(cue)
    parts = [asked, title, wording.text, "\n".join(notes), " · ".join(commands)]
    return GAP.join(part for part in parts if part)
