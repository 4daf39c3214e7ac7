"""The certificate is asked for the name, though the connection goes to an address."""

import ssl

import pytest
import trustme

from adapters.http.backend import GuardedBackend
from adapters.http.client import Client
from adapters.http.guard import Guard
from adapters.http.transport import GuardedTransport
from bot.errors import RefusedError, UnreachableError
from tests.adapters.http.server import (
    PUBLIC,
    Dial,
    Names,
    Server,
    answer,
    redirecting,
    saying,
    serving,
)

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def served(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("social.example").configure_cert(context)
    return context


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def client(server: Server, dial: Dial, tls: ssl.SSLContext | None) -> Client:
    guard = Guard([server.url()])
    backend = GuardedBackend(guard, resolve=Names([PUBLIC], [PUBLIC]), dial=dial)
    return Client(GuardedTransport(guard, backend=backend, tls=tls))


async def test_name_and_host_are_those_of_the_url(
    served: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    names: list[str] = []
    served.sni_callback = lambda _socket, name, _context: names.append(name)
    async with serving(saying(answer(b"hello")), tls=served) as server:
        dial = Dial(server)
        async with client(server, dial, trusting) as asking:
            response = await asking.get("https://social.example/")

    assert b"hello" == response.body
    assert [PUBLIC] == dial.dialled
    assert ["social.example"] == names
    assert "social.example" == server.seen[0].headers["host"]


async def test_a_certificate_for_another_name_is_not_taken(
    served: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    async with (
        serving(saying(answer()), tls=served) as server,
        client(server, Dial(server), trusting) as asking,
    ):
        with pytest.raises(UnreachableError, match="certificate cannot be trusted"):
            await asking.post("https://other.example/")

    assert [] == server.seen


async def test_a_certificate_of_an_unknown_authority_is_not_taken(served: ssl.SSLContext) -> None:
    async with (
        serving(saying(answer()), tls=served) as server,
        client(server, Dial(server), None) as asking,
    ):
        with pytest.raises(UnreachableError, match="certificate cannot be trusted"):
            await asking.post("https://social.example/")

    assert [] == server.seen


async def test_a_server_that_speaks_no_tls_is_not_spoken_to(trusting: ssl.SSLContext) -> None:
    async with (
        serving(saying(answer())) as server,
        client(server, Dial(server), trusting) as asking,
    ):
        with pytest.raises(UnreachableError):
            await asking.post("https://social.example/", deadline=1)

    assert [] == server.seen


async def test_https_does_not_lead_back_to_http(
    served: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    async with (
        serving(redirecting("http://social.example/"), tls=served) as server,
        client(server, Dial(server), trusting) as asking,
    ):
        with pytest.raises(RefusedError, match="not encrypted"):
            await asking.get("https://social.example/")

    assert 1 == len(server.seen)
