"""A server asked as the signed-in account, or as nobody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

from adapters.mastodon import server as servers
from adapters.mastodon.asking import Questions
from adapters.mastodon.items import whole
from adapters.mastodon.limiter import PAGING_PARAMETERS, Limiter
from adapters.mastodon.refusal import NotAllowedError, problem
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
        self._is_verified = False
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
                headers = self._unverified()
                self._server = await servers.look_at(self._questions, self.clock, base, headers)
        return self._server

    @property
    def is_verified(self) -> bool:
        """Whether the token in use is known to be the configured account's."""
        return self._is_verified or not self.is_signed_in

    def verify(self) -> None:
        """Let the token be used, as it was found to be the configured account's."""
        self._is_verified = True

    def require_secret(self) -> None:
        """Make sure that there is a secret to sign in with.

        Raises:
            SignInError: there is none.
        """
        if self._secret is None:
            message = f"@{self.handle} has no secret in the config file: it is only read."
            raise SignInError(message)

    def token(self) -> str:
        """The access token, which is the configured account's.

        Raises:
            SignInError: there is none, or whose it is has not been found out yet.
            ConfigError: it cannot be read.
        """
        token = self._read_token()
        if not self._is_verified:
            message = f"Whose secret that of @{self.handle} is was not found out yet."
            raise SignInError(message)
        return token

    def _read_token(self) -> str:
        self.require_secret()
        if self._token is None and self._secret is not None:
            self._token = self._secret().strip()
        return self._token or ""

    async def identify(self, kind: type[_T]) -> _T:
        """Ask whom the secret signs in: the one request that goes with an unverified token.

        Raises:
            NetworkError: as `get`.
        """
        server = await self.server()
        self.limiter.take(paging=False)
        answer = await self._questions.get(
            f"{server.base}/api/v1/accounts/verify_credentials", headers=self._unverified()
        )
        return whole(self._checked(answer, server, paging=False), kind)

    async def address(self, handle: str) -> str | None:
        """Whom WebFinger means by a handle (RFC 7033), as `user@host`; `None` if it is not told."""
        return await servers.find_subject(self._questions, handle)

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
        return _bearer(self.token()) if self.is_signed_in else {}

    def _unverified(self) -> Mapping[str, str]:
        return _bearer(self._read_token()) if self.is_signed_in else {}

    def _checked(self, answer: Response, server: Server, *, paging: bool) -> Response:
        error = problem(answer, self.clock.now(), software=server.software)
        refused = isinstance(error, RateLimitedError)
        self.limiter.learn(answer.headers, paging=paging, refused=refused)
        if isinstance(error, SignInError) and not isinstance(error, NotAllowedError):
            # A new one may lie in the secret's place by now, and be anybody's.
            self._token, self._is_verified = None, False
        if error is not None:
            raise error
        return answer


def _bearer(token: str) -> Mapping[str, str]:
    return {"authorization": f"Bearer {token}"}
