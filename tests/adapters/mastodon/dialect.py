"""The small Mastodon, speaking as another server does that has its API."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import httpx  # noqa: TID251 (nothing leaves the process)

from tests.adapters.mastodon.in_process import Loopback

ABSENT: Final = {
    "account": {"indexable", "limited", "memorial", "moved", "noindex", "suspended", "uri"},
    "status": {"filtered", "quote", "quote_approval", "quotes_count", "tagged_collections"},
    "notification": {"filtered", "group_key"},
}
"""By entity: what Mastodon sends and GoToSocial does not."""

_TELLING: Final = {"account": "followers_count", "status": "reblogs_count", "notification": "type"}
"""By entity: a key that no other entity has."""
_LACKS: Final = re.compile(r"/api/v1/(accounts|statuses)/?|/api/v2/notifications/policy")
_SNOWFLAKE: Final = re.compile(r"(?<!\d)\d{15,19}(?!\d)")
_ULID: Final = re.compile(r"01[0-9]{24}")


class GoToSocial(Loopback):
    """Ids are ULIDs, keys are fewer; it heeds no Idempotency-Key, and takes no lists of ids.

    What is filtered is among the notifications, as there is no policy that would filter.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET" and _LACKS.fullmatch(request.url.path):
            body = httpx.ByteStream(b'{"error":"Not Found"}')
            return httpx.Response(404, stream=body, request=request)
        answer = await super().handle_async_request(await _understood(request))
        content = (await answer.aread()).decode()
        if request.url.path.startswith("/nodeinfo"):
            content = content.replace('"mastodon"', '"gotosocial"')
        if content.startswith(("{", "[")):
            content = json.dumps(_said(json.loads(content)))
        headers = [(k, ulids(v)) for k, v in answer.headers.multi_items() if k != "content-length"]
        stream = httpx.ByteStream(ulids(content).encode())
        return httpx.Response(answer.status_code, headers=headers, stream=stream, request=request)


class Linkless(Loopback):
    """Lists are read on from the last item, as snac and others have it."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        answer.headers.pop("link", None)
        return answer


def ulids(text: str) -> str:
    """The text with GoToSocial's kind of id in the place of Mastodon's."""
    return _SNOWFLAKE.sub(lambda found: f"01{found[0]:0>24}", text)


def snowflakes(text: str) -> str:
    """The text with Mastodon's ids again."""
    return _ULID.sub(lambda found: str(int(found[0][2:])), text)


async def _understood(request: httpx.Request) -> httpx.Request:
    content = snowflakes((await request.aread()).decode())
    kept = {"content-length", "idempotency-key"}
    headers = [(name, value) for name, value in request.headers.multi_items() if name not in kept]
    return httpx.Request(
        request.method, snowflakes(str(request.url)), headers=headers, content=content.encode()
    )


def _said(value: Any) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(value, list):
        return [_said(one) for one in value]
    if not isinstance(value, dict):
        return value
    absent = {key for name, telling in _TELLING.items() if telling in value for key in ABSENT[name]}
    return {key: _said(one) for key, one in value.items() if key not in absent}
