"""The guarded transport for SDKs that are not asynchronous.

The asynchronous transport runs in a thread of its own. So its deadline also ends an answer that
drips; the time-out of a blocking socket does not.
"""

from __future__ import annotations

from contextlib import ExitStack
from threading import Lock
from typing import TYPE_CHECKING

import httpx
from anyio.from_thread import start_blocking_portal

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal


class SyncTransport(httpx.BaseTransport):
    """Sends a request through an asynchronous transport, and waits for the whole answer.

    Call it from a worker thread: it blocks, and would stop an event loop.

    Args:
        transport: used here only, since its connections belong to one event loop.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport
        self._stack = ExitStack()
        self._portal: BlockingPortal | None = None
        self._starting = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and read its answer to the end."""
        request.read()
        return self._opened().call(self._exchange, request)

    def close(self) -> None:
        """Close all connections, and end the thread."""
        with self._starting:
            if self._portal is not None:
                self._portal.call(self._transport.aclose)
            self._portal = None
            self._stack.close()

    def _opened(self) -> BlockingPortal:
        # Started on first use: many commands make an SDK and send nothing.
        with self._starting:
            if self._portal is None:
                self._portal = self._stack.enter_context(start_blocking_portal())
            return self._portal

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        answer = await self._transport.handle_async_request(request)
        try:
            body = await answer.aread()
        finally:
            await answer.aclose()
        return httpx.Response(
            answer.status_code,
            headers=answer.headers,
            content=body,
            request=answer.request,
            extensions=answer.extensions,
        )
