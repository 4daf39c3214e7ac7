"""Asking about many items at once, and again in parts where a server refuses or fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from adapters.bluesky.client.refusal import FaultError, NamedRefusalError
from bot.retry import by_halves

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from adapters.bluesky.client.rpc import Rpc

_T = TypeVar("_T")

_ABOUT_SOME: Final = (NamedRefusalError, FaultError)


class Parts(NamedTuple, Generic[_T]):
    """What was found, by item; `unknown` are the items that could not be asked about."""

    found: dict[str, _T]
    unknown: frozenset[str]


async def in_parts(
    rpc: Rpc,
    method: str,
    items: Iterable[str],
    at_once: int,
    ask: Callable[[Sequence[str]], Awaitable[Mapping[str, _T]]],
) -> Parts[_T]:
    """Ask `method` about all items, `at_once` in a request; a failed request is halved.

    A limit below `at_once` is noted in `rpc`.

    Raises:
        NetworkError: no item could be asked about, or it makes no sense to ask for less.
    """
    found: dict[str, _T] = {}
    failed: set[str] = set()
    taken: list[int] = []
    refused: list[int] = []

    async def counted(batch: Sequence[str]) -> Mapping[str, _T]:
        try:
            answers = await ask(batch)
        except NamedRefusalError:
            refused.append(len(batch))
            raise
        taken.append(len(batch))
        return answers

    wanted = sorted(set(items))
    while wanted:
        size = rpc.most.get(method, at_once)
        batch, wanted = wanted[:size], wanted[size:]
        answers, failures = await by_halves(counted, batch, _ABOUT_SOME)
        for error in failures.values():
            if not taken or not isinstance(error, _ABOUT_SOME):
                raise error
        if refused and not failures:
            rpc.most[method] = max(size for size in taken if size < min(refused))
        found |= answers
        failed |= failures.keys()
        refused.clear()
    return Parts(found, frozenset(failed))
