"""How SDKs send through the guard: on httpx, on httpx without async, on requests."""

import asyncio
import gzip
from threading import active_count

import httpx
import pytest
import requests

from adapters.http.failure import translated
from adapters.http.guard import Guard
from adapters.http.requests_adapter import open_session
from adapters.http.sync import SyncTransport
from adapters.http.transport import USER_AGENT, GuardedTransport, sdk_options
from bot.errors import NetworkError, RefusedError, UncertainError, UnreachableError
from tests.adapters.http.server import Script, Server, answer, redirecting, saying, serving
from tests.adapters.http.test_bodies import drip
from tests.adapters.http.test_failures import AFTER_SENDING

pytestmark = pytest.mark.anyio

PACKED = answer(gzip.compress('{"a": "é"}'.encode()), "content-encoding: gzip", "x-b: 1")


def guarded(server: Server) -> GuardedTransport:
    return GuardedTransport(Guard([server.url()]))


async def test_an_httpx_client_of_an_sdk_is_guarded() -> None:
    # As atproto 0.0.73 makes its own: `AsyncRequest(**options)`.
    async with (
        serving(saying(PACKED)) as server,
        httpx.AsyncClient(follow_redirects=True, **sdk_options(guarded(server))) as client,
    ):
        response = await client.request("GET", server.url())
        with pytest.raises(httpx.NetworkError) as caught:
            await client.request("GET", "https://10.0.0.1/")

    assert {"a": "é"} == response.json()
    assert USER_AGENT == server.seen[0].headers["user-agent"]
    assert isinstance(translated(caught.value, effect=True), RefusedError)


@pytest.mark.parametrize("status", [302, 307])
async def test_an_httpx_client_of_an_sdk_does_not_post_twice(status: int) -> None:
    async with (
        serving(redirecting("/", status)) as server,
        httpx.AsyncClient(follow_redirects=True, **sdk_options(guarded(server))) as client,
    ):
        with pytest.raises(httpx.NetworkError):
            await client.request("POST", server.url(), content=b"{}")

    assert 1 == len(server.seen)


async def test_an_sdk_may_bound_a_request_through_its_extensions() -> None:
    async with (
        serving(saying(answer(bytes(100)))) as server,
        httpx.AsyncClient(**sdk_options(guarded(server))) as client,
    ):
        with pytest.raises(httpx.NetworkError):
            await client.get(server.url(), extensions={"max_bytes": 99})


async def test_the_synchronous_transport_answers_as_the_other() -> None:
    def ask(server: Server) -> httpx.Response:
        with httpx.Client(transport=SyncTransport(guarded(server)), trust_env=False) as client:
            client.post(server.url("/post"), content=b"hello")
            return client.get(server.url("/get"))

    async with serving(saying(PACKED)) as server:
        response = await asyncio.to_thread(ask, server)

    assert {"a": "é"} == response.json()
    assert b"hello" == server.seen[0].body


def test_the_synchronous_transport_leaves_no_thread_behind() -> None:
    before = active_count()
    transport = SyncTransport(GuardedTransport())
    with pytest.raises(httpx.ConnectError):
        transport.handle_request(httpx.Request("GET", "https://127.0.0.1/"))
    transport.close()
    transport.close()

    assert before == active_count()


async def test_a_requests_session_is_guarded() -> None:
    def ask(server: Server) -> requests.Response:
        with open_session([server.url()]) as session:
            session.post(server.url("/form"), data={"status": "été"}, timeout=5)
            session.post(server.url("/json"), json={"status": "é"}, timeout=5)
            session.post(server.url("/file"), files={"file": b"\0\1"}, timeout=5)
            return session.get(server.url("/get"), params={"limit": 80}, timeout=5)

    async with serving(saying(PACKED)) as server:
        response = await asyncio.to_thread(ask, server)

    form, json, file, get = server.seen
    assert {"a": "é"} == response.json()
    assert ("1", "OK", True) == (response.headers["X-B"], response.reason, response.ok)
    assert (b"status=%C3%A9t%C3%A9", "/get?limit=80") == (form.body, get.target)
    assert b'{"status": "\\u00e9"}' == json.body
    assert b"\0\1" in file.body
    assert USER_AGENT == get.headers["user-agent"]


async def test_a_requests_session_follows_as_the_guard_does() -> None:
    def ask(server: Server) -> None:
        with open_session([server.url()]) as session:
            with pytest.raises(requests.ConnectionError) as caught:
                session.get(server.url(), timeout=5)
            assert isinstance(translated(caught.value, effect=False), RefusedError)
            with pytest.raises(requests.ConnectionError):
                session.post(server.url(), timeout=5)

    async with serving(redirecting("https://10.0.0.1/")) as server:
        await asyncio.to_thread(ask, server)

    assert 2 == len(server.seen)


@pytest.mark.parametrize("script", [*AFTER_SENDING, drip])
async def test_a_requests_session_tells_what_may_have_had_an_effect(script: Script) -> None:
    def ask(server: Server) -> None:
        with open_session([server.url()]) as session:
            with pytest.raises(requests.ConnectionError) as caught:
                session.post(server.url(), timeout=0.3)
            assert isinstance(translated(caught.value, effect=True), UncertainError)
            assert isinstance(translated(caught.value, effect=False), UnreachableError)

    async with serving(script) as server:
        await asyncio.to_thread(ask, server)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://social.example/", RefusedError),
        ("https://127.0.0.1/", RefusedError),
        ("http://127.0.0.1:1/", UnreachableError),
    ],
)
async def test_a_requests_session_tells_what_never_left(
    url: str, expected: type[NetworkError]
) -> None:
    def ask() -> None:
        with open_session(["http://127.0.0.1:1"]) as session:
            with pytest.raises(requests.ConnectionError) as caught:
                session.post(url, timeout=5)
            assert isinstance(translated(caught.value, effect=True), expected)

    await asyncio.to_thread(ask)
