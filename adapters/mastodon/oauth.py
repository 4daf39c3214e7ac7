"""Signing in: a person authorises this app on their server's own page.

The steps are those of OAuth's code flow (RFC 6749, 4.1) with PKCE (RFC 7636) where the server
knows it, which Mastodon does from 4.3. Mastodon.py registers the app and writes the address of
the page; it does not know PKCE, so the code is exchanged here.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from adapters.http import translated
from adapters.mastodon.client.items import whole
from adapters.mastodon.client.refusal import problem
from adapters.mastodon.client.wire import OAuthServer, Token
from bot.domain.safety.outside import keep_secret, safe
from bot.errors import NetworkError, RefusedError, SignInError, UncertainError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.http import Client
    from adapters.mastodon.message.posting import Sessions
    from bot.ports import Clock

READING: Final = (
    "profile",
    "read:notifications",
    "read:statuses",
    "read:accounts",
    "read:follows",
    "read:blocks",
    "read:mutes",
    "read:favourites",
    "read:search",
)
"""What a watched account grants. `read:favourites` is for what it likes, `read:search` for
finding a status by its address, to see whether it is still there."""
SENDING: Final = (*READING, "write:statuses")
"""What an account grants that sends."""

OUT_OF_BAND: Final = "urn:ietf:wg:oauth:2.0:oob"
"""The redirect URI if the person copies the code from the page."""

APP: Final = "Terrasse"

_NEW_SCOPES: Final = frozenset({"profile"})
"""Scopes that servers before Mastodon 4.3 refuse."""
_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class App:
    """This program as a server has registered it, for one sign-in: servers delete unused apps."""

    base: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A sign-in under way: `url` is the page to open; the rest is kept until the answer."""

    app: App
    url: str
    state: str = field(repr=False)
    verifier: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Granted:
    """An access token and its scopes."""

    token: str = field(repr=False)
    scopes: tuple[str, ...]


async def register(
    sessions: Sessions,
    base: str,
    *,
    scopes: Sequence[str] = READING,
    redirect_uri: str = OUT_OF_BAND,
) -> App:
    """Register this program on a server, without the scopes that the server is too old for.

    Args:
        sessions: makes guarded sessions for Mastodon.py.
        base: the server's address.
        scopes: the scopes to ask for.
        redirect_uri: where the person is sent back to, with the code.

    Raises:
        NetworkError: the server does not answer, or does not want it.
    """
    try:
        return await asyncio.to_thread(_register, sessions, base, tuple(scopes), redirect_uri)
    except RefusedError:
        fewer = tuple(scope for scope in scopes if scope not in _NEW_SCOPES)
        return await asyncio.to_thread(_register, sessions, base, fewer, redirect_uri)


async def begin(client: Client, clock: Clock, app: App, *, language: str = "en") -> Request:
    """Start a sign-in: the page on which the person authorises the app.

    Raises:
        NetworkError: the server does not answer.
    """
    verifier = secrets.token_urlsafe(48) if await _knows_pkce(client, clock, app.base) else None
    state = secrets.token_urlsafe(24)
    url = _page(app, state, verifier, language)
    return Request(app=app, url=url, state=state, verifier=verifier)


def code_from(request: Request, returned: str) -> str:
    """The code from the URL that the person was sent back to; its state is checked.

    Raises:
        SignInError: they said no, or the answer is not to this request.
    """
    answer = {name: values[0] for name, values in parse_qs(urlsplit(returned).query).items()}
    if not compare_digest(answer.get("state", "").encode(), request.state.encode()):
        message = "This answer belongs to another sign-in: begin again."
        raise SignInError(message)
    if "code" not in answer:
        said = answer.get("error_description") or answer.get("error") or "no code came back"
        message = f"{request.app.base} did not let the app in: {safe(said)[:200]}"
        raise SignInError(message)
    return answer["code"]


async def finish(client: Client, clock: Clock, request: Request, code: str) -> Granted:
    """Exchange the code for a token; it is valid once, for ten minutes.

    Raises:
        SignInError: the code is not accepted, or grants less than was asked for.
        NetworkError: the server does not answer.
    """
    app = request.app
    form: dict[str, str | list[str]] = {
        "grant_type": "authorization_code",
        "code": code.strip(),
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": app.redirect_uri,
        "scope": " ".join(app.scopes),
    }
    if request.verifier is not None:
        form["code_verifier"] = request.verifier
    answer = await client.post(f"{app.base}/oauth/token", form=form, deadline=_SECONDS)
    error = problem(answer, clock.now())
    if isinstance(error, RefusedError):
        raise SignInError(str(error)) from error
    if error is not None:
        raise error
    granted = whole(answer, Token)
    keep_secret(granted.access_token)
    scopes = tuple(granted.scope.split()) or app.scopes
    missing = [scope for scope in app.scopes if not _covers(scopes, scope)]
    if missing:
        message = f"{app.base} grants less than was asked for: {' '.join(missing)} is missing."
        raise SignInError(message)
    return Granted(granted.access_token, scopes)


def _register(sessions: Sessions, base: str, scopes: tuple[str, ...], redirect_uri: str) -> App:
    from mastodon import Mastodon, MastodonError  # noqa: PLC0415 (it takes its time to load)

    try:
        with sessions() as session:
            client_id, client_secret = Mastodon.create_app(
                APP,
                scopes=list(scopes),
                redirect_uris=redirect_uri,
                api_base_url=base,
                request_timeout=_SECONDS,
                session=session,
            )
    except (KeyError, TypeError) as error:
        message = f"{base} does not register the app with the scopes {' '.join(scopes)}."
        raise RefusedError(message) from error
    except MastodonError as error:
        raise _unregistered(error, base) from error
    keep_secret(client_secret)
    return App(
        base=base,
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=redirect_uri,
        scopes=scopes,
    )


def _unregistered(error: Exception, base: str) -> NetworkError:
    known = translated(error, effect=True)
    if known is None or isinstance(known, UncertainError):
        # A registered app that nobody uses does no harm.
        return UnreachableError(f"{base} does not register the app ({error}); try again later.")
    return known


async def _knows_pkce(client: Client, clock: Clock, base: str) -> bool:
    answer = await client.get(f"{base}/.well-known/oauth-authorization-server")
    if problem(answer, clock.now()) is not None:
        return False
    try:
        methods = whole(answer, OAuthServer).code_challenge_methods_supported
    except UnreachableError:
        return False
    return "S256" in (methods or ())


def _page(app: App, state: str, verifier: str | None, language: str) -> str:
    from mastodon import Mastodon  # noqa: PLC0415 (it takes its time to load)

    mastodon = Mastodon(app.client_id, app.client_secret, api_base_url=app.base)
    address = mastodon.auth_request_url(
        redirect_uris=app.redirect_uri,
        scopes=list(app.scopes),
        state=state,
        lang=language,
        skip_server_info=True,
    )
    # Mastodon.py writes force_login=False, which Mastodon reads as true.
    query = [(k, v) for k, v in parse_qsl(urlsplit(address).query) if k != "force_login"]
    if verifier is not None:
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        query += [("code_challenge", challenge), ("code_challenge_method", "S256")]
    return f"{address.partition('?')[0]}?{urlencode(query)}"


def _covers(granted: Sequence[str], scope: str) -> bool:
    """Whether a scope is granted, by itself or by its parent scope."""
    return scope in granted or scope.partition(":")[0] in granted or scope == "profile"
