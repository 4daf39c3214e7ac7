"""Retries of reads from a network: the only place that decides how many, and of how much.

Sending is never retried here: see `bot.services.delivery.deliver`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from bot.errors import NetworkError, RefusedError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")

ATTEMPTS: Final = 4
LONGEST_WAIT: Final = 60.0
"""Seconds between two attempts, at most."""
PATIENCE: Final = 4
"""Failures in a row, beyond those that lead to one item, after which a server is away."""


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


async def by_halves(
    ask: Callable[[Sequence[_Item]], Awaitable[Mapping[_Item, _Answer]]],
    items: Sequence[_Item],
    about_some: tuple[type[NetworkError], ...] = (UnreachableError, RefusedError),
) -> tuple[dict[_Item, _Answer], dict[_Item, NetworkError]]:
    """Ask about these items at once; if that fails, about halves of them, down to each alone.

    So an item for which a server fails costs itself only. Returns the answers, and why there is
    none about the others. After an error that is not of `about_some`, nothing more is asked.
    """
    answers: dict[_Item, _Answer] = {}
    failures: dict[_Item, NetworkError] = {}
    waiting = [items] if items else []
    in_vain, most = 0, len(items).bit_length() + PATIENCE
    while waiting:
        some = waiting.pop()
        try:
            answers |= await ask(some)
        except NetworkError as problem:
            in_vain += 1
            is_away = in_vain == most or not isinstance(problem, about_some)
            if is_away:
                some = [item for group in (some, *waiting) for item in group]
                waiting.clear()
            if is_away or len(some) == 1:
                failures |= dict.fromkeys(some, problem)
            else:
                middle = len(some) // 2
                waiting += [some[middle:], some[:middle]]
        else:
            in_vain = 0
    return answers, failures
