"""The server without a network: an httpx transport that calls it within the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx  # noqa: TID251 (nothing leaves the process)

from tests.mastodon_server.web.mishap import ConnectionCutError

if TYPE_CHECKING:
    from tests.mastodon_server.server import Mastodon


class InProcess(httpx.AsyncBaseTransport):
    """Answers every request from a server, whatever host it names.

    A cut connection is a `ReadError`, as over a socket. Timeouts of httpx are not kept, and a
    body arrives whole: where that matters, let the server run, see `running`.
    """

    def __init__(self, server: Mastodon) -> None:
        self._inner = httpx.ASGITransport(app=server)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Call the server."""
        try:
            return await self._inner.handle_async_request(request)
        except ConnectionCutError as error:
            message = "The connection was cut."
            raise httpx.ReadError(message, request=request) from error


def client(server: Mastodon, token: str | None = None) -> httpx.AsyncClient:
    """A client that speaks to the server within the process, as somebody or as nobody."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(
        transport=InProcess(server), base_url=server.world.base, headers=headers
    )
