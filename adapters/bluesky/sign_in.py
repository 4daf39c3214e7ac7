"""Signing in, and staying signed in: the token that goes with each request.

An access token lasts two hours, a refresh token 90 days. Refreshing changes both, so it is
done by one task of one process at a time, and what it brings is kept before it is used;
whoever waited finds the new tokens in the file. An old refresh token is good for two hours
more, so that an answer lost on its way locks nobody out.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.bluesky import at_uri
from adapters.bluesky.identity import remembered_did
from adapters.bluesky.items import whole
from adapters.bluesky.refusal import NamedRefusalError, UnauthorizedError
from adapters.bluesky.session import Session, hashed
from adapters.bluesky.wire.identity import Tokens
from bot.errors import NetworkError, RateLimitedError, SignInError, WrongAccountError

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapters.bluesky.identity import Identity, Resolver
    from adapters.bluesky.rpc import Rpc
    from adapters.bluesky.session import SessionFile
    from bot.ports import Known

SIGN_INS_A_DAY: Final = 20
"""Bluesky allows some 100; each fifth of that, over days, would already be a sign of trouble."""

_DAY: Final = timedelta(days=1)
_STALE: Final = timedelta(days=1)
"""After so long the account is looked up anew: handles change, and accounts move."""

_SOON: Final = timedelta(hours=1)

_NO_MESSAGES: Final = "com.atproto.appPass"
"""The scope of an app password made without access to direct messages."""

_CODE_WANTED: Final = "AuthFactorTokenRequired"


class SignIn:
    """The session of one account.

    Args:
        rpc: through which everything is called.
        resolver: finds the account's PDS.
        file: where the session is kept.
        name: the account, as the owner wrote it.
        secret: reads the app password; asked once per process.
        known: what the store remembers of the owner's accounts.
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
        """The present session: the kept one, or one from signing in.

        Raises:
            SignInError: the app password is not accepted.
            WrongAccountError: the session, or the password, is another account's.
            NetworkError: it could not be had now, or cannot be kept.
        """
        if self._session is None or self._is_stale(self._session):
            async with self._file.held():
                self._session = await self._opened(await self._kept())
        return self._session

    async def renewed(self, spent: Session) -> Session:
        """The session after one whose access token is past its time, or not accepted.

        Raises:
            NetworkError: as `session`.
        """
        async with self._file.held():
            kept = await self._kept()
            if not kept.access or kept.access == spent.access:
                kept = await self._refreshed(kept)
            self._session = kept
        return kept

    async def moved(self, spent: Session) -> Session | None:
        """The session on the PDS that the account has moved to; `None` if it has not moved.

        Raises:
            NetworkError: as `session`.
        """
        identity = await self._found(spent)
        if identity.pds == spent.pds:
            return None
        async with self._file.held():
            kept = await self._kept()
            if kept.pds != identity.pds:
                kept = await self._signed_in(kept, identity)
            self._session = kept
        return kept

    async def message_slot(self, limit: int, pace: timedelta) -> datetime:
        """When the next message may go out, which is taken, for all processes together.

        Args:
            limit: of messages in 24 hours.
            pace: between two messages.

        Raises:
            RateLimitedError: there were `limit` of them in the last 24 hours.
        """
        async with self._file.held():
            kept = self._file.read()
            now = self._rpc.clock.now()
            lately = _lately(kept.messages, now)
            if len(lately) >= limit:
                until = datetime.fromtimestamp(lately[-limit], UTC) + _DAY
                message = f"{limit} messages went out today; the next may at {until:%H:%M} UTC."
                raise RateLimitedError(message, until=until)
            slot = now
            if lately:
                slot = max(now, datetime.fromtimestamp(lately[-1], UTC) + pace)
            self._keep(kept, messages=[*lately, slot.timestamp()])
        return slot

    async def _opened(self, kept: Session) -> Session:
        password = self._read_password()
        now = self._rpc.clock.now()
        is_usable = kept.access and hashed(password, kept.password_hash) == kept.password_hash
        if is_usable and not self._is_stale(kept):
            return kept
        if not is_usable:
            return await self._signed_in(kept, await self._found(kept))
        try:
            identity = await self._found(kept)
        except NetworkError:
            # The session serves; the account is looked for again in an hour.
            later = now - _STALE + _SOON
            return msgspec.structs.replace(kept, found_at=later.timestamp())
        if identity.pds != kept.pds:
            return await self._signed_in(kept, identity)
        named = {self._name: kept.did}
        return self._keep(kept, handle=identity.handle, found_at=now.timestamp(), named=named)

    async def _kept(self) -> Session:
        """The kept session, once it is sure that it is the configured account's.

        Raises:
            WrongAccountError: it is not.
        """
        kept = self._file.read()
        if kept.did:
            did = await self._remembered(kept) or (await self._resolver.identity(self._name)).did
            for signed_in in (kept.did, _subject(kept.access)):
                self._check(signed_in, did, kept.handle)
        return kept

    async def _remembered(self, kept: Session) -> str | None:
        """The DID of the configured account, if it was found before."""
        return await remembered_did(self._known, self._name) or kept.named.get(self._name)

    async def _found(self, kept: Session) -> Identity:
        """Where the account is now; by its DID, once that is known, as handles change."""
        return await self._resolver.identity(await self._remembered(kept) or self._name)

    def _check(self, signed_in: str | None, did: str, handle: str) -> None:
        if signed_in is None or signed_in == did:
            return
        # The configured handle may be its own by now.
        known = "" if handle == self._name else handle
        raise WrongAccountError(configured=self._name, signed_in=at_uri.name(signed_in, known))

    async def _refreshed(self, kept: Session) -> Session:
        if not kept.refresh:
            return await self._signed_in(kept, await self._found(kept))
        try:
            answer = await self._rpc.procedure(
                kept.pds,
                "com.atproto.server.refreshSession",
                headers={"authorization": f"Bearer {kept.refresh}"},
                effect=False,
            )
        except (NamedRefusalError, UnauthorizedError):
            # Past its 90 days, or withdrawn; or the account is not here any more.
            return await self._signed_in(kept, await self._found(kept))
        tokens = whole(answer, Tokens)
        self._check(tokens.did, kept.did, tokens.handle)
        return self._keep(kept, access=tokens.access_jwt, refresh=tokens.refresh_jwt)

    async def _signed_in(self, kept: Session, identity: Identity) -> Session:
        password = self._read_password()
        now = self._rpc.clock.now()
        lately = _lately(kept.sign_ins, now)
        if len(lately) >= SIGN_INS_A_DAY:
            until = datetime.fromtimestamp(lately[-SIGN_INS_A_DAY], UTC) + _DAY
            message = (
                f"Terrasse has signed {self._name} in {SIGN_INS_A_DAY} times within a day, and "
                f"waits until {until:%d %B %H:%M} UTC: check the app password."
            )
            raise RateLimitedError(message, until=until)
        # Counted before it is tried: a wrong password counts as well.
        kept = self._keep(kept, sign_ins=[*lately, now.timestamp()])
        try:
            answer = await self._rpc.procedure(
                identity.pds,
                "com.atproto.server.createSession",
                {"identifier": identity.did, "password": password},
                effect=False,
            )
        except (NamedRefusalError, UnauthorizedError) as error:
            raise SignInError(_not_accepted(self._name, error)) from error
        tokens = whole(answer, Tokens)
        self._check(tokens.did, identity.did, tokens.handle)
        return self._keep(
            kept,
            did=identity.did,
            handle=identity.handle,
            pds=identity.pds,
            access=tokens.access_jwt,
            refresh=tokens.refresh_jwt,
            password_hash=hashed(password),
            found_at=now.timestamp(),
            named={self._name: identity.did},
        )

    def _keep(self, kept: Session, **changes: object) -> Session:
        session = msgspec.structs.replace(kept, **changes)
        self._file.write(session)
        return session

    def _read_password(self) -> str:
        if self._password is None:
            self._password = self._secret()
        return self._password

    def _is_stale(self, session: Session) -> bool:
        found = datetime.fromtimestamp(session.found_at, UTC)
        return self._rpc.clock.now() - found > _STALE


