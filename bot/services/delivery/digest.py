"""Apply the result of sending a digest to what it suggests and asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.delivery.outbox import OutboxState, got_out
from bot.domain.digest import Outcome
from bot.domain.meeting.invitation import State, lapsed
from bot.domain.people.join import JoinState

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.delivery.outbox import OutboxRow
    from bot.ports import Unit

_NOT_SENT: Final = {OutboxState.CANCELLED: Outcome.BARRED, OutboxState.REJECTED: Outcome.QUEUED}


async def conclude_digest(unit: Unit, row: OutboxRow, state: OutboxState, now: datetime) -> None:
    """Apply the new state of a row to its digest, in the transaction that stores it."""
    outcome = _NOT_SENT.get(state)
    if outcome is None:
        return
    batch = [other for other in await unit.outbox.all() if other.draft.batch == row.draft.batch]
    if not got_out(batch):
        await _forget_suggestions(unit, row, now, outcome)


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
