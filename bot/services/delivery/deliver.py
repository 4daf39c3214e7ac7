"""Deliver the messages in the outbox: none is lost, none is sent twice.

This is a transactional outbox. The caller stores a decision and its message in one transaction.
Then `bot.services.delivery.attempt` claims the row in a transaction, sends the message, and stores
the result in another transaction. If the result is unclear, the message is looked for later.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.delivery.outbox import (
    INVITATION,
    QUARANTINE,
    READ_BACKS,
    OutboxState,
    after,
    before,
    got_out,
    looked_for_since,
    must_wait_again,
)
from bot.domain.sentence import Sentence, marked
from bot.errors import NetworkError, RefusedError, TerrasseError
from bot.ports import CouldNotTell, Found, NotThere
from bot.services.collect.anew import read_anew
from bot.services.delivery.attempt import attempt, message_of
from bot.services.delivery.conclusion import conclude
from bot.services.delivery.delivered import Delivered
from bot.services.delivery.pinned import recipient_of
from bot.services.delivery.sender import messenger_of
from bot.services.mishap import contained

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.people.identity import PersonId
    from bot.ports import ReadBack
    from bot.services.context import Context


LATELY: Final = timedelta(days=30)
"""How far back to look for the same text to the same person before sending an invitation."""


async def deliver(context: Context) -> list[Delivered]:
    """Reconcile unclear rows, then send every row that may be sent now.

    Returns the rows that changed state: none while another process sends.

    Raises:
        NetworkError: the profiles or relationships of the people named in a message could not be
            read: it stays pending. Or a network could not be asked before sending: the message
            stays pending, with the later ones of its sender. All others are sent first.
    """
    async with context.store.sending() as is_mine:
        return await _deliver(context) if is_mine else []


async def _deliver(context: Context) -> list[Delivered]:
    moved = await reconcile(context)
    stuck: dict[str, TerrasseError] = {}
    while (row := await _peek(context, stuck)) is not None:
        outcome = None
        try:
            untold = await _untold(context, row)
        except NetworkError as problem:
            stuck[row.draft.batch] = problem
            continue
        try:
            async with contained(context, Sentence(marked("message {id}"), id=row.id)) as failures:
                outcome = await _already_out(context, row) or await attempt(context, row, untold)
        except NetworkError as problem:
            stuck[row.draft.line] = problem
            continue
        if failures:
            stuck[row.draft.line] = failures[0]
            continue
        if outcome is None:
            break
        moved.append(outcome)
    for first in stuck.values():
        raise first
    return moved


async def reconcile(context: Context) -> list[Delivered]:
    """Find out whether messages with an unclear result were sent, by reading them back.

    If a network cannot be reached, its rows stay as they are until the next call.
    """
    now = context.clock.now()
    unclear = []
    async with context.store.unit(context.owner) as unit:
        for row in await unit.outbox.overdue(now):
            if row.state is OutboxState.SENDING:
                why = Sentence(marked("the process that was sending it stopped"))
                if await unit.outbox.settle(
                    row, OutboxState.UNKNOWN, now=now, error=context.wishes.words.tell(why)
                ):
                    await conclude(context, unit, Delivered(row, OutboxState.UNKNOWN, why))
            elif must_wait_again(row, now):
                await unit.outbox.settle(
                    row, row.state, now=now, error=row.error, not_before=after(now, QUARANTINE)
                )
            else:
                unclear.append(row)
    return [await _read_back(context, row) for row in unclear]


async def _already_out(context: Context, row: OutboxRow) -> Delivered | None:
    """Settle an invitation as sent if its text has reached the person before the first attempt.

    That happens if the store was restored from an older copy, or if the owner sent the text by
    hand. If the server cannot tell, the invitation is sent: some servers never can (snac lists no
    direct messages). Rows that may have been sent before a restore are not pending but unknown:
    see `bot.services.obey.restored`.
    """
    if row.draft.kind != INVITATION or row.attempts:
        return None
    async with context.store.unit(context.owner) as unit:
        messenger = await messenger_of(context, unit, row)
        to = await recipient_of(context, unit, row)
    if messenger is None:
        return None
    now = context.clock.now()
    since = before(min(row.created_at, now), LATELY)
    try:
        found = await messenger.find_sent(message_of(row, to), since)
    except RefusedError:  # sending is refused too, and the owner is told then
        return None
    if not isinstance(found, Found):
        return None
    told = Delivered(row, OutboxState.SENT, None, found.remote_id)
    async with context.store.unit(context.owner) as unit:
        if not await unit.outbox.settle(row, told.state, now=now, remote_id=told.remote_id):
            return None  # another process was first
        await conclude(context, unit, told)
    return told


async def _peek(context: Context, stuck: Collection[str]) -> OutboxRow | None:
    async with context.store.unit(context.owner) as unit:
        return await unit.outbox.next(context.clock.now(), stuck)


async def _untold(context: Context, row: OutboxRow) -> Collection[PersonId]:
    """Refresh the people named in a row; returns those about whom nothing could be read.

    A digest that is not out yet is then composed again without them.

    Raises:
        NetworkError: a network did not answer, or its account is paused; the row stays pending.
    """
    if not row.draft.names:
        return ()
    async with context.store.unit(context.owner) as unit:
        people = [await unit.people.get(name) for name in row.draft.names]
        batch = [other for other in await unit.outbox.all() if other.draft.batch == row.draft.batch]
    keys = {key for person in people if person is not None for key in person.keys}
    read = await read_anew(context, keys)
    if row.draft.kind != INVITATION and read.told and not got_out(batch):
        return read.untold.keys()
    for problem in read.untold.values():
        if problem is not None:
            raise problem
    return read.untold.keys()


async def _read_back(context: Context, row: OutboxRow) -> Delivered:
    try:
        found = await _look(context, row)
    except NetworkError as problem:
        return Delivered(row, OutboxState.UNKNOWN, problem.said)
    if isinstance(found, Found):
        state, remote_id, error = OutboxState.SENT, found.remote_id, None
    elif isinstance(found, NotThere):
        state, remote_id, error = OutboxState.PENDING, None, row.error
    else:
        last = row.read_backs + 1 >= READ_BACKS
        state = OutboxState.NEEDS_OWNER if last else OutboxState.UNKNOWN
        remote_id, error = None, found.why
    now, told = context.clock.now(), Delivered(row, state, error, remote_id)
    said = error and context.wishes.words.tell(error)
    async with context.store.unit(context.owner) as unit:
        if await unit.outbox.settle(row, state, now=now, remote_id=remote_id, error=said):
            await conclude(context, unit, told)
    return told


async def _look(context: Context, row: OutboxRow) -> ReadBack:
    async with context.store.unit(context.owner) as unit:
        messenger = await messenger_of(context, unit, row)
        to = await recipient_of(context, unit, row)
    if messenger is None:
        why = marked("the config does not write to {to} any more, nor look there")
        return CouldNotTell(Sentence(why, to=row.draft.recipient))
    return await messenger.find_sent(
        message_of(row, to), looked_for_since(row, context.clock.now())
    )
