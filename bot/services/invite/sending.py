"""`send` and `sent`: an approved text on its way, from the owner's account or by their hand."""

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
    from bot.services.invite.case import Matter
    from bot.services.invite.channel import Channel
    from bot.services.invite.prepared import Prepared

CLOSED: Final[Mapping[str, str]] = {
    "followed-only": marked("{name} accepts messages only from people they follow."),
    "nobody": marked("{name} accepts no messages."),
    "no-replies": marked("{name} takes no replies there."),
}
"""Why somebody takes no message, where there is another way; after a block there is none."""


async def say_send(matter: Matter, prepared: Prepared, *, in_reply: bool) -> str:
    """Approve the draft: to be sent from the owner's account, or by the owner's hand.

    Raises:
        ImpossibleError: nobody may write to them, or there is nothing to send.
    """
    cue = await matter.ask_consent()
    prepared.make_sure(matter.person.id, matter.name)
    invitation = matter.invitation
    channel = await matter.channel(answers=invitation.answers if invitation else "")
    if cue is not None and _waits_for(invitation, cue):
        return _answer_first(matter, cue)
    if invitation is None or invitation.state is State.SUGGESTED:
        raise ImpossibleError(
            marked("There is no draft for {name} yet. Try: {command}"),
            name=matter.name,
            command=matter.spell(Verb.DRAFT),
        )
    if invitation.wording is None or not invitation.is_unsent or invitation.on_its_way:
        return matter.status(invitation)
    await _look_over(matter, invitation.wording)
    if in_reply and channel.reply_to is None:
        raise ImpossibleError(
            marked("{name} has no public post in your threads to reply to."), name=matter.name
        )
    if not sends_as_owner(matter.home, channel):
        return await _by_hand(matter, invitation, invitation.wording, prepared)
    if prepared.closed is not None and not in_reply:
        return closed_answer(matter, invitation.wording, prepared.closed)
    return await _queue(matter, invitation, invitation.wording, channel, in_reply=in_reply)


async def say_sent(matter: Matter) -> str:
    """The owner has sent it, with whatever words.

    Raises:
        ImpossibleError: ours is on its way, and cannot be stopped.
    """
    invitation = matter.invitation
    answers = invitation is not None and invitation.answers
    if invitation is not None and not life.may_follow(invitation, State.SENT):
        return matter.status(invitation)
    if invitation is not None and matter.unsure:
        return await say_arrived(matter, invitation, Verb.SENT)
    if not await matter.stop():
        raise ImpossibleError(
            marked("It is already on its way to {name}: I’ll tell you if it fails."),
            name=matter.name,
        )
    deed = matter.deed(Verb.SENT)
    await deed.change(life.sent(await matter.begun(deed), deed.at))
    await deed.done()
    if answers:
        return matter.say(
            "Noted. An invitation, whenever you like: {command}", command=matter.spell(Verb.DRAFT)
        )
    return matter.say(
        "Noted. When you agree on a time: {command}", command=matter.planned_example()
    )


async def say_arrived(matter: Matter, invitation: Invitation, verb: Verb) -> str:
    """The owner has looked whether the other got what was sent: `no`, or another verb for yes.

    That is what they saw, not what they decided: `undo` does not take it back, as a text that the
    other has could be sent again then.
    """
    now = matter.home.clock.now()
    for row in matter.unsure:
        await matter.unit.outbox.settle(row, OutboxState.CANCELLED, now=now)
    if verb is Verb.NO:
        await keep(matter.unit, life.withheld(invitation, now))
        return matter.say("Then it is a draft again: {command}", command=matter.spell(Verb.SEND))
    await keep(matter.unit, life.sent(invitation, now))
    return matter.say("Noted: {name} has your message.")


def closed_answer(matter: Matter, wording: Wording, closed: Closed) -> str:
    """That the other takes no such message, and what can be done instead."""
    if closed == "no-replies":
        ways = [matter.say("Here is the text for a direct message:"), matter.spell(Verb.SEND)]
    else:
        ways = [
            matter.say("Here is the text for a reply in public:"),
            matter.spell(Verb.SEND, in_reply=True),
        ]
    return GAP.join([matter.say(CLOSED[closed]), ways[0], wording.text, ways[1]])


def _waits_for(invitation: Invitation | None, cue: Cue) -> bool:
    """Whether nothing is out yet, and what there is to send does not answer the question."""
    if invitation is None or invitation.state is State.SUGGESTED:
        return True
    return invitation.is_unsent and not invitation.on_its_way and invitation.answers != cue.uri


def _answer_first(matter: Matter, cue: Cue) -> str:
    first = matter.say(
        "An answer first, then the invitation: {command}", command=matter.spell(Verb.DRAFT)
    )
    return GAP.join([matter.asked(cue), first])


async def _look_over(matter: Matter, wording: Wording) -> None:
    if unfinished(wording.text):
        raise ImpossibleError(
            marked("The heart of it is still yours to write: {command}"),
            command=matter.spell(Verb.EDIT, text="…"),
        )
    if still_ahead(wording, matter.home.clock.now()) != wording:
        raise ImpossibleError(
            marked("A time that it proposes is past. Try: {command}"),
            command=matter.spell(Verb.DRAFT),
        )
    if clash(wording.slots, await taken(matter.home, matter.unit, but=matter.person.id)):
        raise ImpossibleError(
            marked("A time that it proposes is taken by now. Try: {command}"),
            command=matter.spell(Verb.DRAFT),
        )


async def _by_hand(
    matter: Matter, invitation: Invitation, wording: Wording, prepared: Prepared
) -> str:
    if invitation.state is State.DRAFTED:
        deed = matter.deed(Verb.SEND)
        approval = Approval(Way.HAND, sha_of(wording.text))
        await deed.change(life.approved(invitation, approval, deed.at))
        await deed.done()
    parts = [
        matter.say("For {name}, to send yourself:"),
        wording.text,
        prepared.link_with(wording.text),
        matter.say("Then tell me: {command}", command=matter.spell(Verb.SENT)),
    ]
    return GAP.join(part for part in parts if part)


async def _queue(
    matter: Matter, invitation: Invitation, wording: Wording, channel: Channel, *, in_reply: bool
) -> str:
    to = channel.to.key.id  # a handle that was given up could be somebody else's
    body = channel.network.addressed(wording.text, to)
    limits = channel.network.capabilities.limits_of("reply" if in_reply else "direct")
    if not limits.fit(body):
        raise ImpossibleError(
            marked("That is too long for one message: {most} characters at most."),
            most=limits.graphemes,
        )
    deed = matter.deed(Verb.SEND)
    approval = Approval(Way.REPLY if in_reply else Way.DIRECT, sha_of(body), channel.sender)
    if invitation.state is State.APPROVED:  # by hand, before the config let the bot send
        invitation = await deed.change(life.withheld(invitation, deed.at))
    approved = await deed.change(life.approved(invitation, approval, deed.at))
    await deed.done()
    row = Draft(
        kind=INVITATION,
        sender=channel.sender,
        recipient=to,
        batch=approved.batch,
        part=1,
        body=body,
        ref=None,
        names=(matter.person.id,),
        language=wording.language,
        reply_to=channel.reply_to if in_reply else None,
    )
    await matter.unit.outbox.put([row], deed.at)
    return matter.say("I am sending it to {name} now, from your account.")
