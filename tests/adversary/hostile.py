"""Servers that write to the terminal, turn text around, and repeat the secret they were sent."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

import httpx  # noqa: TID251 (parses addresses only)

from tests.adapters.bluesky.repository import Repository
from tests.adapters.bluesky.server import ME, Answer, Atproto
from tests.adapters.http.server import answer, serving
from tests.adapters.mastodon.served import Served

if TYPE_CHECKING:
    from asyncio import StreamWriter
    from collections.abc import Iterator

    from tests.adapters.bluesky.server import Asked
    from tests.adapters.http.server import Script, Seen

FIXTURES: Final = Path(__file__).parents[1] / "fixtures"
ORDERS: Final = "\x1b[31mX\x1b[0m\x1b]0;title\x07\x9b2K\x07\x08\x00\r\n\x85\u2028"
DIRECTIONS: Final = "\u202e\u202b\u2066\u2067\u2068\u200e\u200f\u061c"
HOSTILE: Final = f"{ORDERS}{DIRECTIONS}\u200b\u00ad\ufeff\U000e0041"
UNSEEN: Final = frozenset(HOSTILE) - frozenset("X[31m0]title2K;\r\n")

_NAMES: Final = frozenset(
    {"display_name", "displayName", "note", "description", "content", "text", "title", "name"}
    | {"value", "username", "url", "spoiler_text", "language", "bio", "version"}
)
"""The fields of an answer that say something to people."""


def poisoned(value: Any, echoed: str, name: str = "") -> Any:  # noqa: ANN401 (JSON is anything)
    """The same JSON, in which each text says more than it should."""
    if isinstance(value, dict):
        return {
            f"{key}": poisoned(part, echoed, key if isinstance(key, str) else "")
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [poisoned(part, echoed, name) for part in value]
    if isinstance(value, str) and name in _NAMES and value:
        return f"{value}{HOSTILE} {echoed} {quote(echoed)}"
    return value


class HostileMastodon:
    """One account's world. `fails`: the status by which all but its own account is answered.

    `raw`: what is not JSON is sent, with all of it in headers and the reason phrase.
    """

    def __init__(self, *, fails: int | None = None, raw: bool = False) -> None:
        self._served = Served(_mastodon_body())
        self._fails = fails
        self._raw = raw

    async def script(self, seen: Seen, writer: StreamWriter) -> None:
        """Answer a request."""
        token = seen.headers.get("authorization", "").removeprefix("Bearer ")
        parts = urlsplit(seen.target)
        is_known = parts.path in {
            "/api/v1/instance", "/.well-known/nodeinfo", "/nodeinfo",
            "/api/v1/accounts/verify_credentials",
        }  # fmt: skip
        said = f"Bearer {token} {token}{HOSTILE}"
        if self._raw and not is_known:
            header = f"x-said: \x1b[31m{token}"
            writer.write(answer(said.encode(), header, status=f"500 \x1b[31m{token}"))
            return
        if self._fails is not None and not is_known:
            body = {"error": said, "error_description": f"{HOSTILE}{said}{HOSTILE}"}
            raw = json.dumps(body, ensure_ascii=False).encode()
            writer.write(answer(raw, f"x-request-id: {token}", status=f"{self._fails} {token}"))
            return
        address = f"https://{self._served.host}{seen.target}"
        found = await self._served.handle_async_request(httpx.Request("GET", address))
        body = json.loads(await found.aread())
        if not is_known:
            body = poisoned(body, token)
        link = f'<http://{seen.headers["host"]}{parts.path}?max_id={token}\x1b[31m>; rel="next"'
        raw = json.dumps(body, ensure_ascii=False).encode()
        writer.write(answer(raw, f"link: {link}", status=f"{found.status_code} Said"))


class HostileBluesky:
    """One account's world, poisoned. `fails`: the status of all answers once one is signed in."""

    def __init__(self, *, fails: int | None = None) -> None:
        body = json.loads((FIXTURES / "bluesky" / "both-sides.bsky.json").read_text())
        self.world = Atproto(
            Repository(ME, body.get("records", {})),
            body.get("notifications", []),
            {profile["did"]: profile for profile in body.get("profiles", [])},
        )
        self._fails = fails
        self._honest = self.world.answer
        self.world.answer = self._answer  # type: ignore[method-assign]

    async def script(self, seen: Seen, writer: StreamWriter) -> None:
        """Answer a request."""
        self.world.pds = f"http://{seen.headers['host']}"
        await self.world.script(seen, writer)

    def _answer(self, asked: Asked) -> Answer:
        said = f"Bearer {asked.token} {asked.token}{HOSTILE}"
        honest = self._honest(asked)
        if asked.method.startswith("com.atproto.") or isinstance(honest.body, bytes):
            return honest
        if self._fails is not None:
            return Answer.error(self._fails, f"\x1b[31mNo{asked.token}", said)
        return Answer(poisoned(honest.body, asked.token), honest.status)


def _mastodon_body() -> dict[str, Any]:
    body: dict[str, Any] = {"software": "mastodon"}
    for name in ("mastodon-both-sides", "odd-items", "kinds"):
        read = json.loads((FIXTURES / "mastodon" / f"{name}.mastodon.json").read_text())
        for part in ("statuses", "notifications", "favourites"):
            body.setdefault(part, []).extend(read.get(part, []))
    return body


@contextmanager
def running(script: Script) -> Iterator[str]:
    """A server in a thread of its own; its address."""
    loop = asyncio.new_event_loop()
    started: asyncio.Future[str] = loop.create_future()
    stop = asyncio.Event()

    async def run() -> None:
        async with serving(script) as server:
            started.set_result(server.url(""))
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    address = asyncio.run_coroutine_threadsafe(asyncio.wait_for(started, 10), loop).result()
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
