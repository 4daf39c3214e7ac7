"""One attempt at a message: claimed if it may still go out, sent once, and how that ended."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.delivery.outbox import DEADLINE, INVITATION, OutboxState
from bot.domain.ranking.consent import Act, Reason
from bot.errors import (
    ClosedError,
    RateLimitedError,
    RefusedError,
    SignInError,
    UncertainError,
    UnreachableError,
)
from bot.ports import Message
from bot.services.delivery.conclusion import barred, conclude
from bot.services.delivery.delivered import Delivered
from bot.services.delivery.pinned import addressed, recipient_of, verify_addressee
from bot.services.delivery.sender import messenger_of
from bot.services.mishap import contained
from bot.services.ranking.scene import scene

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.people.identity import PersonId
    from bot.errors import Closed
    from bot.ports import Messenger, Recipient, Unit
    from bot.services.context import Context

PAUSE: Final = timedelta(minutes=1)
"""After no connection; doubled with each attempt, up to `LONGEST_PAUSE`."""
LONGEST_PAUSE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Ending:
    state: OutboxState
    remote_id: str | None = None
    error: str | None = None
    not_before: datetime | None = None
    closed: Closed | None = None


async def attempt(
    context: Context, row: OutboxRow, untold: Collection[PersonId] = ()
) -> Delivered | None:
    """Send a pending row, or cancel it; `None` when another process was first.

    `untold` are those whose profile, or how they stand with the owner, could not be told just now.

    Raises:
        WrongAccountError: the secret of the account that it is for signs in another one.
        NetworkError: whose it is could not be found out. Either way the row waits.
    """
    await verify_addressee(context, row)
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        messenger = await messenger_of(context, unit, row)
        obstacle = (
            await _obstacle(context, unit, row, now, untold) if messenger else "other-recipient"
        )
        if messenger is None or obstacle is not None:
            return await _cancel(context, unit, Delivered(row, OutboxState.CANCELLED, obstacle))
        to = await recipient_of(context, unit, row)
        claimed = await unit.outbox.claim(row, context.worker, now)
    if claimed is None:
        return None
    ending = _Ending(OutboxState.UNKNOWN, error="something unexpected went wrong while sending")
    async with contained(context, f"message {claimed.id}"):
        ending = await _send(context, messenger, message_of(claimed, to), claimed.attempts)
    delivered = Delivered(claimed, ending.state, ending.error, ending.remote_id, ending.closed)
    async with context.store.unit(context.owner) as unit:
        if await unit.outbox.settle(
            claimed,
            ending.state,
            now=context.clock.now(),
            remote_id=ending.remote_id,
            error=ending.error,
            not_before=ending.not_before,
        ):
            await conclude(context, unit, delivered)
    return delivered


def message_of(row: OutboxRow, recipient: Recipient | None) -> Message:
    """The message that a row holds, as messengers take it, for one recipient only."""
    return Message(
        kind="direct" if row.draft.reply_to is None else "reply",
        to=row.draft.recipient,
        text=row.draft.body,
        key=row.idem_key,
        ref=row.draft.ref,
        language=row.draft.language,
        reply_to=row.draft.reply_to,
        recipient=recipient,
    )


async def _cancel(context: Context, unit: Unit, cancelled: Delivered) -> Delivered | None:
    """Cancel a row and what is to follow it, unless another process has taken it meanwhile."""
    states = {one.id: one.state for one in await unit.outbox.all()}
    if states.get(cancelled.row.id) is not OutboxState.PENDING:
        return None
    await unit.outbox.cancel(cancelled.row.draft.batch)
    await conclude(context, unit, cancelled)
    return cancelled


async def _obstacle(
    context: Context, unit: Unit, row: OutboxRow, now: datetime, untold: Collection[PersonId]
) -> str | None:
    """Why the row may not go out, as a code; on stored facts only."""
    bar = await barred(context, unit, row, now)
    if bar is not None or not row.draft.names:
        return bar
    judges = await scene(unit, context.owner, context.wishes, now)
    for name in row.draft.names:
        person = await unit.people.get(name)
        if person is None:
            return "forgotten"
        answered = await unit.log.has_answered(person.keys)
        act = Act.SEND if row.draft.kind == INVITATION else Act.NAME
        judged = judges.judge(person, act, has_answered=answered, untold=name in untold)
        verdict = judged.verdict
        if not verdict.allowed:
            return verdict.reason.value
        if row.draft.kind == INVITATION:
            to = addressed(row.draft, person)
            if to is None:
                return "other-recipient"
            if to.has_moved:
                return Reason.MOVED.value
    return None


async def _send(context: Context, messenger: Messenger, message: Message, attempts: int) -> _Ending:
    try:
        async with asyncio.timeout(DEADLINE.total_seconds()):
            remote_id = await messenger.send(message)
    except ClosedError as problem:
        return _Ending(OutboxState.REJECTED, error=str(problem), closed=problem.closed)
    except RefusedError as problem:
        return _Ending(OutboxState.REJECTED, error=str(problem))
    except RateLimitedError as problem:
        return _Ending(OutboxState.PENDING, error=str(problem), not_before=problem.until)
    except (UnreachableError, SignInError) as problem:
        pause = min(PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
        not_before = context.clock.now() + pause
        return _Ending(OutboxState.PENDING, error=str(problem), not_before=not_before)
    except (UncertainError, TimeoutError) as problem:
        return _Ending(OutboxState.UNKNOWN, error=str(problem) or "no answer in time")
    return _Ending(OutboxState.SENT, remote_id=remote_id)
