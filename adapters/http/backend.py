"""Resolves a name, checks every address, and connects to exactly what was checked.

httpcore hands over the host name and afterwards asks for TLS by that name: Host, SNI and the
certificate stay those of the name, while the socket goes to the address. Between the check
and the connection nothing is resolved again, which is what DNS rebinding would need.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from socket import SOCK_STREAM
from typing import TYPE_CHECKING, Final

import anyio
import httpcore

from adapters.http.address import parse
from adapters.http.failure import ForbiddenError
from adapters.http.stream import HandshakeStream
from bot.domain.sentence import Sentence, marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.http.guard import Guard

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses of a host, the best first, or raises `OSError`."""

_ATTEMPTS: Final = 4
_ATTEMPT_SECONDS: Final = 5.0
"""So that one dead address (IPv6 without a route) leaves time for the next."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host, in the order that RFC 6724 gives."""
    found = await anyio.getaddrinfo(host, port, type=SOCK_STREAM)
    return [address[0] for *_, address in found]


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to checked addresses only.

    Args:
        guard: says which addresses may be connected to.
        resolve: the name service.
        dial: makes the connection, and is given nothing but addresses.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        resolve: Resolver = resolve,
        dial: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._guard = guard
        self._resolve = resolve
        self._dial = dial or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's interface)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first of the host's admitted addresses that answers.

        Raises:
            ForbiddenError: the host has addresses, and none of them is admitted.
            httpcore.ConnectError: the host has no address, or none answers.
            httpcore.ConnectTimeout: the last of them did not answer in time.
        """
        failure: Exception = httpcore.ConnectError(Sentence(marked("it has no address")))
        for address in await self._admitted(host, port):
            try:
                stream = await self._dial.connect_tcp(
                    address,
                    port,
                    timeout=min(timeout or _ATTEMPT_SECONDS, _ATTEMPT_SECONDS),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return HandshakeStream(stream)
        raise failure

    async def _admitted(self, host: str, port: int) -> Sequence[str]:
        # Addresses not admitted are passed over rather than refusing the host for them:
        # behind DNS64 every host has a translated address beside its own.
        if parse(host):
            found: Sequence[str] = [host]
        else:
            try:
                found = await self._resolve(host, port)
            except (OSError, UnicodeError) as error:
                said = Sentence(marked("its name cannot be resolved"))
                raise httpcore.ConnectError(said) from error
        parsed = [address for address in map(parse, dict.fromkeys(found)) if address]
        admitted = [str(ip) for ip in parsed if self._guard.admits(host, port, ip)]
        if parsed and not admitted:
            sentence = marked("{host} is not on the public internet; nothing was sent.")
            raise ForbiddenError(Sentence(sentence, host=host))
        return admitted[:_ATTEMPTS]

    async def sleep(self, seconds: float) -> None:
        """Sleep; httpcore's interface asks for it, for retries that are never made."""
        await anyio.sleep(seconds)
