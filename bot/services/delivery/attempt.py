"""One attempt to send a message: claim its row, send it, store the result."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.delivery.outbox import DEADLINE, INVITATION, OutboxState
from bot.domain.ranking.reason import Reason
from bot.domain.ranking.verdict import Act
from bot.domain.sentence import Sentence, marked
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
from bot.services.ranking.scene import read_scene

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.domain.delivery.outbox import Draft, OutboxRow
    from bot.domain.people.identity import PersonId
    from bot.errors import Closed
    from bot.ports import Messenger, Recipient, Unit
    from bot.services.context import Context

PAUSE: Final = timedelta(minutes=1)
"""How long to wait after a failed connection; doubled each time, up to `LONGEST_PAUSE`."""
LONGEST_PAUSE: Final = timedelta(hours=1)
_UNEXPECTED: Final = marked("something unexpected went wrong while sending")
_LATE: Final = marked("no answer in time")


@dataclass(frozen=True, slots=True)
class _Result:
    state: OutboxState
    remote_id: str | None = None
    error: Sentence | None = None
    not_before: datetime | None = None
    closed: Closed | None = None


async def attempt(
    context: Context, row: OutboxRow, untold: Collection[PersonId] = ()
) -> Delivered | None:
    """Send a pending row, or cancel it; `None` if another process was first.

    `untold` are the people whose profile or relationship with the owner could not be read just now.

    Raises:
        WrongAccountError: the addressee's secret signs in another account; the row stays pending.
        NetworkError: the addressee's account could not be verified; the row stays pending.
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
    result = _Result(OutboxState.UNKNOWN, error=Sentence(_UNEXPECTED))
    async with contained(context, Sentence(marked("message {id}"), id=claimed.id)):
        result = await _send(context, messenger, message_of(claimed, to), claimed.attempts)
    delivered = Delivered(claimed, result.state, result.error, result.remote_id, result.closed)
    async with context.store.unit(context.owner) as unit:
        if await unit.outbox.settle(
            claimed,
            result.state,
            now=context.clock.now(),
            remote_id=result.remote_id,
            error=result.error and context.wishes.words.tell(result.error),
            not_before=result.not_before,
        ):
            await conclude(context, unit, delivered)
            return delivered
        drafts = {other.id: other.draft for other in await unit.outbox.all()}
    await _take_back(context, claimed, drafts.get(claimed.id))
    return delivered


def message_of(row: OutboxRow, recipient: Recipient | None) -> Message:
    """Convert a row to the message that a messenger sends to this recipient."""
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


async def _take_back(context: Context, sent: OutboxRow, left: Draft | None) -> None:
    """Blank what was written to a file while somebody whom it names was forgotten."""
    is_file = sent.draft.sender is None and sent.draft.ref is not None
    if left != sent.draft and is_file and context.archive is not None:
        await context.archive.blank(sent.draft.recipient, sent.draft.ref or "")


async def _cancel(context: Context, unit: Unit, cancelled: Delivered) -> Delivered | None:
    """Cancel all messages of the row's batch; `None` if the row is not pending any more."""
    states = {row.id: row.state for row in await unit.outbox.all()}
    if states.get(cancelled.row.id) is not OutboxState.PENDING:
        return None
    await unit.outbox.cancel(cancelled.row.draft.batch)
    await conclude(context, unit, cancelled)
    return cancelled


async def _obstacle(
    context: Context, unit: Unit, row: OutboxRow, now: datetime, untold: Collection[PersonId]
) -> str | None:
    """Why the row may not be sent, as a code. Reads the store only."""
    bar = await barred(context, unit, row, now)
    if bar is not None or not row.draft.names:
        return bar
    scene = await read_scene(unit, context, now)
    for name in row.draft.names:
        person = await unit.people.get(name)
        if person is None:
            return "forgotten"
        answered = await unit.log.has_answered(person.keys)
        act = Act.SEND if row.draft.kind == INVITATION else Act.NAME
        judged = scene.judge(person, act, has_answered=answered, untold=name in untold)
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


async def _send(context: Context, messenger: Messenger, message: Message, attempts: int) -> _Result:
    try:
        async with asyncio.timeout(DEADLINE.total_seconds()):
            remote_id = await messenger.send(message)
    except ClosedError as problem:
        return _Result(OutboxState.REJECTED, error=problem.said, closed=problem.closed)
    except RefusedError as problem:
        return _Result(OutboxState.REJECTED, error=problem.said)
    except RateLimitedError as problem:
        return _Result(OutboxState.PENDING, error=problem.said, not_before=problem.until)
    except (UnreachableError, SignInError) as problem:
        pause = min(PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
        not_before = context.clock.now() + pause
        return _Result(OutboxState.PENDING, error=problem.said, not_before=not_before)
    except UncertainError as problem:
        result = _Result(OutboxState.UNKNOWN, error=problem.said)
    except TimeoutError:
        result = _Result(OutboxState.UNKNOWN, error=Sentence(_LATE))
    else:
        result = _Result(OutboxState.SENT, remote_id=remote_id)
    return result
