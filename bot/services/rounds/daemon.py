"""The daemon: rounds, and the mailbox and the outbox in between, until it is cancelled."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

import structlog

from bot.domain.delivery.outbox import OutboxState
from bot.domain.sentence import Sentence, marked
from bot.errors import NetworkError, TerrasseError
from bot.services.delivery.deliver import deliver
from bot.services.mishap import contained
from bot.services.obey.messages import obey
from bot.services.rounds.cycle import go_round

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from bot.services.context import Context
    from bot.services.delivery.delivered import Delivered
    from bot.services.rounds.cycle import Round

ROUND_EVERY: Final = 75.0
"""Seconds between two rounds."""
POST_EVERY: Final = 60.0
"""Seconds between two looks into the mailbox and the outbox."""


class Report(Protocol):
    """Is told how a round went."""

    async def __call__(self, *, fine: bool) -> None:
        """Report that a round ended, and whether all of it went well."""


_log = structlog.get_logger("terrasse")


async def _tell_nobody(*, fine: bool) -> None:
    """Report to nobody how a round went."""


async def keep_going(current: Callable[[], Context], report: Report = _tell_nobody) -> None:
    """Work until cancelled, which interrupts whatever is under way.

    `current` gives the context as it is before each round. One that fails is reported in the
    journal, and the next one tries again. `report` is told after each round whether all of it went
    well.
    """
    context = current()
    _log.info("started", accounts=list(context.networks), owner=context.owner.id)

    async def go_on(context: Context) -> None:
        await _round(context, report)

    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_repeat(current, ROUND_EVERY, go_on))
            tasks.create_task(_repeat(current, POST_EVERY, _post))
    finally:
        _log.info("stopping")


def tell(done: Round) -> None:
    """Write the results of a round into the journal, but for its failures."""
    for collected in done.collected:
        if collected.was_read:
            _log.info(
                "collected",
                account=collected.account,
                added=collected.added,
                changed=collected.changed,
                unreadable=collected.rejected,
                whole=collected.error is None,
            )
        elif collected.error is None:
            _log.info("not read", account=collected.account, stopped=collected.stopped)
        if collected.unread is not None:
            _log.warning(
                "relationships not read", account=collected.account, problem=str(collected.unread)
            )
    if done.digest is not None:
        _log.info("digest", outcome=done.digest.value)
    _tell_delivered(done.delivered)


def _tell_delivered(delivered: Iterable[Delivered]) -> None:
    for message in delivered:
        bad = {OutboxState.REJECTED, OutboxState.NEEDS_OWNER}
        write = _log.error if message.state in bad else _log.info
        write("message", id=message.row.id, state=message.state.value, problem=message.error)


async def _repeat(
    current: Callable[[], Context], seconds: float, work: Callable[[Context], Awaitable[object]]
) -> None:
    while True:
        await _attempt(current(), work)
        await asyncio.sleep(seconds)


async def _attempt(context: Context, work: Callable[[Context], Awaitable[object]]) -> bool:
    """Do some work; whether nothing unforeseen happened, and no error ended it."""
    try:
        async with contained(context, Sentence(marked("a round"))) as unexpected:
            await work(context)
    except TerrasseError as problem:
        _log.warning("failed", problem=str(problem))
        return False
    return not unexpected


async def _round(context: Context, report: Report) -> None:
    errors: list[TerrasseError] = []

    async def go(context: Context) -> None:
        done = await go_round(context)
        tell(done)
        errors.extend(done.errors)
        for problem in done.errors:
            _log.warning("network", problem=str(problem))

    is_done = await _attempt(context, go)
    await report(fine=is_done and not errors)


async def _post(context: Context) -> None:
    try:
        await obey(context)
    except NetworkError as problem:
        _log.warning("network", problem=str(problem))
    _tell_delivered(await deliver(context))
