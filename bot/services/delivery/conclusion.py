"""Rules of delivery that depend on the kind of message: digest, invitation or answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.delivery.outbox import INVITATION
from bot.domain.meeting.invitation import may_go_out
from bot.domain.schedule import LATE_AT_MOST
from bot.services.delivery.digest import conclude_digest
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
    if row.draft.kind == "digest":
        await conclude_digest(unit, row, delivered.state, context.clock.now())


async def _invitation(unit: Unit, row: OutboxRow) -> Invitation | None:
    number = row.draft.link.invitation
    return None if number is None else await unit.invitations.get(number)
