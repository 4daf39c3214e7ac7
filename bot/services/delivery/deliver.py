"""Delivering: the outbox's messages, never lost, never twice.

The steps are those of a transactional outbox that reconciles. T1 is the caller's: a decision
and its message in one transaction. Then T2 claims a row, N makes one attempt, T3 writes down
how it ended: see `bot.services.delivery.attempt`. What ended without a clear answer is read back
later.
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
    looked_for_since,
    must_wait_again,
)
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
"""So far back the same words to the same person are looked for before an invitation is sent."""


async def deliver(context: Context) -> list[Delivered]:
    """Settle what is unsettled, then send all that may go out now.

    Raises:
        NetworkError: the relationships of those named could not be asked for; the message waits,
            and what its sender sends after it. What others send has gone out.
    """
    moved = await reconcile(context)
    stuck: dict[str, TerrasseError] = {}
    while (row := await _peek(context, stuck)) is not None:
        outcome = None
        try:
            async with contained(context, f"message {row.id}") as failures:
                untold = await _untold(context, row)
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
    """Find out what became of attempts without an answer, by reading back.

    A network that cannot be reached tells nothing, and is asked again next time.
    """
    now = context.clock.now()
    unclear = []
    async with context.store.unit(context.owner) as unit:
        for row in await unit.outbox.overdue(now):
            if row.state is OutboxState.SENDING:
                why = "the process that was sending it stopped"
                if await unit.outbox.settle(row, OutboxState.UNKNOWN, now=now, error=why):
                    await conclude(context, unit, Delivered(row, OutboxState.UNKNOWN, why))
            elif must_wait_again(row, now):
                await unit.outbox.settle(
                    row, row.state, now=now, error=row.error, not_before=after(now, QUARANTINE)
                )
            else:
                unclear.append(row)
    return [await _read_back(context, row) for row in unclear]


async def _already_out(context: Context, row: OutboxRow) -> Delivered | None:
    """Settle an invitation that is about to be tried first, if its words went to them already.

    The store may be a copy from before that, or the owner has sent it by hand. A server that cannot
    tell does not hold it back, as some never can (snac lists no direct messages), and as words much
    like these may be last month's invitation. Where something does hint at an earlier try, the row
    is not pending but unknown: see `bot.services.obey.restored`.
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
    except RefusedError:  # sending meets the same no, and tells the owner
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
    """Read anew of those whom a row names; of whom the servers, though asked, told nothing.

    Raises:
        NetworkError: a network did not answer, or its account is paused: the row waits.
    """
    if not row.draft.names:
        return ()
    async with context.store.unit(context.owner) as unit:
        people = [await unit.people.get(name) for name in row.draft.names]
    keys = {key for person in people if person is not None for key in person.keys}
    untold = (await read_anew(context, keys)).untold
    for problem in untold.values():
        if problem is not None:
            raise problem
    return untold.keys()


async def _read_back(context: Context, row: OutboxRow) -> Delivered:
    try:
        found = await _look(context, row)
    except NetworkError as problem:
        return Delivered(row, OutboxState.UNKNOWN, str(problem))
    if isinstance(found, Found):
        state, remote_id, error = OutboxState.SENT, found.remote_id, None
    elif isinstance(found, NotThere):
        state, remote_id, error = OutboxState.PENDING, None, row.error
    else:
        last = row.read_backs + 1 >= READ_BACKS
        state = OutboxState.NEEDS_OWNER if last else OutboxState.UNKNOWN
        remote_id, error = None, found.why
    now, told = context.clock.now(), Delivered(row, state, error, remote_id)
    async with context.store.unit(context.owner) as unit:
        if await unit.outbox.settle(row, state, now=now, remote_id=remote_id, error=error):
            await conclude(context, unit, told)
    return told


async def _look(context: Context, row: OutboxRow) -> ReadBack:
    async with context.store.unit(context.owner) as unit:
        messenger = await messenger_of(context, unit, row)
        to = await recipient_of(context, unit, row)
    if messenger is None:
        why = f"the config does not write to {row.draft.recipient} any more, nor look there"
        return CouldNotTell(why)
    return await messenger.find_sent(
        message_of(row, to), looked_for_since(row, context.clock.now())
    )
