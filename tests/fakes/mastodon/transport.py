"""The server without a network: an httpx transport that calls it within the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx  # noqa: TID251 (nothing leaves the process)

from tests.fakes.mastodon.web.mishap import ConnectionCutError

if TYPE_CHECKING:
    from starlette.types import Message, Scope

    from tests.fakes.mastodon.server import Mastodon


class InProcess(httpx.AsyncBaseTransport):
    """Answers every request from a server, whatever host it names.

    A cut connection is a `ReadError`, as over a socket. Timeouts of httpx are not kept, and a
    body arrives whole: where that matters, let the server run, see `running`.
    """

    def __init__(self, server: Mastodon) -> None:
        self._server = server

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Call the server."""
        content = await request.aread()
        status, headers, parts = 500, [], []

        async def receive() -> Message:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Message) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status, headers = message["status"], message["headers"]
            else:
                parts.append(message["body"])

        try:
            await self._server(_scope(request), receive, send)
        except ConnectionCutError as error:
            message = "The connection was cut."
            raise httpx.ReadError(message, request=request) from error
        stream = httpx.ByteStream(b"".join(parts))  # which is still to be read
        return httpx.Response(status, headers=headers, stream=stream, request=request)


def _scope(request: httpx.Request) -> Scope:
    """A request as ASGI has it."""
    path, _, query = request.url.raw_path.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": path,
        "query_string": query,
        "server": (request.url.host, request.url.port),
        "client": ("127.0.0.1", 123),
        "root_path": "",
    }


def client(server: Mastodon, token: str | None = None) -> httpx.AsyncClient:
    """A client that speaks to the server within the process, as somebody or as nobody."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(
        transport=InProcess(server), base_url=server.world.base, headers=headers
    )
