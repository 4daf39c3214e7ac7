"""What the owner decides about a message that waits: send it again, or give it up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.delivery.outbox import STATES, OutboxState
from bot.domain.sentence import Sentence, marked
from bot.errors import ImpossibleError
from bot.services.delivery.conclusion import conclude
from bot.services.delivery.delivered import Delivered

if TYPE_CHECKING:
    from bot.domain.delivery.outbox import OutboxRow
    from bot.ports import Unit
    from bot.services.context import Context

CHANGED: Final = marked(
    "This changed meanwhile, so nothing was done. The page shows how it stands now."
)


async def find_row(unit: Unit, number: int) -> OutboxRow:
    """The message of this number.

    Raises:
        ImpossibleError: there is none.
    """
    for row in await unit.outbox.all():
        if row.id == number:
            return row
    raise ImpossibleError(
        marked("There is no message {number}. All of them: terrasse outbox"), number=number
    )


def mark_of(row: OutboxRow) -> str:
    """The mark of how a message stands: see `bot.services.obey.marks`."""
    return f"{row.state}-{row.fence}"


async def resend(context: Context, number: int, *, seen: str | None = None) -> str:
    """Send a message again with the next round; returns the answer. It may arrive a second time.

    Raises:
        ImpossibleError: there is no such message, it does not wait, or it stands otherwise than
            was `seen`.
    """
    async with context.store.unit(context.owner) as unit:
        row = await _waiting(unit, number, seen)
        if not await unit.outbox.resend(row, context.clock.now()):
            raise _impossible(row)
    return _now(context, row, OutboxState.PENDING)


async def drop(context: Context, number: int, *, seen: str | None = None) -> str:
    """Give up a message that is not out yet; returns the answer.

    Raises:
        ImpossibleError: as for `resend`, or it may be out.
    """
    state = OutboxState.CANCELLED
    async with context.store.unit(context.owner) as unit:
        row = await _waiting(unit, number, seen)
        if not await unit.outbox.settle(row, state, now=context.clock.now()):
            raise _impossible(row)
        given_up = Sentence(marked("given up"))
        await conclude(context, unit, Delivered(row=row, state=state, error=given_up))
    return _now(context, row, state)


async def _waiting(unit: Unit, number: int, seen: str | None) -> OutboxRow:
    row = await find_row(unit, number)
    if seen is not None and seen != mark_of(row):
        raise ImpossibleError(CHANGED)
    return row


def _impossible(row: OutboxRow) -> ImpossibleError:
    return ImpossibleError(
        marked("Message {id} is {state}: that cannot be done with it."),
        id=row.id,
        state=Sentence(STATES[row.state]),
    )


def _now(context: Context, row: OutboxRow, state: OutboxState) -> str:
    say = context.wishes.words.say
    return say("Message {number}: {state}.", number=row.id, state=say(STATES[state]))
