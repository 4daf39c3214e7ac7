"""The server on a socket: on loopback, within the process or in one of its own."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from contextlib import asynccontextmanager, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import uvicorn

from tests.e2e.labs.ports import LOOPBACK, free_ports
from tests.e2e.labs.process import Server
from tests.fakes.mastodon.control import HEADER, PATH
from tests.fakes.mastodon.web.mishap import ConnectionCutError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send

    from tests.fakes.mastodon.server import Mastodon

ROOT = Path(__file__).parents[3]
"""The checkout."""

_START_S = 30
_TIMEOUT_S = 30
_POLL_S = 0.005


def listener(port: int = 0) -> socket.socket:
    """A socket on loopback that listens."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the end of an answer goes at once
    bound.bind((LOOPBACK, port))
    bound.listen()
    return bound


def uvicorn_server(server: Mastodon) -> uvicorn.Server:
    """What runs it; nothing is logged, connections end with the server."""
    config = uvicorn.Config(
        _quiet(server),
        http="h11",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=0,
    )
    return uvicorn.Server(config)


@asynccontextmanager
async def serving(server: Mastodon) -> AsyncIterator[str]:
    """Let it answer on loopback within this process; gives its address, its new `base`."""
    bound = listener()
    url = f"http://{LOOPBACK}:{bound.getsockname()[1]}"
    server.world.base = url
    runner = uvicorn_server(server)
    runner.config.load()
    runner.lifespan = runner.config.lifespan_class(runner.config)
    await runner.startup([bound])
    try:
        yield url
    finally:
        runner.force_exit = True
        await runner.shutdown([bound])
        await asyncio.sleep(0)


class Remote:
    """A server in a process of its own: `url`, and `act` for what the control can do."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self._secret = secret

    def act(self, name: str, **arguments: Any) -> Any:  # noqa: ANN401 (JSON)
        """Do something to it, see `control`.

        Raises:
            RuntimeError: it says no.
        """
        connection = HTTPConnection(self.url.removeprefix("http://"), timeout=_TIMEOUT_S)
        try:
            connection.request(
                "POST",
                f"{PATH}{name}",
                json.dumps(arguments),
                {HEADER: self._secret, "content-type": "application/json"},
            )
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            message = f"{name}: {answer.status} {body!r}"
            raise RuntimeError(message)
        return json.loads(body)


@contextmanager
def process(*, domain: str = "mastodon.example") -> Iterator[Remote]:
    """Start it in a process of its own, which ends with this one."""
    secret = token_urlsafe(16)
    port = free_ports(1)[0]
    command = [sys.executable, "-m", "tests.fakes.mastodon", "--port", str(port)]
    with TemporaryDirectory(prefix="terrasse-mastodon-") as folder:
        running = Server(
            [*command, "--domain", domain],
            log=Path(folder) / "log",
            folder=ROOT,
            env={"MASTODON_CONTROL_SECRET": secret},
        )
        try:
            running.wait_until(lambda: _answers(port), seconds=_START_S)
            yield Remote(f"http://{LOOPBACK}:{port}", secret)
        finally:
            running.stop()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection((LOOPBACK, port), _POLL_S * 100):
        return True
    return False


def _quiet(app: ASGIApp) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        with suppress(ConnectionCutError):
            await app(scope, receive, send)

    return answer
