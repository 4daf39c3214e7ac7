"""Contain an unexpected error to the account, person or message that it concerns.

Only this module and `bot.services.ranking.scene` catch all exceptions. Each is stored as a mishap
with its traceback, written to the journal and shown by `doctor`, and `run --once` ends with exit
code 1. The scene collects its exceptions by person; its callers store them with `keep_failed`.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.domain.mishap import mishap_of
from bot.domain.sentence import Sentence, marked
from bot.errors import TerrasseError, UnexpectedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime

    from bot.domain.people.identity import PersonId
    from bot.ports import Unit
    from bot.services.context import Context


@asynccontextmanager
async def contained(context: Context, subject: Sentence) -> AsyncIterator[list[UnexpectedError]]:
    """Run a block that concerns `subject`; an unexpected exception ends only this block.

    Yields a list, to which the exception is added as an `UnexpectedError`.

    Raises:
        TerrasseError: the block raised it; it is expected, so the caller handles it.
    """
    failures: list[UnexpectedError] = []
    try:
        yield failures
    except TerrasseError:
        raise
    except Exception as error:  # noqa: BLE001 (a defect about one thing must not stop the others)
        failures.append(await keep(context, subject, error))


async def keep(context: Context, subject: Sentence, error: Exception) -> UnexpectedError:
    """Store an exception as a mishap of `subject`; returns the error to report."""
    async with context.store.unit(context.owner) as unit:
        return await _kept(unit, subject, error, context.clock.now())


async def keep_failed(
    unit: Unit, failed: Mapping[PersonId, Exception], now: datetime
) -> list[UnexpectedError]:
    """Store the exceptions about these people; returns the errors to report."""
    return [
        await _kept(unit, Sentence(marked("person {name}"), name=person), failed[person], now)
        for person in failed
    ]


async def _kept(unit: Unit, subject: Sentence, error: Exception, now: datetime) -> UnexpectedError:
    import structlog  # noqa: PLC0415 (it takes each command 50 ms, and few need it)

    mishap = mishap_of(subject, error, now)
    structlog.get_logger("terrasse").error(
        "unexpected", subject=subject, problem=mishap.error, traceback=mishap.traceback
    )
    await unit.mishaps.add(mishap)
    return UnexpectedError(
        marked(
            "Something unexpected went wrong with {subject} ({said}); all else went on. "
            "Please report it with what terrasse doctor --json says."
        ),
        subject=subject,
        said=mishap.error,
    )
