"""Whether the account that is signed in is the one that the config names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

import httpx  # noqa: TID251 (nothing leaves the process)
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.http import Client, GuardedTransport
from adapters.http.failure import UnansweredError
from adapters.mastodon.client.address import key_of
from adapters.mastodon.client.identity import is_called, named, own
from adapters.mastodon.client.reconnecting import ReconnectingClient
from adapters.mastodon.client.server import USUAL_LIMITS, Server

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey

WEB: Final = "https://social.example.org"


class Hosts(httpx.AsyncBaseTransport):
    """Hosts that answer WebFinger as they are told to; all others are away."""

    def __init__(self, **says: Any) -> None:  # noqa: ANN401 (JSON)
        self._says = {host.replace("_", "."): said for host, said in says.items()}
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.url.host} {request.url.params['resource']}")
        if request.url.host not in self._says:
            message = "nobody answers"
            raise UnansweredError(message)
        said = self._says[request.url.host]
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        status = 404 if body == b"404" else 200
        return httpx.Response(status, stream=httpx.ByteStream(body), request=request)


def server(base: str = WEB, domain: str = "example.org") -> Server:
    return Server(base, domain, "mastodon", USUAL_LIMITS)


async def same(
    handle: str, acct: str, where: Server | None = None, hosts: Hosts | None = None
) -> bool:
    where = where or server()
    questions = ReconnectingClient(Client(cast("GuardedTransport", hosts or Hosts())))
    return await is_called(questions, where, handle, key_of(acct, where.domain))


@pytest.mark.parametrize(
    ("handle", "acct", "base", "domain", "expected"),
    [
        ("me@example.org", "me", WEB, "example.org", True),
        ("me@social.example.org", "me", WEB, "example.org", True),
        ("me@social.example.org", "me@example.org", WEB, "example.org", True),
        ("ME@Example.ORG", "me", WEB, "example.org", True),
        ("me@example.org", "Me", WEB, "EXAMPLE.org", True),
        ("me@bücher.example", "me", "https://bücher.example", "bücher.example", True),
        ("me@xn--bcher-kva.example", "me", WEB, "bücher.example", True),
        ("me@BÜCHER.example", "me", WEB, "xn--bcher-kva.example", True),
        ("me@例え.テスト", "me", WEB, "xn--r8jz45g.xn--zckzah", True),
        ("me@xn--ls8h.la", "me", WEB, "💩.la", True),
        ("me@127.0.0.1:8080", "me", "http://127.0.0.1:8080", "127.0.0.1:8080", True),
        ("me@127.0.0.1:8080", "me", "http://127.0.0.1:8080", "mastodon.example", True),
        ("you@example.org", "me", WEB, "example.org", False),
        ("you@social.example.org", "me", WEB, "example.org", False),
        ("me@example.com", "me", WEB, "example.org", False),
        ("me@127.0.0.1:8081", "me", "http://127.0.0.1:8080", "mastodon.example", False),
        ("me@straße.example", "me", WEB, "strasse.example", False),
        ("me@org", "me", WEB, "example.org", False),
        ("me.example.org", "me", WEB, "example.org", False),
        ("", "me", WEB, "example.org", False),
    ],
)
async def test_names_are_compared_by_what_they_mean(
    handle: str,
    acct: str,
    base: str,
    domain: str,
    expected: bool,  # noqa: FBT001 (a parameter)
) -> None:
    assert expected == await same(handle, acct, server(base, domain))


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ({"subject": "acct:me@example.org"}, True),
        ({"subject": "ACCT:Me@Example.org"}, True),
        ({"subject": "acct:me@social.example.org"}, True),
        ({"subject": "acct:you@example.org"}, False),
        ({"subject": "acct:me@alias.example"}, False),
        ({"subject": "me@example.org"}, False),
        ({"subject": "acct:"}, False),
        ({"subject": None}, False),
        ({}, False),
        (["acct:me@example.org"], False),
        (b"<html>", False),
        (b"404", False),
    ],
)
async def test_another_host_says_whose_a_name_is(says: Any, expected: bool) -> None:  # noqa: ANN401, FBT001 (JSON; a parameter)
    hosts = Hosts(alias_example=says)

    assert expected == await same("me@alias.example", "me", hosts=hosts)
    assert ["alias.example acct:me@alias.example"] == hosts.asked


async def test_a_host_that_is_away_says_nothing() -> None:
    assert not await same("me@alias.example", "me", hosts=Hosts())


async def test_no_host_is_asked_about_a_name_that_is_plain() -> None:
    hosts = Hosts(example_org={"subject": "acct:you@example.org"})

    assert await same("me@social.example.org", "me", hosts=hosts)
    assert [] == hosts.asked


_USERS = st.from_regex(r"[a-z0-9_]{1,20}", fullmatch=True)
_HOSTS = st.from_regex(r"[a-z0-9]{1,10}(\.[a-z0-9]{1,10}){1,2}(:[0-9]{2,4})?", fullmatch=True)


def _cased(text: str, upper: int) -> str:
    return "".join(
        letter.upper() if upper >> place & 1 else letter for place, letter in enumerate(text)
    )


@given(_USERS, _HOSTS, _HOSTS, st.integers(0, 2**60), st.booleans())
def test_one_name_however_it_is_written(
    user: str,
    domain: str,
    web: str,
    upper: int,
    by_web: bool,  # noqa: FBT001 (a parameter)
) -> None:
    where = server(f"https://{web}", domain)
    written = _cased(f"{user}@{web if by_web else domain}", upper)

    assert own(key_of(user, domain), where) == named(written, where)


@given(_USERS, _USERS, _HOSTS, _HOSTS, _HOSTS)
def test_two_names_are_two(user: str, other: str, domain: str, web: str, elsewhere: str) -> None:
    where = server(f"https://{web}", domain)

    def meant(handle: str) -> AccountKey | None:
        return named(handle, where)

    if user != other:
        assert meant(f"{user}@{domain}") != meant(f"{other}@{domain}")
        assert meant(f"{user}@{web}") != meant(f"{other}@{domain}")
    if elsewhere not in {domain, web}:
        assert meant(f"{user}@{elsewhere}") != meant(f"{user}@{domain}")
