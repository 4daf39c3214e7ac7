"""Questions to a server, put once more where it hangs up on a connection that was kept open.

snac answers one request for each connection, without saying so. A question changes nothing, so
it may be put again; messages do not go this way.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Unpack

from bot.errors import UnreachableError

if TYPE_CHECKING:
    from adapters.http import Client, Options, Response

AT_ONCE: Final = 5.0
"""Seconds within which a server hangs up; what takes longer is something else."""

_ANEW: Final = {"connection": "close"}


class Questions:
    """Puts questions through a client; connections are kept as long as that goes well."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._keeps = True

    async def get(self, url: str, **options: Unpack[Options]) -> Response:
        """Ask.

        Raises:
            NetworkError: as `Client.get`.
        """
        begun = time.monotonic()
        try:
            return await self._get(url, options)
        except UnreachableError:
            if not self._keeps or time.monotonic() - begun > AT_ONCE:
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
        anew: Options = {**options, "headers": {**options.get("headers", {}), **_ANEW}}
        return await self._client.get(url, **anew)
