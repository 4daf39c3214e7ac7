"""Calls of XRPC methods as the signed-in account, or anonymously."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from adapters.bluesky.client.identity import Identity, remembered_did
from adapters.bluesky.client.items import decode_answer
from adapters.bluesky.client.refusal import (
    FaultError,
    NamedRefusalError,
    UnauthorizedError,
    problem,
)
from adapters.http import Response
from bot.domain.sentence import marked
from bot.errors import SignInError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from adapters.bluesky.client.identity import Resolver
    from adapters.bluesky.client.rpc import Parameters, Rpc
    from adapters.bluesky.client.session import Session
    from adapters.bluesky.client.sign_in import SignIn
    from adapters.bluesky.wire.base import Page
    from adapters.http import Stream
    from bot.ports import Known

_T = TypeVar("_T")
_Page = TypeVar("_Page", bound="Page")

LARGEST_REPOSITORY: Final = 256 * 2**20
"""Bytes. A record takes about 400 bytes, so this is half a million records."""
_REPOSITORY_SECONDS: Final = 600.0

FEWEST: Final = 10
"""A page of so few items is not asked for again with less."""

_INVALID: Final = "InvalidRequest"
_EXPIRED: Final = {"ExpiredToken", "InvalidToken", "TokenExpired", "AuthMissing"}
_NOT_HERE: Final = {"AccountDeactivated", "RepoNotFound", "RepoDeactivated"}
_REPOSITORY: Final = "com.atproto.sync.getRepo"


class Api:
    """Calls methods for one account, in one attempt each, apart from renewing expired tokens.

    Without a `sign_in`, public data come from the AppView, and repositories from the PDS.
    `known` returns the owner's stored accounts, from which the DID of a name is taken.
    """

    def __init__(
        self,
        rpc: Rpc,
        resolver: Resolver,
        name: str,
        sign_in: SignIn | None = None,
        *,
        known: Known | None = None,
    ) -> None:
        self.rpc = rpc
        self.resolver = resolver
        self.sign_in = sign_in
        self.name = name
        self._known = known
        self._identity: Identity | None = None

    async def watched(self) -> Identity:
        """The watched account.

        Raises:
            NetworkError: it cannot be found, or signing in failed.
        """
        if self.sign_in is not None:
            session = await self.sign_in.session()
            return Identity(session.did, session.handle, session.pds)
        if self._identity is None:
            did = await remembered_did(self._known, self.name)
            self._identity = await self.resolver.identity(did or self.name)
        return self._identity

    async def query(
        self,
        method: str,
        kind: type[_T],
        parameters: Parameters | None = None,
        *,
        proxy: str | None = None,
    ) -> _T:
        """Call a query and decode its answer; the PDS passes it on to the service `proxy`.

        Where the tokens are fresh and one method alone does not accept them, that is a fault of it.

        Raises:
            UnauthorizedError: the service `proxy` does not accept the tokens.
            NetworkError: see `adapters.bluesky.client.refusal`.
        """
        try:
            return decode_answer(await self.answer(method, parameters, proxy=proxy), kind)
        except UnauthorizedError as error:
            if proxy is not None:
                raise
            raise FaultError(error.said) from error

    async def answer(
        self, method: str, parameters: Parameters | None = None, *, proxy: str | None = None
    ) -> Response:
        """Call a query, without decoding its answer.

        Raises:
            NetworkError: see `adapters.bluesky.client.refusal`.
        """

        async def ask(server: str, headers: dict[str, str]) -> Response:
            return await self.rpc.query(server, method, parameters, headers=headers)

        return await self._as_account(ask, proxy)

    async def listed(
        self, method: str, parameters: Parameters, most: int, *, proxy: str | None = None
    ) -> Response:
        """Ask for a page of at most `most` items; of fewer, where a server refuses so many.

        Raises:
            NetworkError: see `adapters.bluesky.client.refusal`.
        """
        limit = self.rpc.most.get(method, most)
        while True:
            try:
                answer = await self.answer(method, {**parameters, "limit": limit}, proxy=proxy)
            except NamedRefusalError as error:
                if limit <= FEWEST or error.name not in {_INVALID, ""}:
                    raise
                limit //= 2
            else:
                if limit < most:
                    self.rpc.most[method] = limit
                return answer

    async def pages(  # noqa: PLR0913 (what a list is asked for with)
        self,
        method: str,
        kind: type[_Page],
        parameters: Parameters,
        *,
        size: int,
        most: int,
        proxy: str | None = None,
    ) -> AsyncIterator[_Page]:
        """The pages of a list, at most `most`, until no cursor follows or one comes again.

        Raises:
            NetworkError: see `adapters.bluesky.client.refusal`.
        """
        cursors: list[str] = []
        for _ in range(most):
            asked = {**parameters, "cursor": cursors[-1]} if cursors else parameters
            page = decode_answer(await self.listed(method, asked, size, proxy=proxy), kind)
            yield page
            if page.next is None or page.next in cursors:
                return
            cursors.append(page.next)

    async def procedure(
        self, method: str, kind: type[_T], body: object, *, proxy: str | None = None
    ) -> _T:
        """Call a procedure, in one attempt.

        Raises:
            SignInError: the account has no secret.
            NetworkError: see `adapters.bluesky.client.refusal`.
        """
        if self.sign_in is None:
            raise SignInError(
                marked("{name} has no secret in the config file: it is only read."), name=self.name
            )

        async def act(server: str, headers: dict[str, str]) -> Response:
            return await self.rpc.procedure(server, method, body, headers=headers)

        return decode_answer(await self._as_account(act, proxy), kind)

    @asynccontextmanager
    async def repository(self, since: str | None) -> AsyncIterator[Stream]:
        """The account's repository as a CAR file; only what changed since a revision, if given.

        This needs no token, as repositories are public.

        Raises:
            NetworkError: see `adapters.bluesky.client.refusal`; also while the stream is read.
        """
        watched = await self.watched()
        parameters: Parameters = {"did": watched.did}
        if since:
            parameters["since"] = since
        async with self.rpc.client.stream(
            "GET",
            f"{watched.pds}/xrpc/{_REPOSITORY}",
            params=parameters,
            deadline=_REPOSITORY_SECONDS,
            max_bytes=LARGEST_REPOSITORY,
        ) as stream:
            await _check(stream, self.rpc)
            yield stream

    async def _as_account(
        self, call: Callable[[str, dict[str, str]], Awaitable[Response]], proxy: str | None
    ) -> Response:
        if self.sign_in is None:
            return await call(self.resolver.servers.appview, {})
        session = await self.sign_in.session()
        try:
            return await call(session.pds, _headers(session, proxy))
        except (NamedRefusalError, UnauthorizedError) as error:
            # The server refused before it did anything: calling again is not a second attempt.
            if error.name in _EXPIRED:
                session = await self.sign_in.renewed(session)
            elif error.name in _NOT_HERE:
                session = await self._after_move(session, error)
            else:
                raise
        except UnreachableError as error:
            # The request has had no effect.
            session = await self._after_move(session, error)
        return await call(session.pds, _headers(session, proxy))

    async def _after_move(self, session: Session, error: Exception) -> Session:
        """The session on the new PDS, if the account has moved; raises `error` if it has not."""
        try:
            moved = await self.sign_in.moved(session) if self.sign_in is not None else None
        except UnreachableError:
            moved = None
        if moved is None:
            raise error
        return moved


async def _check(stream: Stream, rpc: Rpc) -> None:
    if stream.status < 400:  # noqa: PLR2004 (the first status that is an error)
        return
    body = b"".join([chunk async for chunk in stream.chunks])
    answer = Response(status=stream.status, headers=stream.headers, body=body, url=stream.url)
    error = problem(answer, _REPOSITORY, rpc.clock.now())
    if error is not None:
        raise error


def _headers(session: Session, proxy: str | None) -> dict[str, str]:
    headers = {"authorization": f"Bearer {session.access}"}
    return headers if proxy is None else {**headers, "atproto-proxy": proxy}
