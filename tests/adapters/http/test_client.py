import httpx
import pytest
import respx

from adapters.http.client import Client, open_client
from adapters.http.transport import GuardedTransport
from bot import __version__
from bot.errors import RefusedError, UncertainError, UnreachableError
from tests.adapters.http.server import answer, saying, serving

pytestmark = pytest.mark.anyio

URL = "https://social.example/api"


async def test_a_request_arrives_as_it_was_meant() -> None:
    async with serving(saying(answer(b"ok"))) as server, open_client([server.url()]) as client:
        await client.get(server.url("/a?b=1"), headers={"Accept": "text/plain"})
        await client.get(
            server.url("/list"), params={"types[]": ["mention", "reblog"], "limit": 80}
        )
        await client.post(server.url("/form"), form={"status": "été"})
        await client.post(server.url("/json"), json={"text": "été"})
        await client.post(server.url("/raw"), content=b"\0\1")

    get, listing, form, json, raw = server.seen
    assert ("GET", "/a?b=1", "text/plain") == (get.method, get.target, get.headers["accept"])
    assert "/list?types%5B%5D=mention&types%5B%5D=reblog&limit=80" == listing.target
    assert ("POST", b"status=%C3%A9t%C3%A9") == (form.method, form.body)
    assert "application/json" == json.headers["content-type"]
    assert '{"text":"été"}'.encode() == json.body
    assert b"\0\1" == raw.body


async def test_the_client_says_who_it_is_whatever_is_asked_of_it() -> None:
    async with serving(saying(answer())) as server, open_client([server.url()]) as client:
        await client.get(server.url(), headers={"User-Agent": "sdk/1.0"})

    assert f"Terrasse/{__version__}" == server.seen[0].headers["user-agent"]


async def test_cookies_are_not_kept() -> None:
    raw = answer(b"", "set-cookie: session=1")
    async with serving(saying(raw)) as server, open_client([server.url()]) as client:
        response = await client.get(server.url())
        await client.get(server.url())

    assert "set-cookie" not in response.headers
    assert "cookie" not in server.seen[1].headers


async def test_headers_are_found_in_any_case_and_repeated_ones_joined() -> None:
    raw = answer(b"", "Link: <a>", "link: <b>", "X-RateLimit-Limit: 300")
    async with serving(saying(raw)) as server, open_client([server.url()]) as client:
        response = await client.get(server.url())

    assert "300" == response.headers["x-ratelimit-LIMIT"]
    assert "<a>, <b>" == response.headers["Link"]


async def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with serving(saying(answer())) as server, open_client([server.url()]) as client:
        response = await client.get(server.url())

    assert 200 == response.status
    assert "authorization" not in server.seen[0].headers


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (httpx.ConnectError, UnreachableError),
        (httpx.ConnectTimeout, UnreachableError),
        (httpx.ReadTimeout, UncertainError),
        (httpx.ReadError, UncertainError),
        (httpx.RemoteProtocolError, UncertainError),
    ],
)
async def test_respx_can_stand_in_for_a_server(
    respx_mock: respx.MockRouter, failure: type[Exception], expected: type[Exception]
) -> None:
    respx_mock.get(URL).respond(json={"a": 1})
    respx_mock.post(URL).mock(side_effect=failure)
    client = Client(GuardedTransport())

    assert {"a": 1} == (await client.get(URL)).json()
    with pytest.raises(expected):
        await client.post(URL)
    with pytest.raises(RefusedError):
        await client.get("http://social.example/api")
