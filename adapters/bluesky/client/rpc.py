"""Calls of XRPC methods on any server, with or without a token."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.bluesky.client.refusal import (
    LONGEST_WAIT,
    PATIENCE,
    asked_patience,
    is_spent,
    problem,
)
from bot.errors import RateLimitedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from adapters.http import Client, Response
    from bot.ports import Clock

Parameters = dict[str, str | int | list[str]]
"""The parameters of a query."""

CHAT: Final = "did:web:api.bsky.chat#bsky_chat"
"""The chat service, which the PDS passes requests on to."""


class Rpc:
    """Calls methods, in one attempt each, and raises errors.

    After a server has declared a method's budget spent, the method is not called there until
    the server's reset time, which is at most `LONGEST_WAIT` away.
    """

    def __init__(self, client: Client, clock: Clock) -> None:
        self.client = client
        self.clock = clock
        self.most: dict[str, int] = {}
        """The most items that a method's server gives or takes at once, where that was refused."""
        self._spent: dict[tuple[str, str], datetime] = {}
        self.lag = timedelta(0)
        """How far the clock of the last server is behind ours."""

    async def query(
        self,
        server: str,
        method: str,
        parameters: Parameters | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Call a query.

        Args:
            server: its address, without a path.
            method: its NSID.
            parameters: of the query.
            headers: for example the token.

        Raises:
            NetworkError: see `adapters.bluesky.client.refusal`.
        """
        self._check(server, method)
        answer = await self.client.get(
            f"{server}/xrpc/{method}", params=parameters or {}, headers=headers or {}
        )
        return self._checked(server, method, answer)

    async def procedure(
        self,
        server: str,
        method: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        effect: bool = True,
    ) -> Response:
        """Call a procedure.

        `effect=False` declares that calling it twice is harmless.

        Raises:
            NetworkError: see `adapters.bluesky.client.refusal`.
        """
        self._check(server, method)
        url = f"{server}/xrpc/{method}"
        if body is None:
            answer = await self.client.post(url, headers=headers or {}, effect=effect)
        else:
            answer = await self.client.post(url, json=body, headers=headers or {}, effect=effect)
        return self._checked(server, method, answer)

    def _check(self, server: str, method: str) -> None:
        until = self._spent.get((server, method))
        if until is not None and self.clock.now() < until:
            raise RateLimitedError(PATIENCE, host=server, time=f"{until:%H:%M}", until=until)

    def _checked(self, server: str, method: str, answer: Response) -> Response:
        now = self.clock.now()
        self.lag = answer.lag(now)
        error = problem(answer, method, now)
        if isinstance(error, RateLimitedError):
            self._spent[server, method] = error.until
        elif is_spent(answer.headers) and (until := asked_patience(answer.headers, now)):
            self._spent[server, method] = min(until, now + LONGEST_WAIT)
        if error is not None:
            raise error
        return answer
