"""Methods called as the signed-in account, or as nobody."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from adapters.bluesky.identity import remembered_did
from adapters.bluesky.items import whole
from adapters.bluesky.refusal import NamedRefusalError, UnauthorizedError, problem
from adapters.http import Response
from bot.errors import SignInError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from adapters.bluesky.identity import Identity, Resolver
    from adapters.bluesky.rpc import Parameters, Rpc
    from adapters.bluesky.session import Session
    from adapters.bluesky.sign_in import SignIn
    from adapters.http import Stream
    from bot.ports import Known

_T = TypeVar("_T")

LARGEST_REPOSITORY: Final = 256 * 2**20
"""Bytes. A record takes some 400, so this is an account with half a million of them."""
_REPOSITORY_SECONDS: Final = 600.0

_EXPIRED: Final = {"ExpiredToken", "InvalidToken", "TokenExpired", "AuthMissing"}
_HERE_NO_MORE: Final = {"AccountDeactivated", "RepoNotFound", "RepoDeactivated"}
_REPOSITORY: Final = "com.atproto.sync.getRepo"


class Whom(NamedTuple):
    """The account that is watched, and the server that answers for it."""

    did: str
    handle: str
    pds: str


class Api:
    """Calls methods for one account, each once; a spent token is renewed, and never counts.

    Without a `sign_in`, what is public is asked of the AppView, and repositories of the PDS.
    `known` tells the DID that the name was found to mean before, if it was.
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
        self._name = name
        self._known = known
        self._identity: Identity | None = None

    async def whom(self) -> Whom:
        """The account.

        Raises:
            NetworkError: it cannot be found, or not signed in.
        """
        if self.sign_in is not None:
            session = await self.sign_in.session()
            return Whom(session.did, session.handle, session.pds)
        if self._identity is None:
            did = await remembered_did(self._known, self._name)
            self._identity = await self.resolver.identity(did or self._name)
        return Whom(self._identity.did, self._identity.handle, self._identity.pds)

    async def query(
        self,
        method: str,
        kind: type[_T],
        parameters: Parameters | None = None,
        *,
        proxy: str | None = None,
    ) -> _T:
        """Ask for something; `proxy` is the service that the PDS passes the question on to.

        Raises:
            NetworkError: see `adapters.bluesky.refusal`.
        """
        return whole(await self.answer(method, parameters, proxy=proxy), kind)

    async def answer(
        self, method: str, parameters: Parameters | None = None, *, proxy: str | None = None
    ) -> Response:
        """Ask for something, and read the answer oneself.

        Raises:
            NetworkError: see `adapters.bluesky.refusal`.
        """

        async def ask(server: str, headers: dict[str, str]) -> Response:
            return await self.rpc.query(server, method, parameters, headers=headers)

        return await self._as_account(ask, proxy)

    async def procedure(
        self, method: str, kind: type[_T], body: object, *, proxy: str | None = None
    ) -> _T:
        """Have something done, in one attempt.

        Raises:
            SignInError: there is no secret to sign in with.
            NetworkError: see `adapters.bluesky.refusal`.
        """
        if self.sign_in is None:
            message = f"{self._name} has no secret in the config file: it is only read."
            raise SignInError(message)

        async def act(server: str, headers: dict[str, str]) -> Response:
            return await self.rpc.procedure(server, method, body, headers=headers)

        return whole(await self._as_account(act, proxy), kind)

    @asynccontextmanager
    async def repository(self, since: str | None) -> AsyncIterator[Stream]:
        """The account's own records as a CAR file, or what came after a revision.

        Needs no token, as repositories are public.

        Raises:
            NetworkError: see `adapters.bluesky.refusal`; also while it is read.
        """
        whom = await self.whom()
        parameters: Parameters = {"did": whom.did}
        if since:
            parameters["since"] = since
        async with self.rpc.client.stream(
            "GET",
            f"{whom.pds}/xrpc/{_REPOSITORY}",
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
            # The server has refused before doing anything, so that asking again is no second try.
            if error.name in _EXPIRED:
                session = await self.sign_in.renewed(session)
            elif error.name in _HERE_NO_MORE:
                session = await self._elsewhere(session, error)
            else:
                raise
        except UnreachableError as error:
            # Nothing had an effect, or could have.
            session = await self._elsewhere(session, error)
        return await call(session.pds, _headers(session, proxy))

    async def _elsewhere(self, session: Session, error: Exception) -> Session:
        """The session on another PDS, if the account has moved: else what went wrong stands."""
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
    answer = Response(stream.status, stream.headers, body, stream.url)
    error = problem(answer, _REPOSITORY, rpc.clock.now())
    if error is not None:
        raise error


def _headers(session: Session, proxy: str | None) -> dict[str, str]:
    headers = {"authorization": f"Bearer {session.access}"}
    return headers if proxy is None else {**headers, "atproto-proxy": proxy}
