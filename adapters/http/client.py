"""The client that adapters talk with.

Not an `httpx.AsyncClient`: that would add cookies, time-outs per byte and redirects of its own
to what the transport settles already.
"""

from __future__ import annotations

from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

import httpx

from adapters.http.failure import translating
from adapters.http.guard import Guard
from adapters.http.redirect import SAFE
from adapters.http.response import Response, Stream
from adapters.http.transport import DEADLINE, MAX_BYTES, GuardedTransport
from bot.domain.sentence import marked
from bot.errors import RefusedError

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping
    from types import TracebackType


class Options(TypedDict, total=False):
    """What a request may carry, and how it is bounded.

    At most one of `json`, `form` and `content` is the body. `deadline` is in seconds, in all;
    `max_bytes` bounds the answer's body, unpacked. `effect` tells what an unanswered request
    means: by default anything but GET and HEAD is taken to change something.
    """

    headers: Mapping[str, str]
    params: Mapping[str, str | int | list[str]]
    json: object
    form: Mapping[str, str | list[str]]
    content: bytes
    deadline: float
    max_bytes: int
    effect: bool


class Client:
    """Sends requests through a guarded transport, each once.

    Every status is an answer, 4xx and 5xx included: what it means is the adapter's business.
    No answer is an error; see the table in `adapters.http.failure`.
    """

    def __init__(self, transport: GuardedTransport) -> None:
        self._transport = transport

    async def get(self, url: str, **options: Unpack[Options]) -> Response:
        """Ask for something; redirects are followed."""
        return await self.request("GET", url, **options)

    async def post(self, url: str, **options: Unpack[Options]) -> Response:
        """Change something; redirects are not followed."""
        return await self.request("POST", url, **options)

    async def request(self, method: str, url: str, **options: Unpack[Options]) -> Response:
        """Send one request and read its answer.

        Raises:
            RefusedError: it may not go there, or (without effect) the answer is too large;
                it had no effect.
            UnreachableError: no connection, or (without effect) no answer; it had no effect.
            UncertainError: it left, and no whole answer came back.
        """
        async with self.stream(method, url, **options) as stream:
            body = b"".join([chunk async for chunk in stream.chunks])
        effect = _has_effect(method, options)
        return Response(stream.status, stream.headers, body, stream.url, effect)

    @asynccontextmanager
    async def stream(
        self, method: str, url: str, **options: Unpack[Options]
    ) -> AsyncIterator[Stream]:
        """Send one request and hand out its answer while it comes; the deadline runs on.

        Raises:
            NetworkError: as `request`, also while the body is read.
        """
        effect = _has_effect(method, options)
        request = _built(method, url, options)
        with translating(effect=effect):
            answer = await self._transport.handle_async_request(request)
        try:
            async with aclosing(_chunks(answer, effect=effect)) as chunks:
                where = str(answer.request.url.copy_with(query=None, fragment=None))
                yield Stream(answer.status_code, answer.headers, where, chunks)
        finally:
            await answer.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()


def open_client(configured: Iterable[str] = (), *, tls: ssl.SSLContext | None = None) -> Client:
    """A client for the public internet, and for the loopback servers among these URLs.

    Args:
        configured: URLs that the owner wrote down; see `Guard`.
        tls: whom to trust; by default the authorities that certifi lists.
    """
    return Client(GuardedTransport(Guard(configured), tls=tls))


def _has_effect(method: str, options: Options) -> bool:
    return options.get("effect", method not in SAFE)


def _built(method: str, url: str, options: Options) -> httpx.Request:
    bounds: dict[str, Any] = {
        "deadline": options.get("deadline", DEADLINE),
        "max_bytes": options.get("max_bytes", MAX_BYTES),
    }
    try:
        return httpx.Request(
            method,
            url,
            headers=options.get("headers"),
            params=options.get("params"),
            json=options.get("json"),
            data=options.get("form"),
            content=options.get("content"),
            extensions=bounds,
        )
    except httpx.InvalidURL as error:
        raise RefusedError(
            marked("{url} is not a web address; nothing was sent."), url=url[:100]
        ) from error


async def _chunks(answer: httpx.Response, *, effect: bool) -> AsyncGenerator[bytes, None]:
    with translating(effect=effect):
        async for chunk in answer.aiter_raw():
            yield chunk
