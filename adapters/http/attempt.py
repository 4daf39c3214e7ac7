"""One request on its way: how long it may still take, and whether it has left."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

import anyio
import httpcore
import httpx

from adapters.http.failure import UnansweredError, UnsentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LEAVING: Final = "http11.send_request_headers.started"
"""What httpcore traces just before the first byte of a request is written."""

_BROKEN: Final = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    httpx.TransportError,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
    OSError,
)


_TIMED_OUT: Final = (TimeoutError, httpcore.TimeoutException, httpx.TimeoutException)
_CONNECTING: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Attempt:
    """Watches the steps of one request, redirects and the reading of its body included.

    Args:
        host: whom the messages speak of.
        seconds: how long all steps together may take.
    """

    def __init__(self, host: str, seconds: float) -> None:
        self.host = host
        self._seconds = seconds
        self._until = anyio.current_time() + seconds
        self._left = False

    def move_on(self, host: str) -> None:
        """Follow a redirect to another host, in the time that is left."""
        self.host = host
        self._left = False

    async def trace(self, event: str, _info: Mapping[str, object]) -> None:
        """Record what httpcore does, as its `trace` extension tells it."""
        self._left = self._left or event == _LEAVING

    @contextmanager
    def step(self) -> Iterator[None]:
        """Run a step within the time that is left, and name what goes wrong in it."""
        late = f"did not answer within {self._seconds:g} seconds; try again later"
        try:
            with anyio.fail_after(max(0.0, self._until - anyio.current_time())):
                yield
        except (UnsentError, UnansweredError):
            raise
        except _BROKEN as error:
            # Only fakes of httpcore in tests raise httpx's own errors.
            self._left |= isinstance(error, httpx.TransportError) and not isinstance(
                error, _CONNECTING
            )
            timed_out = isinstance(error, _TIMED_OUT)
            why = late if timed_out else f"broke the connection off ({_reason(error)})"
            self.fail(why, error)

    def fail(self, why: str, cause: Exception | None = None) -> NoReturn:
        """End the request.

        Args:
            why: what `host` did, as the rest of a sentence.
            cause: the exception behind it.

        Raises:
            UnansweredError: if anything of the request has left.
            UnsentError: if not.
        """
        if self._left:
            message = f"{self.host} {why}."
            raise UnansweredError(message) from cause
        message = f"{self.host} cannot be reached: {_reason(cause) or why}."
        raise UnsentError(message) from cause


def _reason(error: Exception | None) -> str:
    if isinstance(error, _TIMED_OUT):
        return "it took too long"
    return str(error).rstrip(".") if error else ""
