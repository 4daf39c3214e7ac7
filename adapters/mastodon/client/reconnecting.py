"""Reads that are repeated once when a server closes a connection that was kept open.

snac closes each connection after one answer, without saying so. A read changes nothing, so it
may be repeated; messages do not go this way.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Unpack

from bot.errors import UnreachableError

if TYPE_CHECKING:
    from adapters.http import Client, Options, Response

CLOSED_WITHIN: Final = 5.0
"""Seconds. A request that fails later than that did not fail for a closed connection."""

_CLOSE: Final = {"connection": "close"}


class ReconnectingClient:
    """Reads through a client; keeps connections open as long as the server does."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._keeps = True

    async def get(self, url: str, **options: Unpack[Options]) -> Response:
        """Read something.

        Raises:
            NetworkError: as `Client.get`.
        """
        begun = time.monotonic()
        try:
            return await self._get(url, options)
        except UnreachableError:
            if not self._keeps or time.monotonic() - begun > CLOSED_WITHIN:
                raise
        self._keeps = False
        try:
            return await self._get(url, options)
        except UnreachableError:
            self._keeps = True  # that was not the reason
            raise

    async def _get(self, url: str, options: Options) -> Response:
        if self._keeps:
            return await self._client.get(url, **options)
        closing: Options = {**options, "headers": {**options.get("headers", {}), **_CLOSE}}
        return await self._client.get(url, **closing)
