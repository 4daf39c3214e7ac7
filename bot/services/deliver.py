"""Delivering: the outbox's messages, never lost, never twice.

The steps are those of a transactional outbox that reconciles. T1 is the caller's: a decision
and its message in one transaction. Then T2 claims a row, N makes one attempt, T3 writes down
how it ended: see `bot.services.attempt`. What ended without a clear answer is read back later.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.outbox import (
    INVITATION,
    READ_BACKS,
    OutboxState,
    is_ahead,
    looked_for_since,
)
from bot.errors import NetworkError, TerrasseError
from bot.ports import CouldNotTell, Found, NotThere
from bot.services.anew import read_anew
from bot.services.attempt import attempt, message_of
from bot.services.delivered import Delivered
from bot.services.mishap import contained
from bot.services.pinned import recipient_of
from bot.services.purpose import conclude
from bot.services.route import messenger_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.domain.identity import PersonId
    from bot.domain.outbox import OutboxRow
    from bot.ports import ReadBack
    from bot.services.home import Home


LATELY: Final = timedelta(days=14)
"""So far back the same words to the same person are looked for before an invitation is sent."""


async def deliver(home: Home) -> list[Delivered]:
    """Settle what is unsettled, then send all that may go out now.

    Raises:
        NetworkError: the relationships of those named could not be asked for; the message waits,
            and what its sender sends after it. What others send has gone out.
    """
    moved = await reconcile(home)
    stuck: dict[str, TerrasseError] = {}
    while (row := await _peek(home, stuck)) is not None:
        outcome = None
        try:
            async with contained(home, f"message {row.id}") as failures:
                untold = await _untold(home, row)
                outcome = await _already_out(home, row) or await attempt(home, row, untold)
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


async def reconcile(home: Home) -> list[Delivered]:
    """Find out what became of attempts without an answer, by reading back.

    A network that cannot be reached tells nothing, and is asked again next time.
    """
    now = home.clock.now()
    async with home.store.unit(home.owner) as unit:
        overdue = await unit.outbox.overdue(now)
        for row in overdue:
            if row.state is OutboxState.SENDING:
                why = "the process that was sending it stopped"
                if await unit.outbox.settle(row, OutboxState.UNKNOWN, now=now, error=why):
                    await conclude(home, unit, Delivered(row, OutboxState.UNKNOWN, why))
            elif is_ahead(row, now):
                await unit.outbox.settle(row, OutboxState.UNKNOWN, now=now, error=row.error)
    lost = [row for row in overdue if row.state is OutboxState.UNKNOWN and not is_ahead(row, now)]
    return [await _read_back(home, row) for row in lost]


async def _already_out(home: Home, row: OutboxRow) -> Delivered | None:
    """Settle an invitation that is about to be tried first, if its words went to them already.

    The store may be a copy from before that, or the owner has sent it by hand. Where a server
    cannot tell, as snac, nothing hints at that, and it is tried.
    """
    if row.draft.kind != INVITATION or row.attempts:
        return None
    async with home.store.unit(home.owner) as unit:
        messenger = await messenger_of(home, unit, row)
        to = await recipient_of(home, unit, row)
    if messenger is None:
        return None
    found = await messenger.find_sent(message_of(row, to), row.created_at - LATELY)
    if not isinstance(found, Found):
        return None
    told = Delivered(row, OutboxState.SENT, None, found.remote_id)
    now = home.clock.now()
    async with home.store.unit(home.owner) as unit:
        if await unit.outbox.settle(row, OutboxState.SENT, now=now, remote_id=found.remote_id):
            await conclude(home, unit, told)
    return told


async def _peek(home: Home, stuck: Collection[str]) -> OutboxRow | None:
    async with home.store.unit(home.owner) as unit:
        return await unit.outbox.next(home.clock.now(), stuck)


async def _untold(home: Home, row: OutboxRow) -> Collection[PersonId]:
    """Read anew of those whom a row names; of whom the servers, though asked, told nothing.

    Raises:
        NetworkError: a network did not answer, or its account is paused: the row waits.
    """
    if not row.draft.names:
        return ()
    async with home.store.unit(home.owner) as unit:
        people = [await unit.people.get(name) for name in row.draft.names]
    keys = {key for person in people if person is not None for key in person.keys}
    untold = (await read_anew(home, keys)).untold
    for problem in untold.values():
        if problem is not None:
            raise problem
    return untold.keys()


async def _read_back(home: Home, row: OutboxRow) -> Delivered:
    try:
        found = await _look(home, row)
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
    now, told = home.clock.now(), Delivered(row, state, error, remote_id)
    async with home.store.unit(home.owner) as unit:
        if await unit.outbox.settle(row, state, now=now, remote_id=remote_id, error=error):
            await conclude(home, unit, told)
    return told


async def _look(home: Home, row: OutboxRow) -> ReadBack:
    async with home.store.unit(home.owner) as unit:
        messenger = await messenger_of(home, unit, row)
        to = await recipient_of(home, unit, row)
    if messenger is None:
        why = f"the config does not write to {row.draft.recipient} any more, nor look there"
        return CouldNotTell(why)
    return await messenger.find_sent(message_of(row, to), looked_for_since(row, home.clock.now()))
