"""One full round: read, obey, decide, send."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.delivery.outbox import STATES, OutboxState
from bot.domain.sentence import Sentence, marked
from bot.errors import NetworkError, TerrasseError, UndeliveredError
from bot.services.collect.collecting import collect
from bot.services.delivery.deliver import deliver
from bot.services.digest.occurrence import prepare_digest
from bot.services.mishap import contained
from bot.services.obey.forgetting import clear_up
from bot.services.obey.messages import obey
from bot.services.rounds.follow_up import follow_up
from bot.services.rounds.troubles import tell_of_sign_ins, tell_of_unread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Sequence

    from bot.domain.digest import Outcome
    from bot.services.collect.collecting import Collected, Progress
    from bot.services.context import Context
    from bot.services.delivery.delivered import Delivered


@dataclass(frozen=True, slots=True)
class Round:
    """The results of one round. `errors` are the failures, mostly of networks."""

    collected: Sequence[Collected]
    digest: Outcome | None
    delivered: Sequence[Delivered]
    errors: Sequence[TerrasseError]


async def go_round(context: Context, report: Callable[[Progress], None] | None = None) -> Round:
    """Collect, obey, follow up, prepare a digest, deliver; a failure stops no other step."""
    errors: list[TerrasseError] = []
    async with _told(context, marked("what is left of forgotten people"), errors):
        errors += await clear_up(context)
    collected = await collect(context, report)
    errors += [account.error for account in collected if account.error is not None]
    outcome: Outcome | None = None
    delivered: Sequence[Delivered] = ()
    async with _told(context, marked("what cannot be read"), errors):
        await tell_of_sign_ins(context, collected)
        await tell_of_unread(context)
    async with _told(context, marked("what the owner wrote"), errors):
        await obey(context)
    async with _told(context, marked("what became of invitations"), errors):
        errors += await follow_up(context)
    async with _told(context, marked("the digest"), errors):
        outcome = await prepare_digest(context)
    async with _told(context, marked("the outbox"), errors):
        delivered = await deliver(context)
    errors += undelivered(delivered)
    return Round(collected, outcome, delivered, errors)


@asynccontextmanager
async def _told(context: Context, subject: str, errors: list[TerrasseError]) -> AsyncIterator[None]:
    """Run one step of a round; its failures are added to `errors`."""
    try:
        async with contained(context, Sentence(subject)) as failures:
            yield
    except NetworkError as problem:
        errors.append(problem)
    else:
        errors += failures


def undelivered(delivered: Iterable[Delivered]) -> list[NetworkError]:
    """An error for each message that was not sent."""
    fine = {OutboxState.SENT, OutboxState.CANCELLED}
    return [
        UndeliveredError(
            marked("Message {id} is {state}: {said}"),
            id=message.row.id,
            state=Sentence(STATES[message.state]),
            said=message.error,
        )
        for message in delivered
        if message.state not in fine and message.error is not None
    ]
