"""Retries of reads from a network: the only place that decides how many.

Sending is never retried here: see `bot.services.delivery.deliver`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from bot.errors import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ATTEMPTS: Final = 4
LONGEST_WAIT: Final = 60.0
"""Seconds between two attempts, at most."""


def retrying(sleep: Callable[[float], Awaitable[None]]) -> AsyncRetrying:
    """Attempts at a read: up to four, with growing, random pauses, while nobody answers.

    The error of the last attempt is raised as it is.
    """
    return AsyncRetrying(
        retry=retry_if_exception_type(UnreachableError),
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_random_exponential(multiplier=1, max=LONGEST_WAIT),
        sleep=sleep,
        reraise=True,
    )
