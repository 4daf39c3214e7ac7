"""Delivering: the outbox's messages, never lost, never twice.

The steps are those of a transactional outbox that reconciles. T1 is the caller's: a decision
and its message in one transaction. Then T2 claims a row, N makes one attempt, T3 writes down
how it ended: see `bot.services.attempt`. What ended without a clear answer is read back later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.outbox import READ_BACKS, OutboxState
from bot.errors import NetworkError, WrongAccountError
from bot.ports import CouldNotTell, Found, NotThere
from bot.services.attempt import attempt, message_of
from bot.services.delivered import Delivered
from bot.services.purpose import conclude
from bot.services.relationships import FRESH, ask_relationships, talked_with
from bot.services.route import messenger_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.domain.outbox import OutboxRow
    from bot.ports import ReadBack
    from bot.services.home import Home


async def deliver(home: Home) -> list[Delivered]:
    """Settle what is unsettled, then send all that may go out now.

    Raises:
        NetworkError: the relationships of those named could not be asked for (those of a paused
            account matter for whom it has talked with only); the message waits,
            and what its sender sends after it. What others send has gone out.
    """
    moved = await reconcile(home)
    stuck: dict[str, NetworkError] = {}
    while (row := await _peek(home, stuck)) is not None:
        try:
            await _refresh_named(home, row)
        except NetworkError as problem:
            stuck[row.draft.line] = problem
            continue
        outcome = await attempt(home, row)
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
    return [await _read_back(home, row) for row in overdue if row.state is OutboxState.UNKNOWN]


async def _peek(home: Home, stuck: Collection[str]) -> OutboxRow | None:
    async with home.store.unit(home.owner) as unit:
        return await unit.outbox.next(home.clock.now(), stuck)


async def _refresh_named(home: Home, row: OutboxRow) -> None:
    if not row.draft.names:
        return
    async with home.store.unit(home.owner) as unit:
        people = [await unit.people.get(name) for name in row.draft.names]
    keys = {key for person in people if person is not None for key in person.keys}
    failures = await ask_relationships(home, older_than=FRESH, accounts=keys)
    for watched, problem in failures.items():
        is_paused = isinstance(problem, WrongAccountError)
        if not is_paused or not keys.isdisjoint(await talked_with(home, {watched})):
            raise problem


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
    if messenger is None:
        why = f"the config does not write to {row.draft.recipient} any more, nor look there"
        return CouldNotTell(why)
    return await messenger.find_sent(message_of(row), row.first_try_at or row.created_at)
