"""XRPC methods, called on any server, with a token or without."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.bluesky.refusal import asked_patience, is_spent, problem
from bot.errors import RateLimitedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from adapters.http import Client, Response
    from bot.ports import Clock

Parameters = dict[str, str | int | list[str]]
"""Of a query."""

CHAT: Final = "did:web:api.bsky.chat#bsky_chat"
"""The chat service: requests reach it through the PDS."""


class Rpc:
    """Calls methods, each once; whatever is no success is raised.

    A method whose budget a server has declared spent is not called there again before its time.
    """

    def __init__(self, client: Client, clock: Clock) -> None:
        self.client = client
        self.clock = clock
        self._spent: dict[tuple[str, str], datetime] = {}
        self.lag = timedelta(0)
        """How far the clock of the server that answered last is behind ours."""

    async def query(
        self,
        server: str,
        method: str,
        parameters: Parameters | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Ask for something.

        Args:
            server: its address, without a path.
            method: by its NSID.
            parameters: of the query.
            headers: such as the token's.

        Raises:
            NetworkError: see `adapters.bluesky.refusal`.
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
        """Have something done, in one attempt.

        `effect=False` says that doing it twice does no harm.

        Raises:
            NetworkError: see `adapters.bluesky.refusal`.
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
            message = f"{server} asks for patience until {until:%H:%M} UTC."
            raise RateLimitedError(message, until=until)

    def _checked(self, server: str, method: str, answer: Response) -> Response:
        now = self.clock.now()
        self.lag = answer.lag(now)
        error = problem(answer, method, now)
        if isinstance(error, RateLimitedError):
            self._spent[server, method] = error.until
        elif is_spent(answer.headers) and (until := asked_patience(answer.headers, now)):
            self._spent[server, method] = until
        if error is not None:
            raise error
        return answer
