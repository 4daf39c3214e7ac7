"""One attempt at a message: claimed if it may still go out, sent once, and how that ended."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.consent import Act
from bot.domain.digest import Outcome, batch_of
from bot.domain.outbox import DEADLINE, OutboxState, got_out
from bot.domain.schedule import LATE_AT_MOST
from bot.errors import (
    RateLimitedError,
    RefusedError,
    SignInError,
    UncertainError,
    UnreachableError,
)
from bot.ports import Message
from bot.services.ranking import scene

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
    """A row that moved, and where to; `error` says why it is not sent."""

    row: OutboxRow
    state: OutboxState
    error: str | None = None


@dataclass(frozen=True, slots=True)
class _Ending:
    state: OutboxState
    remote_id: str | None = None
    error: str | None = None
    not_before: datetime | None = None


async def attempt(home: Home, row: OutboxRow) -> Delivered | None:
    """Send a pending row, or cancel it; `None` when another process was first."""
    now = home.clock.now()
    async with home.store.unit(home.owner) as unit:
        obstacle = await _obstacle(home, unit, row, now)
        if obstacle is not None:
            if await unit.outbox.cancel(row.draft.batch):
                await _forget_suggestions(unit, row, now, Outcome.BARRED)
            return Delivered(row, OutboxState.CANCELLED, obstacle)
        claimed = await unit.outbox.claim(row, home.worker, now)
    if claimed is None:
        return None
    ending = await _send(home, claimed)
    async with home.store.unit(home.owner) as unit:
        await unit.outbox.settle(
            claimed,
            ending.state,
            now=home.clock.now(),
            remote_id=ending.remote_id,
            error=ending.error,
            not_before=ending.not_before,
        )
        if ending.state is OutboxState.REJECTED:
            batch = [one for one in await unit.outbox.all() if one.draft.batch == row.draft.batch]
            if not got_out(batch):
                await _forget_suggestions(unit, row, home.clock.now(), Outcome.QUEUED)
    return Delivered(claimed, ending.state, ending.error)


def message_of(row: OutboxRow) -> Message:
    """The message that a row holds, as messengers take it."""
    return Message(
        kind="direct" if row.draft.reply_to is None else "reply",
        to=row.draft.recipient,
        text=row.draft.body,
        key=row.idem_key,
        ref=row.draft.ref,
        language=row.draft.language,
        reply_to=row.draft.reply_to,
    )


async def is_ours(home: Home, unit: Unit, row: OutboxRow) -> bool:
    """Whether today's config still sends from this row's account to its recipient."""
    keys = {watch.account: watch.key for watch in await unit.watches.all()}
    sender = keys.get(home.post.sender) if home.post.sender else None
    return (row.draft.sender, row.draft.recipient) == (sender, home.post.recipient)


async def _obstacle(home: Home, unit: Unit, row: OutboxRow, now: datetime) -> str | None:
    """Why the row may not go out, as a code; on stored facts only."""
    if not await is_ours(home, unit, row):
        return "other-recipient"
    if _is_too_late(row, now):
        return "too-late"
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


def _is_too_late(row: OutboxRow, now: datetime) -> bool:
    """A digest that could not go out for a day is composed anew, or skipped, as one missed."""
    wanted_at = row.resent_at or row.created_at
    return row.draft.kind == "digest" and now - wanted_at > LATE_AT_MOST


async def _forget_suggestions(unit: Unit, row: OutboxRow, now: datetime, outcome: Outcome) -> None:
    """Nobody heard of those whom the row's digest names: their cooldown has not begun."""
    for one in await unit.suggestions.all():
        if row.draft.batch == batch_of(row.draft.recipient, one.due, one.revision):
            await unit.suggestions.withdraw(one.due, one.revision)
            await unit.suggestions.settle(one.due, one.revision, outcome, now)
            return


async def _send(home: Home, row: OutboxRow) -> _Ending:
    try:
        async with asyncio.timeout(DEADLINE.total_seconds()):
            remote_id = await home.post.messenger.send(message_of(row))
    except RefusedError as problem:
        return _Ending(OutboxState.REJECTED, error=str(problem))
    except RateLimitedError as problem:
        return _Ending(OutboxState.PENDING, error=str(problem), not_before=problem.until)
    except (UnreachableError, SignInError) as problem:
        pause = min(PAUSE * 2 ** min(row.attempts - 1, 10), LONGEST_PAUSE)
        not_before = home.clock.now() + pause
        return _Ending(OutboxState.PENDING, error=str(problem), not_before=not_before)
    except (UncertainError, TimeoutError) as problem:
        return _Ending(OutboxState.UNKNOWN, error=str(problem) or "no answer in time")
    return _Ending(OutboxState.SENT, remote_id=remote_id)
