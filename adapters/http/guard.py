"""Where requests may go.

Everywhere public by https; and to a server on this very machine when its URL was configured
as such, also by http. Nothing that a server says (a redirect, a link, a name server's answer)
can add to that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import httpx

from adapters.http.address import is_loopback, is_public, parse
from adapters.http.failure import ForbiddenError
from bot.domain.sentence import Sentence, marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.http.address import Address

_PORTS: Final = {"http": 80, "https": 443}
_NAME: Final = re.compile(r"[\w-]+(\.[\w-]+)*\.?")
"""httpx escapes what no host name may hold, instead of refusing it."""


class Guard:
    """Refuses addresses that a request must not reach.

    Args:
        configured: URLs that the owner wrote down. Those whose host is `localhost`, in
            127.0.0.0/8 or `[::1]` may be reached, at that very port; the others need no
            permission, and get none.
    """

    def __init__(self, configured: Iterable[str] = ()) -> None:
        urls = (httpx.URL(url) for url in configured)
        self._explicit = frozenset(_authority(url) for url in urls if _names_loopback(url.host))

    def check(self, url: httpx.URL, *, sent_by: httpx.URL | None = None) -> None:
        """Check a URL before anything is resolved or sent.

        Args:
            url: where a request wants to go.
            sent_by: the URL whose redirect leads there, if any.

        Raises:
            ForbiddenError: it must not.
        """
        explicit = _authority(url) in self._explicit
        if url.scheme not in _PORTS or not (_NAME.fullmatch(url.host) or parse(url.host)):
            said = Sentence(
                marked("{url} is not a web address; nothing was sent."), url=_shown(url)
            )
            raise ForbiddenError(said)
        if url.userinfo:
            said = Sentence(
                marked("{url} has a password in it; nothing was sent."), url=_shown(url)
            )
            raise ForbiddenError(said)
        if url.scheme == "http" and not explicit:
            said = Sentence(
                marked("{url} is not encrypted: use https. Nothing was sent."), url=_shown(url)
            )
            raise ForbiddenError(said)
        if sent_by is None:
            return
        if sent_by.scheme == "https" and url.scheme == "http":
            said = Sentence(
                marked("{host} sends us to http; that is not followed."), host=sent_by.host
            )
            raise ForbiddenError(said)
        if explicit and _authority(sent_by) not in self._explicit:
            said = Sentence(
                marked("{host} sends us to this machine; that is not followed."), host=sent_by.host
            )
            raise ForbiddenError(said)

    def admits(self, host: str, port: int, address: Address) -> bool:
        """Whether a connection for this host and port may be made to this address."""
        if (host, port) in self._explicit:
            return is_loopback(address)
        return is_public(address)


def _authority(url: httpx.URL) -> tuple[str, int]:
    return url.raw_host.decode("ascii"), url.port or _PORTS.get(url.scheme, 0)


def _names_loopback(host: str) -> bool:
    address = parse(host)
    return host == "localhost" if address is None else is_loopback(address)


def _shown(url: httpx.URL) -> str:
    # Neither the password nor the query, which may hold a token.
    return f"{url.scheme}://{url.host}"
