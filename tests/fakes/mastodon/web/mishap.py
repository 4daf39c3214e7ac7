"""Makes a good answer a bad one, or none."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime
from itertools import count
from typing import TYPE_CHECKING, Any

import anyio
from starlette.responses import HTMLResponse, Response

from tests.fakes.mastodon.faults import Mode
from tests.fakes.mastodon.model.limits import PAGING, Standing
from tests.fakes.mastodon.web.call import ok
from tests.fakes.mastodon.web.site import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.requests import Request
    from starlette.types import Send


_BEYOND = 10**18
"""Above every id."""

_pages = count(1)

UNDONE = frozenset({Mode.DROP, Mode.HALF_OPEN})
"""Nothing is done, and nothing said."""

UNSAID = frozenset({Mode.LOST, Mode.LOST_BEFORE_KEY, Mode.LATE})
"""Something is done, or will be, and nothing said."""


class ConnectionCutError(ConnectionError):
    """The server went away in the middle."""


def instead(mode: Mode, now: datetime) -> Response | None:
    """An answer given without anything being done."""
    if mode in _PLAIN:
        return _PLAIN[mode]()
    if mode in _LIMITS:
        return ok({"error": "Too many requests"}, _LIMITS[mode](now), 429)
    return None


def altered(mode: Mode, request: Request, response: Response) -> Response:
    """What becomes of an answer."""
    if mode is Mode.GATEWAY_AFTER:
        return HTMLResponse(PAGE, 502)
    if mode is Mode.WRONG_TYPES:
        body = _odd(json.loads(bytes(response.body)))
        return ok(body, _links(response), response.status_code)
    if mode is Mode.BROKEN_JSON:
        half = bytes(response.body)[: len(response.body) // 2]
        return Response(half, response.status_code, media_type="application/json")
    if mode is Mode.ENDLESS:
        number = next(_pages)
        older = request.url.include_query_params(max_id=_BEYOND + number)
        newer = request.url.remove_query_params("max_id").include_query_params(min_id=number)
        link = f'<{older}>; rel="next", <{newer}>; rel="prev"'
        return ok(json.loads(bytes(response.body)), {"Link": link})
    return response


async def dripped(send: Send, response: Response, seconds: float) -> None:
    """Send it a byte at a time."""
    await send(_start(response))
    for byte in bytes(response.body):
        await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
        await anyio.sleep(seconds)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def truncated(send: Send, response: Response) -> None:
    """Send half of it, and go."""
    await send(_start(response))
    half = bytes(response.body)[: len(response.body) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})
    await anyio.sleep(0.01)  # for what was sent to leave
    cut(send)


def cut(send: Send) -> None:
    """Cut the connection: the real one, or, within the process, by an error.

    Raises:
        ConnectionCutError: always; a server that runs knows what to do with it.
    """
    cycle = getattr(send, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if transport is not None:
        transport.abort()
    message = "The connection was cut."
    raise ConnectionCutError(message)


def _start(response: Response) -> dict[str, Any]:
    headers = response.raw_headers
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}


def _links(response: Response) -> dict[str, str]:
    return {"Link": response.headers["link"]} if "link" in response.headers else {}


def _odd(body: Any) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(body, list):
        return [_odd_item(item) if place == 0 else item for place, item in enumerate(body)]
    return _odd_item(body)


def _odd_item(item: Any) -> Any:  # noqa: ANN401 (JSON)
    if not isinstance(item, dict):
        return [item]
    return {key: _ODD[type(value)](value) for key, value in item.items()}


_ODD: dict[type, Callable[[Any], Any]] = {
    str: lambda value: int(value) if value.isdigit() else [value],
    int: str,
    float: str,
    bool: lambda value: "yes" if value else {},
    type(None): lambda _: 0,
    list: lambda value: {"items": value},
    dict: lambda value: [value],
}

_PLAIN: dict[Mode, Callable[[], Response]] = {
    Mode.HTML: lambda: HTMLResponse(PAGE),
    Mode.ERROR: lambda: HTMLResponse(PAGE, 500),
    Mode.GATEWAY: lambda: HTMLResponse(PAGE, 502),
    Mode.UNAVAILABLE: lambda: ok({"error": "Service Unavailable"}, status=503),
    Mode.LIMIT_BARE: lambda: HTMLResponse(PAGE, 429),
}


def _limit_headers(reset: str) -> dict[str, str]:
    return {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}


_LIMITS: dict[Mode, Callable[[datetime], dict[str, str]]] = {
    Mode.LIMIT_ISO: lambda now: Standing(PAGING, PAGING.limit + 1, now).headers,
    Mode.LIMIT_UNIX: lambda now: _limit_headers(str(int(now.timestamp()) + 300)),
    Mode.LIMIT_SECONDS: lambda _: {"Retry-After": "300"},
    Mode.LIMIT_DATE: lambda now: {
        "Retry-After": format_datetime(now + timedelta(seconds=300), usegmt=True)
    },
    Mode.LIMIT_PAST: lambda now: _limit_headers((now - timedelta(hours=1)).isoformat()),
    Mode.LIMIT_FAR: lambda now: _limit_headers((now + timedelta(days=3650)).isoformat()),
    Mode.LIMIT_NONSENSE: lambda _: _limit_headers("soon"),
}
