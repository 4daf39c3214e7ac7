"""Delivering: the outbox's messages to the owner, never lost, never twice.

The steps are those of a transactional outbox that reconciles. T1 is the caller's: a decision
and its message in one transaction. Here: T2 claims a row, N makes one attempt, T3 writes down
how it ended; what ended without a clear answer is read back later.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.consent import Act
from bot.domain.digest import Outcome, batch_of
from bot.domain.outbox import DEADLINE, READ_BACKS, OutboxState
from bot.domain.schedule import LATE_AT_MOST
from bot.errors import (
    NetworkError,
    RateLimitedError,
    RefusedError,
    SignInError,
    UncertainError,
    UnreachableError,
)
from bot.ports import Found, Message, NotThere
from bot.services.ranking import scene
from bot.services.relationships import FRESH, refresh_relationships

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.outbox import OutboxRow
    from bot.ports import Unit
    from bot.services.home import Home

PAUSE: Final = timedelta(minutes=1)
"""After no connection; doubled with each attempt, up to `LONGEST_PAUSE`."""
LONGEST_PAUSE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A row that moved, and where to."""

    row: OutboxRow
    state: OutboxState
    error: str | None = None


async def deliver(home: Home) -> list[Delivered]:
    """Settle what is unsettled, then send all that may go out now.

    Raises:
        NetworkError: the relationships of those named could not be asked for; the message waits.
    """
    moved = await reconcile(home)
    while (row := await _peek(home)) is not None:
        await _refresh_named(home, row)
        outcome = await _attempt(home, row)
        if outcome is None:
            break
        moved.append(outcome)
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
                await unit.outbox.settle(row, OutboxState.UNKNOWN, now=now, error=why)
    return [await _read_back(home, row) for row in overdue if row.state is OutboxState.UNKNOWN]


async def _peek(home: Home) -> OutboxRow | None:
    async with home.store.unit(home.owner) as unit:
        return await unit.outbox.next(home.clock.now())


async def _refresh_named(home: Home, row: OutboxRow) -> None:
    if not row.draft.names:
        return
    async with home.store.unit(home.owner) as unit:
        people = [await unit.people.get(name) for name in row.draft.names]
    keys = {key for person in people if person is not None for key in person.keys}
    await refresh_relationships(home, older_than=FRESH, accounts=keys)


async def _attempt(home: Home, row: OutboxRow) -> Delivered | None:
    now = home.clock.now()
    async with home.store.unit(home.owner) as unit:
        barred = _too_late(row, now) or await _barred(home, unit, row, now)
        if barred is not None:
            if await unit.outbox.cancel(row.draft.batch):
                await _reopen(unit, row, now)
            return Delivered(row, OutboxState.CANCELLED, barred)
        claimed = await unit.outbox.claim(row, home.worker, now)
    if claimed is None:
        return None
    return await _send(home, claimed)


def _too_late(row: OutboxRow, now: datetime) -> str | None:
    """A digest that could not go out for a day is composed anew, or skipped, as one missed."""
    return "too-late" if now - row.created_at > LATE_AT_MOST else None


async def _barred(home: Home, unit: Unit, row: OutboxRow, now: datetime) -> str | None:
    """The reason code of the first person named who may no longer be, on stored facts only."""
    if not row.draft.names:
        return None
    judges = await scene(unit, home.owner, home.wishes, now)
    for name in row.draft.names:
        person = await unit.people.get(name)
        if person is None:
            return "forgotten"
        verdict = judges.judge(person, Act.SEND).verdict
        if not verdict.allowed:
            return verdict.reason.value
    return None


async def _reopen(unit: Unit, row: OutboxRow, now: datetime) -> None:
    """Let the occurrence of a cancelled digest be answered anew, as its next revision."""
    for one in await unit.suggestions.all():
        if row.draft.batch == batch_of(row.draft.recipient, one.due, one.revision):
            await unit.suggestions.withdraw(one.due, one.revision)
            await unit.suggestions.settle(one.due, one.revision, Outcome.BARRED, now)
            return


async def _send(home: Home, row: OutboxRow) -> Delivered:
    state, remote_id, error, not_before = OutboxState.UNKNOWN, None, None, None
    try:
        async with asyncio.timeout(DEADLINE.total_seconds()):
            remote_id = await home.post.messenger.send(_message(row))
        state = OutboxState.SENT
    except RefusedError as problem:
        state, error = OutboxState.REJECTED, str(problem)
    except RateLimitedError as problem:
        state, error, not_before = OutboxState.PENDING, str(problem), problem.until
    except (UnreachableError, SignInError) as problem:
        pause = min(PAUSE * 2 ** min(row.attempts - 1, 10), LONGEST_PAUSE)
        state, error = OutboxState.PENDING, str(problem)
        not_before = home.clock.now() + pause
    except (UncertainError, TimeoutError) as problem:
        error = str(problem) or "no answer in time"
    async with home.store.unit(home.owner) as unit:
        await unit.outbox.settle(
            row,
            state,
            now=home.clock.now(),
            remote_id=remote_id,
            error=error,
            not_before=not_before,
        )
    return Delivered(row, state, error)


async def _read_back(home: Home, row: OutboxRow) -> Delivered:
    since = row.first_try_at or row.created_at
    try:
        found = await home.post.messenger.find_sent(_message(row), since)
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
    async with home.store.unit(home.owner) as unit:
        await unit.outbox.settle(row, state, now=home.clock.now(), remote_id=remote_id, error=error)
    return Delivered(row, state, error)


def _message(row: OutboxRow) -> Message:
    return Message(
        kind="direct",
        to=row.draft.recipient,
        text=row.draft.body,
        key=row.idem_key,
        ref=row.draft.ref,
        language=row.draft.language,
    )
