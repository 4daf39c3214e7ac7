"""Keeping what goes wrong unexpectedly to the account, person or message that it is about.

An exception of any kind is caught here, and in `bot.services.ranking.scene`, which gathers what
fails about one person for whoever asked it (`keep_failed`). It is not hidden: it is kept with its
traceback, written to the journal, told by `doctor`, and `run --once` ends with exit code 1.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from bot.domain.mishap import mishap_of
from bot.errors import TerrasseError, UnexpectedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime

    from bot.domain.people.identity import PersonId
    from bot.ports import Unit
    from bot.services.context import Context

_log = structlog.get_logger("terrasse")


@asynccontextmanager
async def contained(context: Context, subject: str) -> AsyncIterator[list[UnexpectedError]]:
    """Run a block about one thing, `subject`; whatever is unexpected in it ends the block alone.

    Yields a list that holds what went wrong, once the block is over; it stays empty as a rule.

    Raises:
        TerrasseError: what the block raises of these; they are expected, and told by whoever runs
            it.
    """
    failures: list[UnexpectedError] = []
    try:
        yield failures
    except TerrasseError:
        raise
    except Exception as error:  # noqa: BLE001 (a defect about one thing must not stop the others)
        failures.append(await keep(context, subject, error))


async def keep(context: Context, subject: str, error: Exception) -> UnexpectedError:
    """Keep an exception as a mishap of `subject`, and say so in a sentence."""
    async with context.store.unit(context.owner) as unit:
        return await _kept(unit, subject, error, context.clock.now())


async def keep_failed(
    unit: Unit, failed: Mapping[PersonId, Exception], now: datetime
) -> list[UnexpectedError]:
    """Keep what went wrong about each of these people, who are held back for it."""
    return [await _kept(unit, f"person {person}", failed[person], now) for person in failed]


async def _kept(unit: Unit, subject: str, error: Exception, now: datetime) -> UnexpectedError:
    mishap = mishap_of(subject, error, now)
    _log.error("unexpected", subject=subject, problem=mishap.error, traceback=mishap.traceback)
    await unit.mishaps.add(mishap)
    return UnexpectedError(
        f"Something unexpected went wrong with {subject} ({mishap.error}); all else went on. "
        "Please report it with what terrasse doctor --json says."
    )
