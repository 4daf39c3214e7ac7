"""Whether a failed request may have had an effect, on real sockets."""

import asyncio
import socket
from asyncio import StreamWriter
from collections.abc import Iterator

import httpx
import pytest

from adapters.http.client import Client, open_client
from adapters.http.failure import (
    ForbiddenError,
    OversizedError,
    UnansweredError,
    UnsentError,
    translated,
)
from bot.errors import NetworkError, RefusedError, UncertainError, UnreachableError
from tests.adapters.http.server import Script, Seen, answer, saying, serving

pytestmark = pytest.mark.anyio


async def hang(_request: Seen, _writer: StreamWriter) -> None:
    await asyncio.sleep(60)


async def reset(_request: Seen, writer: StreamWriter) -> None:
    # Unread data or not, a linger of zero makes the kernel send RST instead of FIN.
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()


AFTER_SENDING = [
    pytest.param(hang, id="half-open"),
    pytest.param(reset, id="reset"),
    pytest.param(saying(b""), id="closed before headers"),
    pytest.param(saying(b"HTTP/1.1 200 OK\r\nconten"), id="closed within headers"),
    pytest.param(
        saying(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"), id="closed after headers"
    ),
    pytest.param(saying(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}"), id="body cut short"),
    pytest.param(
        saying(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel"),
        id="chunk cut short",
    ),
    pytest.param(saying(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), id="garbage status line"),
    pytest.param(
        saying(b"HTTP/1.1 200 OK\r\nx: " + b"a" * 200_000 + b"\r\n\r\n"), id="huge header"
    ),
    pytest.param(saying(b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"), id="negative length"),
    pytest.param(saying(b"HTTP/1.1 100 Continue\r\n\r\n"), id="only informational"),
]


@pytest.mark.parametrize("script", AFTER_SENDING)
@pytest.mark.parametrize(
    ("method", "expected"), [("GET", UnreachableError), ("POST", UncertainError)]
)
async def test_what_left_without_an_answer_may_have_had_its_effect(
    script: Script, method: str, expected: type[NetworkError]
) -> None:
    async with serving(script) as server, open_client([server.url()]) as client:
        with pytest.raises(NetworkError) as caught:
            await client.request(method, server.url(), deadline=0.5)

    assert expected is type(caught.value)
    assert 1 == len(server.seen)


async def test_a_post_that_only_asks_is_never_uncertain() -> None:
    async with serving(saying(b"")) as server, open_client([server.url()]) as client:
        with pytest.raises(UnreachableError):
            await client.post(server.url(), effect=False)


@pytest.fixture
def full_backlog() -> Iterator[str]:
    """A listener that accepts nobody, and whose queue is full: a connection hangs."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for waiting in (first, second):
            waiting.settimeout(0)
            waiting.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


@pytest.fixture
def nobody() -> str:
    """A port at which nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{bound.getsockname()[1]}/"


async def test_what_finds_no_connection_had_no_effect(nobody: str) -> None:
    async with open_client([nobody]) as client:
        with pytest.raises(UnreachableError, match="cannot be reached"):
            await client.post(nobody)


async def test_what_runs_out_of_time_while_connecting_had_no_effect(full_backlog: str) -> None:
    async with open_client([full_backlog]) as client:
        with pytest.raises(UnreachableError, match="too long"):
            await client.post(full_backlog, deadline=0.3)


async def test_what_the_guard_refuses_had_no_effect() -> None:
    async with serving(saying(answer())) as server, open_client() as client:
        with pytest.raises(RefusedError):
            await client.post(server.url())

    assert 0 == server.connections


@pytest.mark.parametrize("url", ["https://[broken", "https://a b.example", "nonsense", ""])
async def test_what_is_no_address_had_no_effect(url: str) -> None:
    async with open_client() as client:
        with pytest.raises(RefusedError):
            await client.post(url)


async def test_waiting_for_a_free_connection_counts_and_had_no_effect() -> None:
    async def fails(client: Client, url: str, seconds: float, kind: type[NetworkError]) -> None:
        with pytest.raises(kind):
            await client.post(url, deadline=seconds)

    async with (
        serving(hang) as server,
        open_client([server.url()]) as client,
        asyncio.TaskGroup() as group,
    ):
        for _ in range(20):
            group.create_task(fails(client, server.url(), 1, UncertainError))
        await asyncio.sleep(0.3)
        await fails(client, server.url(), 0.2, UnreachableError)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 502, 503])
async def test_every_status_is_an_answer(status: int) -> None:
    raw = answer(b"{}", status=f"{status} Whatever")
    async with serving(saying(raw)) as server, open_client([server.url()]) as client:
        response = await client.post(server.url())

    assert (status, b"{}") == (response.status, response.body)


@pytest.mark.parametrize(
    ("failure", "with_effect", "without"),
    [
        (UnsentError("no"), UnreachableError, UnreachableError),
        (ForbiddenError("no"), RefusedError, RefusedError),
        (UnansweredError("no"), UncertainError, UnreachableError),
        (OversizedError("no"), UncertainError, RefusedError),
    ],
)
def test_a_failure_is_found_under_what_an_sdk_made_of_it(
    failure: httpx.TransportError, with_effect: type[NetworkError], without: type[NetworkError]
) -> None:
    class SdkError(Exception):
        pass

    try:
        try:
            try:
                raise failure
            except httpx.TransportError as error:
                raise SdkError from error
        except SdkError:
            raise SdkError  # noqa: B904 (as Mastodon.py does)
    except SdkError as error:
        wrapped = error

    assert with_effect is type(translated(wrapped, effect=True))
    assert without is type(translated(wrapped, effect=False))
    assert translated(SdkError(), effect=True) is None
