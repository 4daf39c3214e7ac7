"""Where a redirect leads, and what goes there."""

from __future__ import annotations

from typing import Final

import httpx

from adapters.http.failure import ForbiddenError, UnansweredError
from bot.domain.sentence import Sentence, marked

MAX_REDIRECTS: Final = 3
SAFE: Final = frozenset({"GET", "HEAD"})
"""The methods that ask and change nothing: only these are sent again elsewhere."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_UNTOUCHED: Final = frozenset({307, 308})
_ANYBODY_MAY_SEE: Final = frozenset({"accept", "accept-language", "accept-encoding", "user-agent"})


def is_redirect(status: int, headers: httpx.Headers) -> bool:
    """Whether an answer sends us elsewhere."""
    return status in _REDIRECTS and "location" in headers


def follow(request: httpx.Request, status: int, headers: httpx.Headers) -> httpx.Request:
    """The request that a redirect asks for.

    To another origin go only headers that say nothing of us: no Authorization, no Cookie, nor
    any other header that an SDK may put a secret in.

    Raises:
        ForbiddenError: it leads nowhere, or asks to send again what may have an effect, which
            by its status (RFC 9110, 15.4.8 and 15.4.9) it had not yet.
        UnansweredError: the same, with a status by which servers also answer what succeeded.
    """
    host = request.url.host
    try:
        url = request.url.join(headers["location"])
    except httpx.InvalidURL as error:
        said = Sentence(marked("{host} redirects to something that is not an address."), host=host)
        raise ForbiddenError(said) from error
    if request.method not in SAFE:
        kind = ForbiddenError if status in _UNTOUCHED else UnansweredError
        said = Sentence(
            marked("{host} wants this sent to {to} instead; that is not followed."),
            host=host,
            to=url.host,
        )
        raise kind(said)
    kept = request.headers.copy()
    del kept["host"]
    if _origin(url) != _origin(request.url):
        kept = httpx.Headers([(k, v) for k, v in kept.items() if k in _ANYBODY_MAY_SEE])
    return httpx.Request(request.method, url, headers=kept, extensions=request.extensions)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
