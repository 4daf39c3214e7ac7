"""The server beside everything else that a process does: nobody takes its file descriptors away."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.web import server
from bot.web.server import MOST, address_of, serving
from config.models.settings import Settings
from config.models.web import WebTable
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.services.household import Household

pytestmark = pytest.mark.anyio
WHOLE = b"GET /static/terrasse.css HTTP/1.1\r\nHost: localhost\r\n\r\n"
FORM = (
    b"POST /do HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: 99\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)


@pytest.fixture
async def port(visitor: Visitor) -> AsyncIterator[int]:
    found = socket.create_server(("127.0.0.1", 0))
    async with serving(visitor.site, found):
        yield found.getsockname()[1]


async def test_the_end_of_an_answer_is_sent_at_once(visitor: Visitor) -> None:
    found = socket.create_server(("127.0.0.1", 0))
    async with serving(visitor.site, found):
        assert found.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def is_open(reader: asyncio.StreamReader, seconds: float) -> bool:
    """Whether the server keeps a connection for so long; what it says there is read over."""
    try:
        async with asyncio.timeout(seconds):
            while await reader.read(4096):
                pass
    except TimeoutError:
        return True
    except ConnectionError:
        return False
    return False


async def test_there_are_so_many_connections_and_no_more(port: int) -> None:
    pairs = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MOST + 20)]
    kept = await asyncio.gather(*(is_open(reader, 1) for reader, _ in pairs))

    assert MOST == sum(kept)
    for _, writer in pairs:
        writer.close()
    await asyncio.sleep(0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(WHOLE)
    assert b"HTTP/1.1 200 OK\r\n" == await reader.readline()
    writer.close()


def number_of_files() -> int:
    """How many file descriptors this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_a_flood_is_looked_at_piece_by_piece(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    made = server._Connection.connection_made

    def counting(self: server._Connection, transport: asyncio.Transport) -> None:
        held.append(number_of_files())
        made(self, transport)

    monkeypatch.setattr(server._Connection, "connection_made", counting)
    clients = [socket.socket() for _ in range(6 * MOST)]
    before = number_of_files()
    for client in clients:
        client.settimeout(0)
        client.connect_ex(("127.0.0.1", port))
    await asyncio.sleep(1)
    for client in clients:
        client.close()

    assert len(held) > MOST
    assert max(held) - before < 3 * MOST


async def test_a_request_has_to_arrive_in_time(
    port: int, monkeypatch: pytest.MonkeyPatch, visitor: Visitor
) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.5)
    cookie = dict(visitor.client.cookies)["terrasse-8737"]
    ours = f"localhost:{port}\r\nCookie: terrasse-{port}={cookie}"

    async def begin(request: bytes) -> tuple[bool, bool]:
        """Whether the server waits for the rest, and whether it waits for long."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = request.replace(b"Host: localhost", f"Host: {ours}".encode())
        writer.write(head.replace(b"http://localhost", f"http://localhost:{port}".encode()))
        told = await is_open(reader, 0.2), await is_open(reader, 3)
        writer.close()
        return told

    begun = [b"", WHOLE[:-2], WHOLE + WHOLE[:-2], FORM, b"%s\r\nverb=" % FORM]
    assert [(True, False)] * 5 == await asyncio.gather(*map(begin, begun))

    async with visitor.context.store.unit(visitor.context.owner) as unit:
        assert [] == list(await unit.mishaps.all())  # it is no failure of ours


@pytest.mark.parametrize(
    ("table", "host"),
    [
        ({"listen": "0:0::1"}, "[::1]:8737"),
        ({"listen": "127.0.0.2"}, "127.0.0.2:8737"),
        ({"hosts": ["2001:DB8:0::1"]}, "[2001:db8::1]:8737"),
        ({"hosts": ["Pi.Local"]}, "pi.local:8737"),
        ({"url": "https://[2001:DB8::1]"}, "[2001:db8::1]"),
        ({"url": "https://Home.Example"}, "home.example"),
        ({"url": "https://home.example:443"}, "home.example"),
        ({"url": "https://home.example:8443"}, "home.example:8443"),
    ],
    ids=str,
)
async def test_it_is_served_under_the_names_of_the_config(
    house: Household, table: dict[str, object], host: str
) -> None:
    address = address_of(Settings.model_construct(web=WebTable.model_validate(table)))
    visitor = Visitor(house.context, address)

    answer = await visitor.another(f"http://{host}").get(visitor.link())

    assert 303 == answer.status_code
    assert ("url" in table) == ("Secure" in answer.headers["set-cookie"])
