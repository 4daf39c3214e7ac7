"""What a message was written for, and what its fate means for that.

All that delivery has to know of digests, answers and invitations is in these two functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.digest import Outcome, batch_of
from bot.domain.outbox import INVITATION, OutboxState, got_out
from bot.domain.schedule import LATE_AT_MOST

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.outbox import OutboxRow
    from bot.errors import Closed
    from bot.ports import Unit

_PASSING: Final = frozenset({"digest", INVITATION})
"""Kinds that speak of days to come: they are composed anew where they could not go out in time."""
_UNHEARD: Final = {
    OutboxState.CANCELLED: Outcome.BARRED,
    OutboxState.REJECTED: Outcome.QUEUED,
}


@dataclass(frozen=True, slots=True)
class Delivered:
    """A row that moved, and where to.

    `row` is as it was before; `remote_id` names what was sent, `error` says why it is not,
    `closed` is set where that is because the recipient takes no messages from this account.
    """

    row: OutboxRow
    state: OutboxState
    error: str | None = None
    remote_id: str | None = None
    closed: Closed | None = None


async def barred(unit: Unit, row: OutboxRow, now: datetime) -> str | None:
    """Why, besides consent, a row may not go out any more, as a code.

    Asked in the very transaction that would claim it.
    """
    del unit
    if row.draft.kind == INVITATION and not row.draft.names:
        return "other-recipient"  # without a name, nobody's consent would be looked at
    wanted_at = row.resent_at or row.created_at
    is_late = row.draft.kind in _PASSING and now - wanted_at > LATE_AT_MOST
    return "too-late" if is_late else None


async def conclude(unit: Unit, delivered: Delivered, now: datetime) -> None:
    """Carry over what became of a row, in the very transaction that writes it down."""
    draft = delivered.row.draft
    outcome = _UNHEARD.get(delivered.state)
    if draft.kind != "digest" or outcome is None:
        return
    if not got_out([one for one in await unit.outbox.all() if one.draft.batch == draft.batch]):
        await _forget_suggestions(unit, delivered.row, now, outcome)


async def _forget_suggestions(unit: Unit, row: OutboxRow, now: datetime, outcome: Outcome) -> None:
    """Nobody heard of those whom the row's digest names: their cooldown has not begun."""
    for one in await unit.suggestions.all():
        if row.draft.batch == batch_of(row.draft.recipient, one.due, one.revision):
            await unit.suggestions.withdraw(one.due, one.revision)
            await unit.suggestions.settle(one.due, one.revision, outcome, now)
            return
