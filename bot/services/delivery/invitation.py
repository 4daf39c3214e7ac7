"""Apply the result of sending an invitation from the owner's account, and tell the owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.commands.verbs import Verb
from bot.domain.delivery.outbox import OutboxState
from bot.domain.meeting import invitation as life
from bot.domain.ranking.reason import FOR_THEIR_SAKE, Reason
from bot.domain.ranking.verdict import Verdict
from bot.services.collect.relationships import note_block
from bot.services.delivery.notices import tell
from bot.services.delivery.pinned import addressed
from bot.services.invite.case import case_of, keep
from bot.services.invite.sending import closed_answer
from bot.text.safety.split import GAP
from bot.text.why import verdicts

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.meeting.invitation import Invitation
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.delivery.delivered import Delivered
    from bot.services.invite.case import Case


async def conclude_invitation(
    context: Context, unit: Unit, invitation: Invitation, delivered: Delivered
) -> None:
    """Apply the result of its message to an invitation, in the same transaction.

    The owner gets a notice if the message was not sent, or if that is unclear.
    """
    now = context.clock.now()
    if delivered.state is OutboxState.SENT:
        await keep(unit, life.sent(invitation, now, delivered.remote_id))
        return
    person = await unit.people.get(invitation.person)
    if person is None or delivered.state in {OutboxState.PENDING, OutboxState.UNKNOWN}:
        return
    case = await case_of(context, unit, person)
    if delivered.state is OutboxState.NEEDS_OWNER:
        text = case.did_it_arrive()
    elif _is_over(delivered):
        await _end(case, invitation, delivered, now)
        text = _held_back(case, delivered)
    else:
        await keep(unit, life.withheld(invitation, now))
        text = _not_sent(case, invitation, delivered)
    batch = f"fate:{delivered.row.draft.batch}:{delivered.state.value}:{delivered.row.attempts}"
    await tell(context, unit, text, kind="notice", batch=batch, link=delivered.row.draft.link)


def _is_over(delivered: Delivered) -> bool:
    """True if the person must not be written to at all: no other way of sending is offered."""
    return delivered.closed == "blocked" or delivered.error in {
        reason.value for reason in FOR_THEIR_SAKE
    }


async def _end(case: Case, invitation: Invitation, delivered: Delivered, now: datetime) -> None:
    approval = invitation.approval
    if delivered.closed == "blocked" and approval is not None and approval.sender is not None:
        account = addressed(delivered.row.draft, case.person)
        if account is not None:
            await note_block(case.unit, approval.sender, account.key, now)
    await keep(case.unit, life.lapsed(invitation, now))


def _held_back(case: Case, delivered: Delivered) -> str:
    return case.say("Your message to {name} is not sent. {why}", why=_why(case, delivered))


def _not_sent(case: Case, invitation: Invitation, delivered: Delivered) -> str:
    wording = invitation.wording
    if delivered.closed is not None and wording is not None:
        return closed_answer(case, wording, delivered.closed)
    again = (case.spell(Verb.SEND), case.spell(Verb.SENT))
    return GAP.join(
        [_held_back(case, delivered), wording.text if wording else "", " · ".join(again)]
    )


def _why(case: Case, delivered: Delivered) -> str:
    """The reason as a sentence: the server's own if it refused the message."""
    if delivered.closed == "blocked":
        return case.say("One of you blocks the other.")
    if delivered.state is OutboxState.REJECTED:
        return case.context.wishes.words.tell(delivered.error or "")
    if delivered.error == "too-late":
        return case.say("For a whole day it could not go out.")
    if delivered.error in {reason.value for reason in Reason}:
        words, now = case.context.wishes.words, case.context.clock.now()
        return verdicts.sentence(
            Verdict(Reason(delivered.error)), case.context.owner.zone, now, words
        )
    return case.say("Sending it was given up.")
