"""Signing in, and refreshing the session.

An access token lasts two hours, a refresh token 90 days. Refreshing replaces both: one task of
one process does it at a time, and stores the new tokens before it uses them. The others then
read them from the file. An old refresh token stays valid for two more hours, so that a lost
answer does not lock anybody out.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.identity import remembered_did
from adapters.bluesky.client.items import decode_answer
from adapters.bluesky.client.refusal import NamedRefusalError, RenewalError, UnauthorizedError
from adapters.bluesky.client.session import Session, hashed
from adapters.bluesky.wire.identity import Tokens
from bot.domain.sentence import marked
from bot.errors import (
    NetworkError,
    RateLimitedError,
    SignInError,
    UnreachableError,
    WrongAccountError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapters.bluesky.client.identity import Identity, Resolver
    from adapters.bluesky.client.rpc import Rpc
    from adapters.bluesky.client.session import SessionFile
    from bot.ports import Known

SIGN_INS_A_DAY: Final = 20
"""Bluesky allows about 100. Even 20 a day mean that something is wrong."""

_DAY: Final = timedelta(days=1)
_STALE: Final = timedelta(days=1)
"""Time after which the account is looked up again: handles change, and accounts move."""

_SOON: Final = timedelta(hours=1)

_NO_MESSAGES: Final = "com.atproto.appPass"
"""The scope of an app password made without access to direct messages."""
_EVERYTHING: Final = "com.atproto.access"
"""The scope of an account's own password."""

_CODE_WANTED: Final = "AuthFactorTokenRequired"


class SignIn:
    """Signs one account in, and keeps its session.

    Args:
        rpc: calls the methods.
        resolver: finds the account's PDS.
        file: stores the session.
        name: the account, as in the config.
        secret: reads the app password; called once per process.
        known: returns the owner's stored accounts.
    """

    def __init__(  # noqa: PLR0913 (what a session is made of)
        self,
        rpc: Rpc,
        resolver: Resolver,
        file: SessionFile,
        name: str,
        secret: Callable[[], str],
        *,
        known: Known | None = None,
    ) -> None:
        self._rpc = rpc
        self._resolver = resolver
        self._file = file
        self._name = name
        self._secret = secret
        self._known = known
        self._password: str | None = None
        self._session: Session | None = None

    async def session(self) -> Session:
        """The current session: the stored one, or a new one.

        Raises:
            SignInError: the app password is not accepted.
            WrongAccountError: the session or the password belongs to another account.
            NetworkError: signing in failed.
        """
        if self._session is None or self._is_stale(self._session):
            async with self._file.held():
                self._session = await self._opened(await self._stored())
        return self._session

    async def renewed(self, spent: Session) -> Session:
        """A new session in place of one whose access token is expired or refused.

        Raises:
            NetworkError: as `session`.
        """
        async with self._file.held():
            stored = await self._stored()
            if not stored.access or stored.access == spent.access:
                try:
                    stored = await self._refreshed(stored)
                except UnreachableError as error:
                    raise RenewalError(error.said) from error
            self._session = stored
        return stored

    async def moved(self, spent: Session) -> Session | None:
        """A session on the account's new PDS; `None` if the account has not moved.

        Raises:
            NetworkError: as `session`.
        """
        identity = await self._locate(spent)
        if identity.pds == spent.pds:
            return None
        async with self._file.held():
            stored = await self._stored()
            if stored.pds != identity.pds:
                stored = await self._signed_in(stored, identity)
            self._session = stored
        return stored

    async def message_slot(self, limit: int, pace: timedelta) -> datetime:
        """Reserve the time of the next message, across all processes.

        Args:
            limit: messages in 24 hours.
            pace: time between two messages.

        Raises:
            RateLimitedError: `limit` messages were sent in the last 24 hours.
        """
        async with self._file.held():
            stored = self._file.read()
            now = self._rpc.clock.now()
            lately = _lately(stored.messages, now)
            if len(lately) >= limit:
                until = datetime.fromtimestamp(lately[-limit], UTC) + _DAY
                raise RateLimitedError(
                    marked("{limit} messages went out today; the next may at {time} UTC."),
                    limit=limit,
                    time=f"{until:%H:%M}",
                    until=until,
                )
            slot = now
            if lately:
                slot = max(now, datetime.fromtimestamp(lately[-1], UTC) + pace)
            self._keep(stored, messages=[*lately, slot.timestamp()])
        return slot

    async def _opened(self, stored: Session) -> Session:
        password = self._read_password()
        now = self._rpc.clock.now()
        is_usable = stored.access and hashed(password, stored.password_hash) == stored.password_hash
        if is_usable and not self._is_stale(stored):
            return stored
        if not is_usable:
            return await self._signed_in(stored, await self._locate(stored))
        try:
            identity = await self._locate(stored)
        except NetworkError:
            # The session still works: look the account up again in an hour.
            later = now - _STALE + _SOON
            return msgspec.structs.replace(stored, found_at=later.timestamp())
        if identity.pds != stored.pds:
            return await self._signed_in(stored, identity)
        named = {self._name: stored.did}
        return self._keep(stored, handle=identity.handle, found_at=now.timestamp(), named=named)

    async def _stored(self) -> Session:
        """The stored session, checked to be the configured account's.

        Raises:
            WrongAccountError: it is another account's.
        """
        stored = self._file.read()
        if stored.did:
            did = await self._remembered(stored) or (await self._resolver.identity(self._name)).did
            for signed_in in (stored.did, _subject(stored.access)):
                self._check(signed_in, did, stored.handle)
        return stored

    async def _remembered(self, stored: Session) -> str | None:
        """The DID of the configured account, if it is stored."""
        return await remembered_did(self._known, self._name) or stored.named.get(self._name)

    async def _locate(self, stored: Session) -> Identity:
        """Look the account up: by its DID if that is known, as handles change."""
        return await self._resolver.identity(await self._remembered(stored) or self._name)

    def _check(self, signed_in: str | None, did: str, handle: str) -> None:
        if signed_in is None or signed_in == did:
            return
        # The account with this handle may have changed.
        known = "" if handle == self._name else handle
        raise WrongAccountError(configured=self._name, signed_in=at_uri.name(signed_in, known))

    async def _refreshed(self, stored: Session) -> Session:
        if not stored.refresh:
            return await self._signed_in(stored, await self._locate(stored))
        try:
            answer = await self._rpc.procedure(
                stored.pds,
                "com.atproto.server.refreshSession",
                headers={"authorization": f"Bearer {stored.refresh}"},
                effect=False,
            )
        except (NamedRefusalError, UnauthorizedError):
            # The token is expired or revoked, or the account has left this server.
            return await self._signed_in(stored, await self._locate(stored))
        tokens = decode_answer(answer, Tokens)
        self._check(tokens.did, stored.did, tokens.handle)
        return self._keep(stored, access=tokens.access_jwt, refresh=tokens.refresh_jwt)

    async def _signed_in(self, stored: Session, identity: Identity) -> Session:
        password = self._read_password()
        now = self._rpc.clock.now()
        lately = _lately(stored.sign_ins, now)
        if len(lately) >= SIGN_INS_A_DAY:
            until = datetime.fromtimestamp(lately[-SIGN_INS_A_DAY], UTC) + _DAY
            raise RateLimitedError(
                marked(
                    "Terrasse has signed {name} in {sign_ins_a_day} times within a day, and "
                    "waits until {time} UTC. Then, with a new app password: terrasse login "
                    "{name}"
                ),
                name=self._name,
                sign_ins_a_day=SIGN_INS_A_DAY,
                time=f"{until:%Y-%m-%d %H:%M}",
                until=until,
            )
        # Count it before trying: a wrong password counts as well.
        stored = self._keep(stored, sign_ins=[*lately, now.timestamp()])
        try:
            answer = await self._rpc.procedure(
                identity.pds,
                "com.atproto.server.createSession",
                {"identifier": identity.did, "password": password},
                effect=False,
            )
        except (NamedRefusalError, UnauthorizedError) as error:
            raise _not_accepted(self._name, error) from error
        tokens = decode_answer(answer, Tokens)
        self._check(tokens.did, identity.did, tokens.handle)
        return self._keep(
            stored,
            did=identity.did,
            handle=identity.handle,
            pds=identity.pds,
            access=tokens.access_jwt,
            refresh=tokens.refresh_jwt,
            password_hash=hashed(password),
            found_at=now.timestamp(),
            named={self._name: identity.did},
        )

    def _keep(self, stored: Session, **changes: object) -> Session:
        session = msgspec.structs.replace(stored, **changes)
        self._file.write(session)
        return session

    def _read_password(self) -> str:
        if self._password is None:
            self._password = self._secret()
        return self._password

    def _is_stale(self, session: Session) -> bool:
        looked_up = datetime.fromtimestamp(session.found_at, UTC)
        return self._rpc.clock.now() - looked_up > _STALE


