import asyncio
import gzip
import os
from asyncio import StreamWriter
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.http.client import open_client
from adapters.http.gunzip import PIECE, Gunzip
from bot.errors import NetworkError, RefusedError, UncertainError, UnreachableError
from tests.adapters.http.server import Script, Seen, answer, saying, serving

pytestmark = pytest.mark.anyio

GZIP = "content-encoding: gzip"
BOMB = gzip.compress(bytes(50 * 2**20))


@given(st.lists(st.binary(max_size=300_000), min_size=1, max_size=3), st.integers(1, 5_000))
def test_gunzip_gives_back_what_was_packed_however_it_arrives(
    members: list[bytes], step: int
) -> None:
    packed = b"".join(map(gzip.compress, members))
    gunzip = Gunzip()
    pieces = [
        piece for at in range(0, len(packed), step) for piece in gunzip.feed(packed[at : at + step])
    ]
    gunzip.finish()

    assert b"".join(members) == b"".join(pieces)


def test_gunzip_gives_a_bomb_in_small_pieces() -> None:
    sizes = [len(piece) for piece in Gunzip().feed(BOMB)]

    assert PIECE == max(sizes)
    assert 50 * 2**20 == sum(sizes)


async def test_a_packed_body_is_unpacked() -> None:
    raw = answer(gzip.compress(b'{"a": 1}'), GZIP)
    async with serving(saying(raw)) as server, open_client([server.url()]) as client:
        response = await client.get(server.url())

    assert {"a": 1} == response.json()
    assert "gzip" == server.seen[0].headers["accept-encoding"]
    assert "content-encoding" not in response.headers


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(answer(BOMB, GZIP), id="bomb"),
        pytest.param(answer(bytes(9 * 2**20)), id="announced"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n" + bytes(9 * 2**20), id="not announced"),
    ],
)
async def test_a_body_that_is_too_large_is_refused(raw: bytes) -> None:
    async with serving(saying(raw)) as server, open_client([server.url()]) as client:
        with pytest.raises(RefusedError, match="more than 8 MiB"):
            await client.get(server.url())
        with pytest.raises(UncertainError):
            await client.post(server.url())


async def test_a_request_may_set_its_own_bound() -> None:
    body = os.urandom(9 * 2**20)
    async with serving(saying(answer(body))) as server, open_client([server.url()]) as client:
        response = await client.get(server.url(), max_bytes=len(body))
        with pytest.raises(RefusedError):
            await client.get(server.url(), max_bytes=len(body) - 1)

    assert body == response.body


async def test_a_large_body_can_be_read_while_it_comes() -> None:
    body = os.urandom(20 * 2**20)
    async with (
        serving(saying(answer(body))) as server,
        open_client([server.url()]) as client,
        client.stream("GET", server.url(), max_bytes=256 * 2**20) as stream,
    ):
        sizes = [len(chunk) async for chunk in stream.chunks]

    assert (200, len(body)) == (stream.status, sum(sizes))
    assert max(sizes) < 2**20


async def test_a_stream_may_be_left_before_its_end() -> None:
    raw = answer(os.urandom(5 * 2**20))
    async with serving(saying(raw)) as server, open_client([server.url()]) as client:
        async with client.stream("GET", server.url()) as stream:
            async for _ in stream.chunks:
                break
        response = await client.get(server.url())

    assert 200 == response.status


async def test_a_head_has_no_body_whatever_it_announces() -> None:
    raw = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\ncontent-encoding: gzip\r\n\r\n"
    async with serving(saying(raw)) as server, open_client([server.url()]) as client:
        response = await client.request("HEAD", server.url())

    assert (200, b"") == (response.status, response.body)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(answer(gzip.compress(b"hello")[:-4], GZIP), id="packed, cut short"),
        pytest.param(answer(b"<html>", GZIP), id="not packed at all"),
        pytest.param(answer(b"hello", "content-encoding: br"), id="brotli"),
        pytest.param(answer(b"hello", "content-encoding: gzip, gzip"), id="packed twice"),
    ],
)
async def test_a_body_that_cannot_be_unpacked_is_no_answer(raw: bytes) -> None:
    async with serving(saying(raw)) as server, open_client([server.url()]) as client:
        with pytest.raises(UnreachableError):
            await client.get(server.url())
        with pytest.raises(UncertainError):
            await client.post(server.url())


async def drip(_request: Seen, writer: StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.02)


async def drip_headers(_request: Seen, writer: StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"x-a: b\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


async def drip_nothing(_request: Seen, writer: StreamWriter) -> None:
    """Chunks of a packed body that unpack to nothing, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n")
    while True:
        writer.write(gzip.compress(b""))
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("script", [drip, drip_headers, drip_nothing])
@pytest.mark.parametrize(
    ("method", "expected"), [("GET", UnreachableError), ("POST", UncertainError)]
)
async def test_the_deadline_holds_against_a_dripping_answer(
    script: Script, method: str, expected: type[NetworkError]
) -> None:
    async with serving(script) as server, open_client([server.url()]) as client:
        started = monotonic()
        with pytest.raises(expected, match=r"within 0\.3 seconds"):
            await client.request(method, server.url(), deadline=0.3)

    assert monotonic() - started < 1
