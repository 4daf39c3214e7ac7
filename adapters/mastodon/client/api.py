"""Requests to a server, with the account's access token or without one."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from adapters.mastodon.client import server as servers
from adapters.mastodon.client.items import whole
from adapters.mastodon.client.limiter import PAGING_PARAMETERS, Limiter
from adapters.mastodon.client.reconnecting import ReconnectingClient
from adapters.mastodon.client.refusal import NotAllowedError, NotFoundError, problem
from adapters.mastodon.client.wire import Account as Entity
from bot.domain.sentence import marked
from bot.errors import NetworkError, RateLimitedError, RefusedError, SignInError, WrongAccountError
from bot.ports import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from adapters.http import Client, Response
    from adapters.mastodon.client.server import Server
    from bot.ports import Clock

_T = TypeVar("_T")

Parameters = dict[str, str | int | list[str]]
"""Query parameters; the names of lists end in []."""

LARGEST_PAGE: Final = 16 * 2**20
"""Bytes. Eighty statuses of a server that allows 100,000 characters."""

SMALLEST_PAGE: Final = 5
"""Items. Where a server refuses a page with so few, it refuses the list."""


class Credentials(NamedTuple):
    """An access token and the account that it belongs to."""

    token: str
    account: Entity


class Api:
    """Sends each request once, within the account's budget.

    Until an access token is verified, only `credentials` sends it.

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
        self.reads = ReconnectingClient(client)
        self.clock = clock
        self.handle = handle
        self.limiter = Limiter(clock)
        self._url = url
        self._secret = secret
        self._token: str | None = None
        self._verified: str | None = None
        self._server: Server | None = None
        self._looking = asyncio.Lock()
        self.lag = timedelta(0)
        """How far the server's clock is behind ours, by its last answer."""
        self.page_limits: dict[str, int] = {}
        """By path: the largest `limit` that the server took, where it refused a larger one."""
        self._failures: dict[str, str] = {}

    @property
    def is_signed_in(self) -> bool:
        """Whether there is a secret; without one, only public data is read."""
        return self._secret is not None

    @property
    def known_server(self) -> Server | None:
        """The server, if it was asked before."""
        return self._server

    async def server(self) -> Server:
        """The server, which is asked only once what it is.

        Raises:
            NetworkError: it does not answer.
        """
        async with self._looking:
            if self._server is None:
                base = self._url or await servers.find_base(self.reads, self.handle)
                headers = _headers(self._read_token() if self.is_signed_in else None)
                try:
                    self._server = await servers.fetch_server(self.reads, self.clock, base, headers)
                except SignInError:
                    self.forget_token()
                    raise
        return self._server

    def take_server(self, server: Server) -> None:
        """Use what is known of the server, where it does not tell."""
        self._server = server

    @property
    def is_verified(self) -> bool:
        """Whether the present token is known to be the account's, or none is needed.

        Raises:
            ConfigError: the token cannot be read.
        """
        return not self.is_signed_in or self._read_token() == self._verified

    def require_secret(self) -> None:
        """Check that there is an access token.

        Raises:
            SignInError: there is none.
        """
        self._read_token()

    def token(self) -> str:
        """The access token, once it is known to be the account's.

        Raises:
            SignInError: there is none, or it has been replaced and is to be verified first.
            ConfigError: it cannot be read.
        """
        token = self._read_token()
        if token != self._verified:
            raise SignInError(
                marked("The secret of @{handle} was replaced, and is verified first: try again."),
                handle=self.handle,
            )
        return token

    async def credentials(self) -> Credentials:
        """Ask whose token it is: the only request that an unverified token may make.

        Raises:
            SignInError: there is no token, or it is not accepted.
            NetworkError: as `get`.
        """
        token = self._read_token()
        answer = await self._answer("/api/v1/accounts/verify_credentials", {}, token)
        return Credentials(token, whole(answer, Entity))

    def verify(self, token: str) -> None:
        """Use this token from now on: it is the account's."""
        self._verified = token

    def forget_token(self) -> None:
        """Read the secret again before the next request: there may be a new one."""
        self._token = None

    async def get(self, path: str, parameters: Parameters | None = None) -> Response:
        """Send a GET request.

        Raises:
            RateLimitedError: not now.
            NetworkError: see `adapters.mastodon.client.refusal`.
        """
        token = self.token() if self.is_signed_in else None
        return await self._answer(path, parameters or {}, token)

    async def get_page(self, path: str, parameters: Parameters) -> Response:
        """Ask for a page of a list; for a smaller one where the server refuses its `limit`.

        Raises:
            NetworkError: as `get`.
        """
        limit = min(int(str(parameters["limit"])), self.page_limits.get(path, LARGEST_PAGE))
        while True:
            try:
                return await self.get(path, {**parameters, "limit": limit})
            except NotFoundError:
                raise
            except RefusedError:
                if limit // 2 < SMALLEST_PAGE:
                    raise
                limit = self.page_limits[path] = limit // 2

    @contextmanager
    def optional(self, subject: str) -> Iterator[None]:
        """Let what is asked in this block fail; the failure is kept for `failures`.

        Raises:
            RateLimitedError: not now.
            SignInError: the secret is not the verified one any more.
        """
        try:
            yield
        except NetworkError as error:
            self.tolerate(subject, error)

    def tolerate(self, subject: str, error: NetworkError) -> None:
        """Keep an error for `failures`, unless the server just does not have it.

        Raises:
            RateLimitedError, SignInError: it is one that concerns all requests.
        """
        if not self.may_fail(error):
            raise error
        if not isinstance(error, NotFoundError):
            self._failures[subject] = str(error)

    def may_fail(self, error: NetworkError) -> bool:
        """Whether an error is about one request, so that others may go well.

        So is a refused secret that is still the one that was verified: if it has ended, signing in
        and the main lists are refused as well.
        """
        if isinstance(error, SignInError) and not isinstance(error, NotAllowedError):
            return not isinstance(error, WrongAccountError) and self.is_verified
        return not isinstance(error, RateLimitedError)

    def failures(self) -> list[Rejected]:
        """What failed in `optional` blocks since this was last called."""
        failed, self._failures = self._failures, {}
        return [Rejected(subject, why) for subject, why in failed.items()]

    async def get_one(self, path: str, kind: type[_T], parameters: Parameters | None = None) -> _T:
        """Send a GET request whose answer is one entity.

        Raises:
            NetworkError: as `get`.
        """
        return whole(await self.get(path, parameters), kind)

    async def delete(self, path: str) -> None:
        """Send a DELETE request.

        Raises:
            NetworkError: see `adapters.mastodon.client.refusal`.
        """
        server = await self.server()
        self.limiter.take(paging=False)
        answer = await self.client.request(
            "DELETE",
            f"{server.base}{path}",
            headers={**_headers(self.token()), "connection": "close"},
        )
        self._checked(answer, server, paging=False)

    def _read_token(self) -> str:
        if self._secret is None:
            raise SignInError(
                marked("@{handle} has no secret in the config file: it is only read."),
                handle=self.handle,
            )
        if self._token is None:
            self._token = self._secret().strip()
        return self._token

    async def _answer(self, path: str, parameters: Parameters, token: str | None) -> Response:
        server = await self.server()
        paging = not PAGING_PARAMETERS.isdisjoint(parameters)
        self.limiter.take(paging=paging)
        answer = await self.reads.get(
            f"{server.base}{path}",
            params=parameters,
            headers=_headers(token),
            max_bytes=LARGEST_PAGE,
        )
        return self._checked(answer, server, paging=paging)

    def _checked(self, answer: Response, server: Server, *, paging: bool) -> Response:
        now = self.clock.now()
        self.lag = answer.lag(now)
        error = problem(answer, now, server.dialect, account=f"@{self.handle}")
        refused = isinstance(error, RateLimitedError)
        self.limiter.learn(answer.headers, paging=paging, refused=refused)
        if isinstance(error, SignInError):
            self.forget_token()
        if error is not None:
            raise error
        return answer


def _headers(token: str | None) -> Mapping[str, str]:
    return {} if token is None else {"authorization": f"Bearer {token}"}
