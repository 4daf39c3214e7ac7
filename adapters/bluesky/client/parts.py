"""Asking about many items at once, and again in parts where a server refuses or fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from adapters.bluesky.client.refusal import FaultError, NamedRefusalError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from adapters.bluesky.client.rpc import Rpc
    from bot.errors import NetworkError

_T = TypeVar("_T")

FAILURES: Final = 5
"""After so many items that failed, and none that did not, the server as a whole has failed."""


async def in_parts(
    rpc: Rpc,
    method: str,
    items: Iterable[str],
    at_once: int,
    ask: Callable[[Sequence[str]], Awaitable[Mapping[str, _T]]],
) -> tuple[dict[str, _T], frozenset[str]]:
    """Ask `method` about all items, `at_once` in a request; a failed request is halved.

    Returns the answers by item, and the items that could not be asked about. One item that makes
    the server fail costs itself only. Of a limit that is lower than ours, `rpc` keeps a note.

    Raises:
        NetworkError: no item could be asked about, or it makes no sense to ask for less.
    """
    asking = _Asking(rpc, method, ask)
    wanted = sorted(set(items))
    start = 0
    while start < len(wanted):
        batch = wanted[start : start + rpc.most.get(method, at_once)]
        await asking.about(batch)
        start += len(batch)
    if asking.failed and not asking.works:
        raise next(iter(asking.failed.values()))
    return asking.found, frozenset(asking.failed)


class _Asking(Generic[_T]):
    def __init__(
        self, rpc: Rpc, method: str, ask: Callable[[Sequence[str]], Awaitable[Mapping[str, _T]]]
    ) -> None:
        self._rpc = rpc
        self._method = method
        self._ask = ask
        self.found: dict[str, _T] = {}
        self.failed: dict[str, NetworkError] = {}
        self.works = False

    async def about(self, batch: Sequence[str]) -> bool:
        """Ask about a batch; returns whether all of it could be asked about."""
        try:
            self.found |= await self._ask(batch)
        except (NamedRefusalError, FaultError) as error:
            if len(batch) == 1:
                self.failed[batch[0]] = error
                if len(self.failed) >= FAILURES and not self.works:
                    raise
                return False
            half = (len(batch) + 1) // 2
            parts = [await self.about(part) for part in (batch[:half], batch[half:])]
            if all(parts) and isinstance(error, NamedRefusalError):
                self._rpc.most[self._method] = min(half, self._rpc.most.get(self._method, half))
            return all(parts)
        self.works = True
        return True
