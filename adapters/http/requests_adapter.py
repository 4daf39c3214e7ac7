"""Lets an SDK that speaks through requests send through the guarded transport.

Mastodon.py takes a `requests.Session`: it is given the one that `open_session` makes.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import httpx
import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers

from adapters.http.guard import Guard
from adapters.http.sync import SyncTransport
from adapters.http.transport import DEADLINE, GuardedTransport

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Mapping

    from requests import PreparedRequest


class GuardedAdapter(BaseAdapter):
    """Sends what requests has prepared through an httpx transport.

    What requests would add (proxies, certificates of its own, `verify=False`) has no effect,
    and `stream=True` gives an answer that has been read already.
    """

    def __init__(self, transport: httpx.BaseTransport) -> None:
        super().__init__()
        self._transport = transport

    def send(  # noqa: PLR0913, PLR0917 (the interface of requests)
        self,
        request: PreparedRequest,
        stream: bool = False,  # noqa: ARG002, FBT001, FBT002
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,  # noqa: ARG002, FBT001, FBT002
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> requests.Response:
        """Send, and read the answer to its end.

        Args:
            request: as a session prepares it.
            stream: has no effect.
            timeout: seconds, in all, if fewer than the transport's own deadline.
            verify: has no effect: certificates are always verified.
            cert: has no effect.
            proxies: has no effect.

        Raises:
            requests.ConnectionError: caused by an error of `adapters.http.failure`.
            requests.exceptions.InvalidURL: httpx cannot read the address.
        """
        seconds = timeout if isinstance(timeout, int | float) else DEADLINE
        try:
            answer = self._transport.handle_request(
                httpx.Request(
                    request.method or "GET",
                    request.url or "",
                    headers=dict(request.headers),
                    content=request.body,
                    extensions={"deadline": min(seconds, DEADLINE)},
                )
            )
        except httpx.InvalidURL as error:
            raise requests.exceptions.InvalidURL(str(error), request=request) from error
        except httpx.TransportError as error:
            raise requests.ConnectionError(str(error), request=request) from error
        return _as_requests(answer, request)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()


def open_session(
    configured: Iterable[str] = (), *, tls: ssl.SSLContext | None = None
) -> requests.Session:
    """A session for the public internet, and for the loopback servers among these URLs.

    Args:
        configured: URLs that the owner wrote down; see `Guard`.
        tls: whom to trust; by default the authorities that certifi lists.
    """
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    adapter = GuardedAdapter(SyncTransport(GuardedTransport(Guard(configured), tls=tls)))
    for prefix in list(session.adapters):
        session.mount(prefix, adapter)
    return session


def _as_requests(answer: httpx.Response, request: PreparedRequest) -> requests.Response:
    response = requests.Response()
    response.status_code = answer.status_code
    response.headers = CaseInsensitiveDict(answer.headers)
    response.raw = BytesIO(answer.content)
    response.encoding = get_encoding_from_headers(response.headers)
    response.reason = answer.reason_phrase
    response.url = str(answer.request.url)
    response.request = request
    return response
