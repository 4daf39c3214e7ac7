"""One request on its way: how long it may still take, and whether it has left."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

import anyio
import httpcore
import httpx

from adapters.http.failure import UnansweredError, UnsentError
from bot.domain.sentence import Sentence, marked, reason

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
        late = Sentence(
            marked("did not answer within {seconds} seconds; try again later"),
            seconds=f"{self._seconds:g}",
        )
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
            broken = marked("broke the connection off ({said})")
            why = late if timed_out else Sentence(broken, said=_reason(error))
            self.fail(why, error)

    def fail(self, why: Sentence, cause: Exception | None = None) -> NoReturn:
        """End the request.

        Args:
            why: what `host` did, as the rest of a sentence.
            cause: the exception behind it.

        Raises:
            UnansweredError: if anything of the request has left.
            UnsentError: if not.
        """
        if self._left:
            raise UnansweredError(Sentence("{host} {why}.", host=self.host, why=why)) from cause
        sentence = marked("{host} cannot be reached: {why}.")
        said = Sentence(sentence, host=self.host, why=_reason(cause) or why)
        raise UnsentError(said) from cause


def _reason(error: Exception | None) -> Sentence:
    """Why a connection failed, in the words of the system where that is behind it."""
    if isinstance(error, _TIMED_OUT):
        return Sentence(marked("it took too long"))
    if error is not None and error.args and isinstance(error.args[0], Sentence):
        return error.args[0]
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            sentence = marked("its certificate cannot be trusted ({said})")
            return Sentence(sentence, said=cause.verify_message.rstrip("."))
        if isinstance(cause, OSError) and cause.strerror and not isinstance(cause, ssl.SSLError):
            return reason(cause)
        cause = cause.__cause__ or cause.__context__
    said = str(error).rstrip(".") if error else ""
    return Sentence("{said}", said=said) if said else Sentence("")
