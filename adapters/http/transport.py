"""The transport that every request goes through.

It is an httpx transport, so that requests of our own client and of an SDK are guarded alike. It
follows redirects itself: its callers see none.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import httpcore
import httpx

from adapters.http.attempt import Attempt
from adapters.http.backend import GuardedBackend
from adapters.http.body import BoundedBody
from adapters.http.failure import ForbiddenError
from adapters.http.guard import Guard
from adapters.http.redirect import MAX_REDIRECTS, follow, is_redirect
from bot import __version__
from bot.domain.sentence import Sentence, marked

if TYPE_CHECKING:
    import ssl

USER_AGENT: Final = f"Terrasse/{__version__}"
DEADLINE: Final = 30.0
"""Seconds that a request may take in all, its body included."""
MAX_BYTES: Final = 8 * 2**20
"""Bytes that an answer's body may have, unpacked."""

_KEEP_ALIVE_SECONDS: Final = 5.0
_CONNECTIONS: Final = 20
_ENCODINGS: Final = frozenset({"identity", "gzip", "x-gzip"})


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends a request once, if the guard admits its address, and bounds the answer.

    Of a request's `extensions`, `deadline` (seconds, in all) and `max_bytes` (of the body,
    unpacked) have effect. httpx's own time-outs have none: they start again with every byte.
    Cookies that servers set are dropped.

    Args:
        guard: says where requests may go; by default only where everybody may.
        tls: whom to trust; by default the authorities that certifi lists.
        backend: makes the connections.

    Raises:
        UnsentError: and the other errors of `adapters.http.failure`, and no others, from
            sending as from reading the body.
    """

    def __init__(
        self,
        guard: Guard | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._guard = guard or Guard()
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or _trusted(),
            max_connections=_CONNECTIONS,
            keepalive_expiry=_KEEP_ALIVE_SECONDS,
            network_backend=backend or GuardedBackend(self._guard),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and the GETs that it is redirected to."""
        attempt = Attempt(request.url.host, request.extensions.get("deadline", DEADLINE))
        self._guard.check(request.url)
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._send(request, attempt)
            headers = httpx.Headers(answer.headers)
            if not is_redirect(answer.status, headers):
                return await self._bounded(request, answer, attempt)
            with attempt.step():
                await answer.aclose()
            sent_by, request = request, follow(request, answer.status, headers)
            self._guard.check(request.url, sent_by=sent_by.url)
            attempt.move_on(request.url.host)
        sentence = marked("{host} redirects more than {most} times.")
        raise ForbiddenError(Sentence(sentence, host=sent_by.url.host, most=MAX_REDIRECTS))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()

    async def _send(self, request: httpx.Request, attempt: Attempt) -> httpcore.Response:
        headers = request.headers.copy()
        headers["user-agent"] = USER_AGENT
        # BoundedBody unpacks nothing else, whatever an SDK asks for.
        headers["accept-encoding"] = "gzip"
        with attempt.step():
            return await self._pool.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=headers.raw,
                    content=request.stream,
                    extensions={"trace": attempt.trace},
                )
            )

    async def _bounded(
        self, request: httpx.Request, answer: httpcore.Response, attempt: Attempt
    ) -> httpx.Response:
        headers = httpx.Headers(answer.headers)
        encoding = headers.get("content-encoding", "identity").strip().lower()
        packed = encoding != "identity"
        max_bytes = request.extensions.get("max_bytes", MAX_BYTES)
        body = BoundedBody(answer, attempt, max_bytes=max_bytes, gzip=packed)
        try:
            if encoding not in _ENCODINGS:
                sentence = marked("answers in an encoding that was not asked for ({encoding})")
                attempt.fail(Sentence(sentence, encoding=encoding[:20]))
            if request.method != "HEAD":
                body.expect(_announced(headers))
        except httpx.TransportError:
            await body.aclose()
            raise
        # The caller gets the unpacked body; these headers describe the packed one.
        dropped = {"set-cookie"} | ({"content-encoding", "content-length"} if packed else set())
        return httpx.Response(
            answer.status,
            headers=[(k, v) for k, v in headers.multi_items() if k not in dropped],
            stream=body,
            request=request,
            extensions={"reason_phrase": answer.extensions.get("reason_phrase", b"")},
        )


def sdk_options(transport: httpx.AsyncBaseTransport) -> dict[str, Any]:
    """Arguments for an SDK that makes its own `httpx.AsyncClient`.

    Nothing is taken from the environment (proxies, .netrc), no time-out of httpx's own stands
    beside the deadline, and nothing above the transport follows a redirect.
    """
    return {"transport": transport, "trust_env": False, "timeout": None, "max_redirects": 0}


@cache
def _trusted() -> ssl.SSLContext:
    """Who vouches for a server: certifi's list, whose reading takes as long as all else here."""
    return httpx.create_ssl_context(trust_env=False)


def _announced(headers: httpx.Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdecimal() else 0
