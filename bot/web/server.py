"""Serve the page for as long as a command runs."""

from __future__ import annotations

import asyncio
import errno
import socket
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot import regular_file
from bot.bootstrap import session_file
from bot.domain.sentence import Sentence, marked, reason
from bot.errors import ImpossibleError, TerrasseError
from bot.services.mishap import contained
from bot.web.app import application
from bot.web.entrance import Entrance
from bot.web.guard import LOOPBACK, Address
from bot.web.site import Site
from config.models.web import PORT, WebTable, host_name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from bot.services.context import Context
    from config.models.settings import Settings


MOST: Final = 64
"""Connections at a time: `terrasse run` needs its file descriptors for the store and networks."""
PATIENCE: Final = 20.0
"""Seconds for a request to arrive whole."""


class _Connection(H11Protocol):
    """A connection that ends if there are too many, or if its request does not arrive in time."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > MOST:
            transport.abort()
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._late is not None:
            self._late.cancel()

    def _watch(self) -> None:
        is_coming = self.conn.their_state in {h11.IDLE, h11.SEND_BODY}
        if is_coming and self._late is None:
            self._late = self.loop.call_later(PATIENCE, self.transport.abort)
        elif not is_coming and self._late is not None:
            self._late.cancel()
            self._late = None


class _Server(uvicorn.Server):
    """A server that leaves signals to the command that it is part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def address_of(settings: Settings) -> Address:
    """Where the page of these settings is opened."""
    table = settings.web or WebTable()
    own = urlsplit(table.url or "")
    named = {host_name(own.hostname)} if own.hostname else set()
    host = host_name(table.listen)
    return Address(
        base=table.url or f"http://{host}:{table.port}",
        hosts=LOOPBACK.union(table.hosts, named, {host} if table.is_loopback else ()),
        prefix=own.path,
    )


def site(
    current: Callable[[], Context], renew: Callable[[], None], settings: Settings, config: Path
) -> Site:
    """The owner's page; the settings are from this config file, which `renew` reads again."""
    regular_file.clear_up(config.absolute())  # what a save of the settings left that was killed
    entrance = Entrance(session_file(settings))
    return Site(current, entrance, address_of(settings), settings, config.absolute(), renew=renew)


def link(site: Site, *, ends_others: bool = False) -> str:
    """A new address to open the page with, good once."""
    token = site.entrance.new_link(site.context.clock.now(), ends_others=ends_others)
    return f"{site.address.base}/enter/{token}"


def listening(settings: Settings) -> socket.socket | None:
    """The socket to serve on; `None` if another process listens there.

    Raises:
        ImpossibleError: this machine does not let us listen there.
    """
    table = settings.web or WebTable()
    return _socket(table.listen, table.port)


def in_use(settings: Settings) -> ImpossibleError:
    """Why the page cannot be served: another process listens there."""
    table = settings.web or WebTable()
    return ImpossibleError(
        marked(
            "Port {port} is in use. If Terrasse serves its page there already, terrasse web "
            "--new-link prints a link to it; otherwise set another port under [web] in the config."
        ),
        port=table.port,
    )


def _socket(host: str, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return None
        raise ImpossibleError(
            marked("The page cannot listen on {host}, port {port}: {why}."),
            host=host,
            port=port,
            why=reason(error),
        ) from error


def village_site(context: Context) -> tuple[Site, socket.socket]:
    """The invented village's page, and the socket to serve it on: any free one if this is taken."""
    host = "127.0.0.1"
    found = _socket(host, PORT) or socket.create_server((host, 0))
    base = f"http://{host}:{found.getsockname()[1]}"
    return Site(lambda: context, Entrance(), Address(base)), found


@asynccontextmanager
async def serving(site: Site, on: socket.socket) -> AsyncIterator[asyncio.Task[None]]:
    """Serve the page on a socket for the length of the block; yields the task that does."""
    config = uvicorn.Config(
        application(site),
        http=_Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,  # the address of the entrance is as good as a password
        proxy_headers=False,
        server_header=False,
        backlog=MOST,  # also the most that are accepted before any of them is looked at
        timeout_graceful_shutdown=1,
    )
    # Connections take it over. Without it, the end of an answer waits up to 40 ms until the browser
    # has acknowledged its beginning.
    on.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[on]))
    ahead = asyncio.create_task(_work_ahead(site))
    try:
        yield task
    finally:
        ahead.cancel()
        server.should_exit = True
        for answering in server.server_state.tasks:
            answering.cancel()
        await task


async def _work_ahead(site: Site) -> None:
    """Do before a page is asked for what it would wait for."""
    with suppress(TerrasseError):  # the next page says what is wrong
        async with contained(site.context, Sentence(marked("reading profiles ahead"))):
            await site.rankings.prepare(site.context)
    await site.rankings.follow(site.current)
