"""Carry out `send` and `sent`: the bot or the owner sends an approved text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import Verb
from bot.domain.delivery.outbox import INVITATION, Draft, OutboxState
from bot.domain.meeting import invitation as life
from bot.domain.meeting.invitation import Approval, State, Way, sha_of
from bot.errors import ImpossibleError
from bot.services.invite.case import keep
from bot.services.invite.channel import sends_as_owner
from bot.services.invite.proposal import clash, still_ahead
from bot.services.invite.slots import taken
from bot.text.draft.compose import unfinished
from bot.text.language.catalogue import marked
from bot.text.safety.split import GAP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.meeting.invitation import Invitation, Wording
    from bot.domain.talk.cue import Cue
    from bot.errors import Closed
    from bot.services.invite.case import Case
    from bot.services.invite.channel import Channel
    from bot.services.invite.prepared import Prepared

CLOSED: Final[Mapping[str, str]] = {
    "followed-only": marked("{name} accepts messages only from people they follow."),
    "nobody": marked("{name} accepts no messages."),
    "no-replies": marked("{name} takes no replies there."),
}
"""Why a person accepts no message, if there is another way; after a block there is none."""


async def say_send(case: Case, prepared: Prepared, *, in_reply: bool) -> str:
    """Approve the draft, to be sent from the owner's account or by hand; returns the answer.

    Raises:
        ImpossibleError: the person may not be written to, or there is nothing to send.
    """
    cue = await case.ask_consent()
    prepared.make_sure(case.person.id, case.name)
    invitation = case.invitation
    channel = await case.channel(answers=invitation.answers if invitation else "")
    if cue is not None and _waits_for(invitation, cue):
        return _answer_first(case, cue)
    if invitation is None or invitation.state is State.SUGGESTED:
        raise ImpossibleError(
            marked("There is no draft for {name} yet. Try: {command}"),
            name=case.name,
            command=case.spell(Verb.DRAFT),
        )
    if invitation.wording is None or not invitation.is_unsent or invitation.on_its_way:
        return case.status(invitation)
    await _look_over(case, invitation.wording)
    if in_reply and channel.reply_to is None:
        raise ImpossibleError(
            marked("{name} has no public post in your threads to reply to."), name=case.name
        )
    if not sends_as_owner(case.context, channel):
        return await _by_hand(case, invitation, invitation.wording, prepared)
    if prepared.closed is not None and not in_reply:
        return closed_answer(case, invitation.wording, prepared.closed)
    return await _queue(case, invitation, invitation.wording, channel, in_reply=in_reply)


async def say_sent(case: Case) -> str:
    """Store that the owner has sent an invitation by hand; returns the answer.

    Raises:
        ImpossibleError: the bot is sending it already, and that cannot be cancelled.
    """
    invitation = case.invitation
    answers = invitation is not None and invitation.answers
    if invitation is not None and not life.may_follow(invitation, State.SENT):
        return case.status(invitation)
    if invitation is not None and case.unsure:
        return await say_arrived(case, invitation, Verb.SENT)
    if not await case.stop():
        raise ImpossibleError(
            marked("It is already on its way to {name}: I’ll tell you if it fails."), name=case.name
        )
    undoable = case.undoable(Verb.SENT)
    await undoable.change(life.sent(await case.begun(undoable), undoable.at))
    await undoable.done()
    if answers:
        return case.say(
            "Noted. An invitation, whenever you like: {command}", command=case.spell(Verb.DRAFT)
        )
    return case.say("Noted. When you agree on a time: {command}", command=case.planned_example())


async def say_arrived(case: Case, invitation: Invitation, verb: Verb) -> str:
    """Store whether a message arrived: `Verb.NO`, or any other verb for yes; returns the answer.

    `undo` does not undo this: otherwise the same text could be sent twice.
    """
    now = case.context.clock.now()
    for row in case.unsure:
        await case.unit.outbox.settle(row, OutboxState.CANCELLED, now=now)
    if verb is Verb.NO:
        await keep(case.unit, life.withheld(invitation, now))
        return case.say("Then it is a draft again: {command}", command=case.spell(Verb.SEND))
    await keep(case.unit, life.sent(invitation, now))
    return case.say("Noted: {name} has your message.")


def closed_answer(case: Case, wording: Wording, closed: Closed) -> str:
    """The answer if the person accepts no such message: the reason, and another way to send it."""
    if closed == "no-replies":
        ways = [case.say("Here is the text for a direct message:"), case.spell(Verb.SEND)]
    else:
        ways = [
            case.say("Here is the text for a reply in public:"),
            case.spell(Verb.SEND, in_reply=True),
        ]
    return GAP.join([case.say(CLOSED[closed]), ways[0], wording.text, ways[1]])


def _waits_for(invitation: Invitation | None, cue: Cue) -> bool:
    """Whether nothing was sent yet, and the draft does not answer the question."""
    if invitation is None or invitation.state is State.SUGGESTED:
        return True
    return invitation.is_unsent and not invitation.on_its_way and invitation.answers != cue.uri


def _answer_first(case: Case, cue: Cue) -> str:
    first = case.say(
        "An answer first, then the invitation: {command}", command=case.spell(Verb.DRAFT)
    )
    return GAP.join([case.asked(cue), first])


async def _look_over(case: Case, wording: Wording) -> None:
    if unfinished(wording.text):
        raise ImpossibleError(
            marked("The draft still has a gap, “[…]”: write your answer with {command}"),
            command=case.spell(Verb.EDIT, text="…"),
        )
    if still_ahead(wording, case.context.clock.now()) != wording:
        raise ImpossibleError(
            marked("A time that it proposes is past. Try: {command}"),
            command=case.spell(Verb.DRAFT),
        )
    if wording.basis not in {None, (await case.near()).proximity.basis}:
        raise ImpossibleError(
            marked("A place or a trip has changed since it was written. Try: {command}"),
            command=case.spell(Verb.DRAFT),
        )
    if clash(wording.slots, await taken(case.context, case.unit, but=case.person.id)):
        raise ImpossibleError(
            marked("A time that it proposes is taken by now. Try: {command}"),
            command=case.spell(Verb.DRAFT),
        )


async def _by_hand(case: Case, invitation: Invitation, wording: Wording, prepared: Prepared) -> str:
    if invitation.state is State.DRAFTED:
        undoable = case.undoable(Verb.SEND)
        approval = Approval(Way.HAND, sha_of(wording.text))
        await undoable.change(life.approved(invitation, approval, undoable.at))
        await undoable.done()
    parts = [
        case.say("For {name}, to send yourself:"),
        wording.text,
        prepared.link_with(wording.text),
        case.say("Then tell me: {command}", command=case.spell(Verb.SENT)),
    ]
    return GAP.join(part for part in parts if part)


async def _queue(
    case: Case, invitation: Invitation, wording: Wording, channel: Channel, *, in_reply: bool
) -> str:
    to = channel.to.key.id  # a handle could have changed hands since
    body = channel.network.addressed(wording.text, to)
    limits = channel.network.capabilities.limits_of("reply" if in_reply else "direct")
    if not limits.fit(body):
        raise ImpossibleError(
            marked("That is too long for one message: {most} characters at most."),
            most=limits.graphemes,
        )
    undoable = case.undoable(Verb.SEND)
    approval = Approval(Way.REPLY if in_reply else Way.DIRECT, sha_of(body), channel.sender)
    if invitation.state is State.APPROVED:  # to send by hand, before `send_as_me` was set
        invitation = await undoable.change(life.withheld(invitation, undoable.at))
    approved = await undoable.change(life.approved(invitation, approval, undoable.at))
    await undoable.done()
    row = Draft(
        kind=INVITATION,
        sender=channel.sender,
        recipient=to,
        batch=approved.batch,
        part=1,
        body=body,
        ref=None,
        names=(case.person.id,),
        language=wording.language,
        reply_to=channel.reply_to if in_reply else None,
        link=approved.link,
    )
    await case.unit.outbox.put([row], undoable.at)
    return case.say("I am sending it to {name} now, from your account.")
