"""Rules of delivery that depend on the kind of message: digest, invitation or answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.delivery.outbox import INVITATION, OutboxState, got_out
from bot.domain.digest import Outcome
from bot.domain.meeting.invitation import State, lapsed, may_go_out
from bot.domain.people.join import JoinState
from bot.domain.schedule import LATE_AT_MOST
from bot.services.delivery.invitation import conclude_invitation
from bot.services.owner.addressee import Consent, addressee_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.meeting.invitation import Invitation
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.delivery.delivered import Delivered

_EXPIRING: Final = frozenset({"digest", INVITATION})
"""Kinds that propose times: after `LATE_AT_MOST` they are cancelled, and composed again."""
REPLIES: Final = frozenset({"explanation", "farewell"})
"""Kinds that may be sent to an account which has not opted in, or has stopped: once each."""
_NOT_SENT: Final = {OutboxState.CANCELLED: Outcome.BARRED, OutboxState.REJECTED: Outcome.QUEUED}


async def barred(context: Context, unit: Unit, row: OutboxRow, now: datetime) -> str | None:
    """Why a row may not be sent any more, as a code; `None` if it may.

    Call it in the transaction that claims the row. An invitation is sent only with the approved
    text, and only while the approval stands. Any other message is sent only while its addressee
    is opted in. The consent of the people named in the row is checked elsewhere.
    """
    if row.draft.kind == INVITATION and not row.draft.names:
        return "other-recipient"  # without a name, no consent would be checked
    wanted_at = row.resent_at or row.created_at
    if row.draft.kind in _EXPIRING and now - wanted_at > LATE_AT_MOST:
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
    """Apply the result of a row to its invitation or digest, in the transaction that stores it."""
    row = delivered.row
    if row.draft.kind == INVITATION:
        invitation = await _invitation(unit, row)
        if invitation is not None and invitation.link == row.draft.link:
            await conclude_invitation(context, unit, invitation, delivered)
        return
    outcome = _NOT_SENT.get(delivered.state)
    if row.draft.kind != "digest" or outcome is None:
        return
    batch = [other for other in await unit.outbox.all() if other.draft.batch == row.draft.batch]
    if not got_out(batch):
        await _forget_suggestions(unit, row, context.clock.now(), outcome)


async def _invitation(unit: Unit, row: OutboxRow) -> Invitation | None:
    number = row.draft.link.invitation
    return None if number is None else await unit.invitations.get(number)


async def _forget_suggestions(unit: Unit, row: OutboxRow, now: datetime, outcome: Outcome) -> None:
    """Withdraw the suggestions of a digest that was not sent, so that no cooldown begins.

    Its question was not asked either.
    """
    due, revision = row.draft.link.due, row.draft.link.revision
    suggested = {
        suggestion.person
        for suggestion in await unit.suggestions.all()
        if (suggestion.due, suggestion.revision) == (due, revision)
    }
    if due is not None and revision is not None:
        await unit.suggestions.withdraw(due, revision)
        await unit.suggestions.settle(due, revision, outcome, now)
    for invitation in await unit.invitations.all():
        unread = invitation.state in {State.SUGGESTED, State.DRAFTED}
        if unread and invitation.person in suggested:
            over = lapsed(invitation, now)
            if over is not None:
                await unit.invitations.put(over)
    await unit.people.unrelate(
        join.pair
        for join in await unit.people.joins()
        if join.state is JoinState.ASKED and join.at == row.created_at
    )
