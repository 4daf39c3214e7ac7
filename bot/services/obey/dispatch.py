"""Send an invitation right after its approval, instead of in the next round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.delivery.outbox import INVITATION, OutboxState
from bot.domain.meeting.invitation import State
from bot.domain.sentence import marked
from bot.errors import NetworkError, UndeliveredError
from bot.services.delivery.deliver import deliver
from bot.services.invite.case import case_of
from bot.services.owner.decisions import find_person
from bot.text.draft import naming
from bot.text.letter.ref import unsigned
from bot.text.safety.split import GAP

if TYPE_CHECKING:
    from bot.domain.delivery.outbox import OutboxRow
    from bot.services.context import Context


async def dispatch(context: Context, name: str) -> str:
    """Deliver the pending invitation to a person; returns a sentence, or "" if there is none.

    A daemon may run at the same time: each process claims a message before it sends it.

    Raises:
        UndeliveredError: the invitation is not sent yet, or will not be sent; it says what follows.
    """
    async with context.store.unit(context.owner) as unit:
        case = await case_of(context, unit, await find_person(unit, name))
    approved = case.invitation
    if approved is None or not approved.on_its_way:
        return ""
    why = ""
    try:
        await deliver(context)
    except NetworkError as problem:
        why = context.wishes.words.tell(problem)
    async with context.store.unit(context.owner) as unit:
        now = await unit.invitations.get(approved.id)
        rows = await unit.outbox.all()
    if now is not None and (now.state is State.SENT or now.settles):
        return context.wishes.words.say("Sent to {to}.", to=naming.called(case.person))
    linked = [row for row in rows if row.draft.link == approved.link]
    told = [row for row in linked if row.draft.kind == "notice"]
    if told:
        raise UndeliveredError(GAP.join(_body(row) for row in told))
    if now is None or not now.on_its_way:  # the owner has said something else meanwhile
        return case.status(now or approved)
    (row,) = (row for row in linked if row.draft.kind == INVITATION)
    return _still_going(context, row, why)


def _still_going(context: Context, row: OutboxRow, why: str) -> str:
    say, why = context.wishes.words.say, (row.error or why).rstrip(".")
    if row.state is OutboxState.SENDING:
        return say("Another process is sending it just now.")
    if not why:  # it waits behind another message of the same sender
        raise UndeliveredError(marked("It is not out yet. The next round tries again."))
    if row.state is OutboxState.UNKNOWN:
        raise UndeliveredError(
            marked("I could not make sure that it arrived: {why}. The next round looks."), why=why
        )
    raise UndeliveredError(marked("It is not out yet: {why}. The next round tries again."), why=why)


def _body(row: OutboxRow) -> str:
    """The text of a notice without its ref."""
    return unsigned(row.draft.body)