def reads_messages(session: Session) -> bool:
    """Whether the session's password lets us at direct messages, as its access token says.

    Taken for true where the token does not say: the chat service will.
    """
    return _claims(session.access).get("scope") != _NO_MESSAGES


def _subject(access: str) -> str | None:
    """The DID that an access token is for, if it says so."""
    said = _claims(access).get("sub")
    return said if isinstance(said, str) and at_uri.is_did(said) else None


def _claims(access: str) -> dict[str, object]:
    """What a token says of itself (RFC 7519); nothing where it is none that can be read."""
    try:
        payload = access.split(".")[1]
        said = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _lately(times: list[float], now: datetime) -> list[float]:
    border = (now - _DAY).timestamp()
    return sorted(one for one in times if one > border)


def _not_accepted(name: str, error: NamedRefusalError | UnauthorizedError) -> str:
    if error.name == _CODE_WANTED:
        return (
            f"{name} asks for a code by e-mail, as this is its own password: make an app password "
            "(Settings → Privacy and security → App passwords), and use that."
        )
    if "Takedown" in error.name or "Deactivated" in error.name:
        return f"{name} cannot sign in: its server says {error.name}."
    return (
        f"The app password of {name} is not accepted: make a new one (Settings → Privacy and "
        "security → App passwords), and put it where the config file says."
    )
