"""Small scripted servers on the loopback interface."""

from __future__ import annotations

import asyncio
from asyncio import StreamWriter
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpcore

if TYPE_CHECKING:
    import ssl
    from asyncio import StreamReader
    from collections.abc import AsyncIterator, Iterable, Sequence

PUBLIC = "93.184.215.14"
"""An address that the guard admits; nothing is ever sent to it."""


@dataclass(frozen=True)
class Seen:
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Script = Callable[[Seen, StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """A running server, and what it was asked."""

    port: int
    connections: int = 0
    seen: list[Seen] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@asynccontextmanager
async def serving(script: Script, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """Run a script once per request; the connection ends with it."""
    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        if (task := asyncio.current_task()) is not None:
            talks.add(task)
        server.connections += 1
        try:
            request = await _read(reader)
            server.seen.append(request)
            await script(request, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    listener = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    server = Server(listener.sockets[0].getsockname()[1])
    try:
        yield server
    finally:
        listener.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks)


async def _read(reader: StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, target, _ = head[0].split(" ")
    pairs = (line.split(": ", 1) for line in head[1:] if line)
    headers = {name.lower(): value for name, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Seen(method, target, headers, body)


def answer(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """A well-formed answer."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", "connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def saying(raw: bytes) -> Script:
    """A script with the same answer to every request."""

    async def script(_request: Seen, writer: StreamWriter) -> None:
        writer.write(raw)

    return script


def redirecting(to: str, status: int = 302) -> Script:
    """A script that redirects every request."""
    return saying(answer(b"", f"location: {to}", status=f"{status} Elsewhere"))


class Names:
    """A name service that gives one scripted answer after the other."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, _port: int) -> Sequence[str]:
        self.asked.append(host)
        if not self._answers:
            message = "Name or service not known"
            raise OSError(message)
        return self._answers.pop(0)


class Dial(httpcore.AsyncNetworkBackend):
    """Records the addresses that it is given, and connects to a local server instead."""

    def __init__(self, server: Server | None = None, *, dead: Sequence[str] = ()) -> None:
        self._server = server
        self._dead = dead
        self.dialled: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.dialled.append(host)
        if self._server is None or host in self._dead:
            message = f"No route to port {port}"
            raise httpcore.ConnectError(message)
        return await httpcore.AnyIOBackend().connect_tcp(
            "127.0.0.1", self._server.port, timeout, local_address, socket_options
        )
