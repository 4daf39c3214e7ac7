"""Where an account lives is asked of the host in its address, which is often another's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import httpx  # noqa: TID251 (nothing leaves the process)
import pytest

from bot.errors import RefusedError
from tests.adapters.mastodon.in_process import Loopback
from tests.adapters.mastodon.stage import NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon

if TYPE_CHECKING:
    from tests.fakes.mastodon import Account

LIVES_AT: Final = "https://social.example.org"


class Address(Loopback):
    """`example.org`, which answers WebFinger alone, and a server beside it."""

    def __init__(self, server: Mastodon, *, status: int = 200, leads_to: str = LIVES_AT) -> None:
        super().__init__(server)
        self.asked: list[str] = []
        self._status = status
        self._href = f"{leads_to}/users/me"

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.url.host}{request.url.path}")
        if request.url.path != "/.well-known/webfinger":
            return await super().handle_async_request(request)
        assert "acct:me@example.org" == request.url.params["resource"]
        links: list[dict[str, Any]] = [
            {"rel": "http://webfinger.net/rel/profile-page", "href": "https://example.org/@me"},
            {"rel": "self", "type": "application/activity+json", "href": self._href},
        ]
        body = httpx.ByteStream(json.dumps({"links": links}).encode())
        return httpx.Response(self._status, stream=body, request=request)


def living(base: str, domain: str) -> tuple[Mastodon, Account]:
    server = Mastodon(base, domain=domain, clock=HandClock(NOW))
    return server, server.sign_up("me")


@pytest.mark.parametrize("is_signed_in", [True, False])
async def test_an_account_may_live_at_another_host_than_its_address_says(
    is_signed_in: bool,  # noqa: FBT001 (a parameter)
) -> None:
    server, me = living(LIVES_AT, "example.org")
    address = Address(server)
    options = {} if is_signed_in else {"secret": None}

    account = await network_of(server, me, address, url=None, **options).whoami()

    assert "me@example.org" == account.key.id
    assert {"social.example.org": str(me.id)} == account.local_ids
    first, *others = address.asked
    assert "example.org/.well-known/webfinger" == first
    assert {"social.example.org"} == {one.partition("/")[0] for one in others}


@pytest.mark.parametrize(
    ("status", "leads_to"), [(404, LIVES_AT), (200, "http://social.example.org")]
)
async def test_an_address_that_leads_nowhere_is_its_own_server(status: int, leads_to: str) -> None:
    server, me = living("https://example.org", "example.org")
    address = Address(server, status=status, leads_to=leads_to)

    await network_of(server, me, address, url=None).whoami()

    assert {"example.org"} == {one.partition("/")[0] for one in address.asked}


async def test_somebody_else_of_the_same_name_is_not_looked_at() -> None:
    server, stranger = living(LIVES_AT, "social.example.org")
    server.post(stranger, "Nobody asked me")
    address = Address(server)
    network = network_of(server, stranger, address, handle="me@example.org", url=None, secret=None)

    with pytest.raises(RefusedError, match="nobody as @me@example"):
        await network.whoami()
