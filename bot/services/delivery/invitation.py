"""What became of an invitation that was sent as the owner, and telling the owner of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.commands.verbs import Verb
from bot.domain.delivery.outbox import OutboxState
from bot.domain.meeting import invitation as life
from bot.domain.ranking.consent import FOR_THEIR_SAKE, Reason, Verdict
from bot.services.collect.relationships import note_block
from bot.services.delivery.notices import tell
from bot.services.delivery.pinned import addressed
from bot.services.invite.case import keep, matter_of
from bot.services.invite.sending import closed_answer
from bot.text.safety.split import GAP
from bot.text.why import verdicts

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.meeting.invitation import Invitation
    from bot.ports import Unit
    from bot.services.context import Home
    from bot.services.delivery.delivered import Delivered
    from bot.services.invite.case import Matter


async def invited(home: Home, unit: Unit, invitation: Invitation, fate: Delivered) -> None:
    """Carry over to the invitation what became of its message, in the same transaction.

    That it arrived is nothing to tell: the owner asked for it. That it did not is.
    """
    now = home.clock.now()
    if fate.state is OutboxState.SENT:
        await keep(unit, life.sent(invitation, now, fate.remote_id))
        return
    person = await unit.people.get(invitation.person)
    if person is None or fate.state in {OutboxState.PENDING, OutboxState.UNKNOWN}:
        return
    matter = await matter_of(home, unit, person)
    if fate.state is OutboxState.NEEDS_OWNER:
        text = matter.did_it_arrive()
    elif _is_over(fate):
        await _end(matter, invitation, fate, now)
        text = _held_back(matter, fate)
    else:
        await keep(unit, life.withheld(invitation, now))
        text = _not_sent(matter, invitation, fate)
    batch = f"fate:{fate.row.draft.batch}:{fate.state.value}:{fate.row.attempts}"
    await tell(home, unit, text, kind="notice", batch=batch)


def _is_over(fate: Delivered) -> bool:
    """Whether they are not to be written to at all: then no text is offered for another way."""
    return fate.closed == "blocked" or fate.error in {reason.value for reason in FOR_THEIR_SAKE}


async def _end(matter: Matter, invitation: Invitation, fate: Delivered, now: datetime) -> None:
    approval = invitation.approval
    if fate.closed == "blocked" and approval is not None and approval.sender is not None:
        account = addressed(fate.row.draft, matter.person)
        if account is not None:
            await note_block(matter.unit, approval.sender, account.key, now)
    await keep(matter.unit, life.lapsed(invitation, now))


def _held_back(matter: Matter, fate: Delivered) -> str:
    return matter.say("Your message to {name} is not sent. {why}", why=_why(matter, fate))


def _not_sent(matter: Matter, invitation: Invitation, fate: Delivered) -> str:
    wording = invitation.wording
    if fate.closed is not None and wording is not None:
        return closed_answer(matter, wording, fate.closed)
    again = (matter.spell(Verb.SEND), matter.spell(Verb.SENT))
    return GAP.join(
        [
            _held_back(matter, fate),
            wording.text if wording else "",
            " · ".join(again),
        ]
    )


def _why(matter: Matter, fate: Delivered) -> str:
    """The server's own words, or ours where it is we who held it back."""
    if fate.closed == "blocked":
        return matter.say("One of you blocks the other.")
    if fate.state is OutboxState.REJECTED:
        return fate.error or ""
    if fate.error == "too-late":
        return matter.say("For a whole day it could not go out.")
    if fate.error in {reason.value for reason in Reason}:
        words, now = matter.home.wishes.words, matter.home.clock.now()
        return verdicts.sentence(Verdict(Reason(fate.error)), matter.home.owner.zone, now, words)
    return matter.say("Sending it was given up.")