def reads_messages(session: Session) -> bool:
    """Whether the app password gives access to direct messages, by the access token's scope.

    True if the token has no scope: the chat service will refuse us then.
    """
    return _claims(session.access).get("scope") != _NO_MESSAGES


def is_own_password(session: Session) -> bool:
    """Whether the account's own password was given, and no app password."""
    return _claims(session.access).get("scope") == _EVERYTHING


def _subject(access: str) -> str | None:
    """The DID in an access token, if there is one."""
    subject = _claims(access).get("sub")
    return subject if isinstance(subject, str) and at_uri.is_did(subject) else None


def _claims(access: str) -> dict[str, object]:
    """The claims of a token (RFC 7519); empty if it cannot be decoded."""
    try:
        payload = access.split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _lately(times: list[float], now: datetime) -> list[float]:
    border = (now - _DAY).timestamp()
    return sorted(time for time in times if time > border)


def _not_accepted(name: str, error: NamedRefusalError | UnauthorizedError) -> SignInError:
    if error.name == _CODE_WANTED:
        sentence = marked(
            "{account} asks for a code by e-mail, as this is its own password. Make an app "
            "password (Settings → Privacy and security → App passwords), then: terrasse login "
            "{account}"
        )
        return SignInError(sentence, account=name)
    if "Takedown" in error.name or "Deactivated" in error.name:
        sentence = marked("{account} cannot sign in: its server says {said}.")
        return SignInError(sentence, account=name, said=error.name)
    sentence = marked(
        "The app password of {account} is not accepted (any more). Make a new one (Settings → "
        "Privacy and security → App passwords), then: terrasse login {account}"
    )
    return SignInError(sentence, account=name)
