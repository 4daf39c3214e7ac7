"""A server asked as the signed-in account, or as nobody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

from adapters.mastodon import server as servers
from adapters.mastodon.asking import Questions
from adapters.mastodon.items import whole
from adapters.mastodon.limiter import PAGING_PARAMETERS, Limiter
from adapters.mastodon.refusal import problem
from bot.errors import RateLimitedError, SignInError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adapters.http import Client, Response
    from adapters.mastodon.server import Server
    from bot.ports import Clock

_T = TypeVar("_T")

Parameters = dict[str, str | int | list[str]]
"""Of a query; the names of lists end in []."""

LARGEST_PAGE: Final = 16 * 2**20
"""Bytes. Eighty statuses of a server that allows 100,000 characters."""


class Api:
    """Asks for things, each once, within the account's budget.

    Args:
        client: sends.
        clock: tells the time.
        handle: the account as the owner wrote it, user@host.
        url: the server's address, where the owner wrote one.
        secret: reads the access token, when it is needed.
    """

    def __init__(
        self,
        client: Client,
        clock: Clock,
        handle: str,
        url: str | None,
        secret: Callable[[], str] | None,
    ) -> None:
        self.client = client
        self._questions = Questions(client)
        self.clock = clock
        self.handle = handle
        self.limiter = Limiter(clock)
        self._url = url
        self._secret = secret
        self._token: str | None = None
        self._server: Server | None = None
        self._looking = asyncio.Lock()

    @property
    def is_signed_in(self) -> bool:
        """Whether there is a secret; without one only what is public is read."""
        return self._secret is not None

    @property
    def known_server(self) -> Server | None:
        """The server, once it has been looked at."""
        return self._server

    async def server(self) -> Server:
        """The server, looked at once.

        Raises:
            NetworkError: it does not answer.
        """
        async with self._looking:
            if self._server is None:
                base = self._url or await servers.find_base(self._questions, self.handle)
                headers = self._headers()
                self._server = await servers.look_at(self._questions, self.clock, base, headers)
        return self._server

    def token(self) -> str:
        """The access token.

        Raises:
            SignInError: there is none.
            ConfigError: it cannot be read.
        """
        if self._secret is None:
            message = f"@{self.handle} has no secret in the config file: it is only read."
            raise SignInError(message)
        if self._token is None:
            self._token = self._secret().strip()
        return self._token

    async def get(self, path: str, parameters: Parameters | None = None) -> Response:
        """Ask for something.

        Raises:
            RateLimitedError: not now.
            NetworkError: see `adapters.mastodon.refusal`.
        """
        server = await self.server()
        parameters = parameters or {}
        paging = not PAGING_PARAMETERS.isdisjoint(parameters)
        self.limiter.take(paging=paging)
        answer = await self._questions.get(
            f"{server.base}{path}",
            params=parameters,
            headers=self._headers(),
            max_bytes=LARGEST_PAGE,
        )
        return self._checked(answer, server, paging=paging)

    async def get_one(self, path: str, kind: type[_T], parameters: Parameters | None = None) -> _T:
        """Ask for one thing.

        Raises:
            NetworkError: as `get`.
        """
        return whole(await self.get(path, parameters), kind)

    async def delete(self, path: str) -> None:
        """Take something back.

        Raises:
            NetworkError: see `adapters.mastodon.refusal`.
        """
        server = await self.server()
        self.limiter.take(paging=False)
        answer = await self.client.request(
            "DELETE",
            f"{server.base}{path}",
            headers={**self._headers(), "connection": "close"},
        )
        self._checked(answer, server, paging=False)

    def _headers(self) -> Mapping[str, str]:
        return {"authorization": f"Bearer {self.token()}"} if self.is_signed_in else {}

    def _checked(self, answer: Response, server: Server, *, paging: bool) -> Response:
        error = problem(answer, self.clock.now(), software=server.software)
        refused = isinstance(error, RateLimitedError)
        self.limiter.learn(answer.headers, paging=paging, refused=refused)
        if isinstance(error, SignInError):
            self._token = None  # so that a new one in the secret's place is read
        if error is not None:
            raise error
        return answer
