"""A connection that is closed when its TLS handshake is cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import httpcore

if TYPE_CHECKING:
    import ssl


class HandshakeStream(httpcore.AsyncNetworkStream):
    """A new connection, secured by `start_tls` or used as it is.

    httpcore 1.0.9 closes it when the handshake fails, but not when it is cancelled, as our
    deadline does: each server that accepts and says nothing would cost a descriptor.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's interface)
    ) -> httpcore.AsyncNetworkStream:
        """Secure the connection, or close it."""
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self._stream.aclose()
            raise

    async def read(
        self,
        max_bytes: int,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> bytes:
        """Read what comes next."""
        return await self._stream.read(max_bytes, timeout)

    async def write(
        self,
        buffer: bytes,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> None:
        """Write all of it."""
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> object:
        """Facts about the connection, such as whether there is something to read."""
        return self._stream.get_extra_info(info)
