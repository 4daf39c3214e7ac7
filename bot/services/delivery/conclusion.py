"""What a message was written for, and what its fate means for that.

All that delivery has to know of digests, answers and invitations is in these two functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.delivery.outbox import INVITATION, OutboxState, got_out
from bot.domain.digest import Outcome, batch_of
from bot.domain.meeting.invitation import State, invitation_in, lapsed, may_go_out
from bot.domain.schedule import LATE_AT_MOST
from bot.services.delivery.invitation import invited
from bot.services.owner.addressee import Consent, addressee_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.meeting.invitation import Invitation
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.delivery.delivered import Delivered

_PASSING: Final = frozenset({"digest", INVITATION})
"""Kinds that speak of days to come: they are composed anew where they could not go out in time."""
REPLIES: Final = frozenset({"explanation", "farewell"})
"""Kinds that answer an account which has not opted in, or has stopped: once each."""
_UNHEARD: Final = {
    OutboxState.CANCELLED: Outcome.BARRED,
    OutboxState.REJECTED: Outcome.QUEUED,
}


async def barred(context: Context, unit: Unit, row: OutboxRow, now: datetime) -> str | None:
    """Why, besides consent, a row may not go out any more, as a code.

    Asked in the very transaction that would claim it: an invitation goes out only with the bytes
    that were approved, and while that is the owner's last word on it; all else, only while its
    addressee agrees to be written to.
    """
    if row.draft.kind == INVITATION and not row.draft.names:
        return "other-recipient"  # without a name, nobody's consent would be looked at
    wanted_at = row.resent_at or row.created_at
    if row.draft.kind in _PASSING and now - wanted_at > LATE_AT_MOST:
        return "too-late"
    if row.draft.kind == INVITATION:
        invitation = await _invitation(unit, row)
        if invitation is None or not may_go_out(invitation, row):
            return "not-approved"
        return None
    addressee = await addressee_of(context, unit)
    if addressee is None or addressee.consent is Consent.GIVEN:
        return None
    is_reply = row.draft.kind in REPLIES and addressee.pairing is not None
    return None if is_reply else addressee.consent.value


async def conclude(context: Context, unit: Unit, delivered: Delivered) -> None:
    """Carry over what became of a row, in the very transaction that writes it down."""
    row = delivered.row
    if row.draft.kind == INVITATION:
        invitation = await _invitation(unit, row)
        if invitation is not None and invitation.batch == row.draft.batch:
            await invited(context, unit, invitation, delivered)
        return
    outcome = _UNHEARD.get(delivered.state)
    if row.draft.kind != "digest" or outcome is None:
        return
    if not got_out([one for one in await unit.outbox.all() if one.draft.batch == row.draft.batch]):
        await _forget_suggestions(unit, row, context.clock.now(), outcome)


async def _invitation(unit: Unit, row: OutboxRow) -> Invitation | None:
    number = invitation_in(row.draft.batch)
    return None if number is None else await unit.invitations.get(number)


async def _forget_suggestions(unit: Unit, row: OutboxRow, now: datetime, outcome: Outcome) -> None:
    """Nobody heard of those whom the row's digest names: their cooldown has not begun."""
    for one in await unit.suggestions.all():
        if row.draft.batch == batch_of(row.draft.recipient, one.due, one.revision):
            await unit.suggestions.withdraw(one.due, one.revision)
            await unit.suggestions.settle(one.due, one.revision, outcome, now)
            break
    for invitation in await unit.invitations.all():
        unread = invitation.state in {State.SUGGESTED, State.DRAFTED}
        if unread and invitation.person in row.draft.names:
            over = lapsed(invitation, now)
            if over is not None:
                await unit.invitations.put(over)
