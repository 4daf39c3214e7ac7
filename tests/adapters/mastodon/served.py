"""A server of a few fixed answers, each list on one page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

import httpx  # noqa: TID251 (nothing leaves the process)

from adapters.http import Client, GuardedTransport
from adapters.mastodon import MastodonNetwork
from bot.domain.people.identity import OwnerId

if TYPE_CHECKING:
    from datetime import timedelta

    from bot.ports import Clock

HOSTS: Final = {"mastodon": "mastodon.example", "gotosocial": "gts.example", "snac": "snac.example"}
_LISTS: Final = {
    "/api/v1/notifications": "notifications",
    "/api/v1/favourites": "favourites",
    "/api/v1/timelines/home": "statuses",
}


class Served(httpx.AsyncBaseTransport):
    """Answers from a fixture: `statuses`, `notifications` and `favourites` of its account."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.software: str = body["software"]
        self.host = HOSTS[self.software]
        ids = {
            "mastodon": "109000000000000001",
            "gotosocial": f"01WK{1:022d}",
            "snac": f"{7919:032x}",
        }
        self._body = body
        self._me = ids[self.software]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        status, found = self._answer(request.url.path, request.url.params)
        content = found if isinstance(found, bytes) else json.dumps(found).encode()
        return httpx.Response(status, stream=httpx.ByteStream(content), request=request)

    def _answer(self, path: str, params: httpx.QueryParams) -> tuple[int, Any]:
        base = f"https://{self.host}"
        named = {
            "/api/v1/instance": {"uri": self.host, "version": "4.6.4"},
            "/.well-known/nodeinfo": {"links": [{"rel": "2.0", "href": f"{base}/nodeinfo"}]},
            "/nodeinfo": {"software": {"name": self.software, "version": "1"}},
            "/api/v1/accounts/verify_credentials": self._account(),
        }
        if path in named:
            return 200, named[path]
        name = _LISTS.get(path)
        if path == f"/api/v1/accounts/{self._me}/statuses":
            name = "statuses"
        if name is None:
            return 404, {"error": "Record not found"}
        return 200, [] if "max_id" in params else self._body.get(name, [])

    def _account(self) -> dict[str, Any]:
        path = "camille" if self.software == "snac" else "@camille"
        url = f"https://{self.host}/{path}"
        return {"id": self._me, "acct": "camille", "username": "camille", "url": url}


def network(
    body: dict[str, Any], clock: Clock, keep_text: timedelta | None = None
) -> MastodonNetwork:
    """The network of the account that a fixture is of."""
    served = Served(body)
    return MastodonNetwork(
        Client(cast("GuardedTransport", served)),
        lambda: None,
        f"camille@{served.host}",
        OwnerId("camille"),
        secret=lambda: "token",
        clock=clock,
        url=f"https://{served.host}",
        keep_text=keep_text,
    )
