"""Signing in: a person authorises this app on their server's own page.

The steps are those of OAuth's code flow (RFC 6749, 4.1) with PKCE (RFC 7636) where the server
knows it, which Mastodon does from 4.3.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from adapters.mastodon.authorization import authorization_of
from adapters.mastodon.client.items import whole
from adapters.mastodon.client.refusal import problem
from adapters.mastodon.client.wire import Registered, Token
from bot.domain.safety.outside import keep_secret, safe
from bot.domain.sentence import Sentence, marked
from bot.errors import NetworkError, RefusedError, SignInError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.http import Client
    from adapters.mastodon.authorization import Authorization
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
    authorization: Authorization
    state: str = field(repr=False)
    verifier: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Granted:
    """An access token and its scopes."""

    token: str = field(repr=False)
    scopes: tuple[str, ...]


async def register(
    client: Client,
    clock: Clock,
    base: str,
    *,
    scopes: Sequence[str] = READING,
    redirect_uri: str = OUT_OF_BAND,
) -> App:
    """Register this program on a server, without the scopes that the server is too old for.

    Args:
        client: sends.
        clock: tells the time.
        base: the server's address.
        scopes: the scopes to ask for.
        redirect_uri: where the person is sent back to, with the code.

    Raises:
        SignInError: it does not register apps as Mastodon does.
        NetworkError: the server does not answer.
    """
    try:
        return await _registered(client, clock, base, tuple(scopes), redirect_uri)
    except (RefusedError, SignInError):
        fewer = tuple(scope for scope in scopes if scope not in _NEW_SCOPES)
    try:
        return await _registered(client, clock, base, fewer, redirect_uri)
    except (RefusedError, SignInError) as error:
        sentence = marked(
            "{server} does not let apps sign in as a Mastodon server does. Check the part of your "
            "account’s name after the last @: it names your server."
        )
        raise SignInError(sentence, server=base) from error


async def begin(client: Client, clock: Clock, app: App, *, language: str = "en") -> Request:
    """Start a sign-in: the page on which the person authorises the app.

    Raises:
        NetworkError: the server does not answer.
    """
    authorization = await authorization_of(client, clock, app.base)
    state = secrets.token_urlsafe(24)
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uri,
        "scope": " ".join(app.scopes),
        "state": state,
        "lang": language,
    }
    verifier = secrets.token_urlsafe(48) if authorization.knows_pkce else None
    if verifier is not None:
        digest = hashlib.sha256(verifier.encode()).digest()
        query["code_challenge"] = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        query["code_challenge_method"] = "S256"
    joint = "&" if urlsplit(authorization.page).query else "?"
    url = f"{authorization.page}{joint}{urlencode(query)}"
    return Request(app, url, authorization, state, verifier)


def is_answer_to(request: Request, returned: str) -> bool:
    """Whether a URL that a browser was sent back to answers this request, by its state."""
    return compare_digest(_only(_parameters(returned), "state").encode(), request.state.encode())


def code_from(request: Request, returned: str) -> str:
    """The code from the URL that the person was sent back to; state and issuer are checked.

    Raises:
        SignInError: they said no, or the answer is not to this request.
    """
    answer = _parameters(returned)
    if not is_answer_to(request, returned):
        raise _of_another(request)
    _check_issuer(request, answer)
    if code := _only(answer, "code"):
        return code
    told = safe(_only(answer, "error_description") or _only(answer, "error"))[:200]
    said = told or Sentence(marked("no code came back"))
    sentence = marked(
        "{server} did not let Terrasse in ({said}). Sign in again, and choose to authorise it."
    )
    raise SignInError(sentence, server=request.app.base, said=said)


def code_pasted(request: Request, text: str) -> str:
    """The code as a person copied it from the page: alone, with `&state=…`, or in an address.

    snac 2.75 shows the state behind the code (seen). Where a state is pasted, it is checked.

    Raises:
        SignInError: there is no code in it, or it is of another sign-in.
    """
    text = "".join(text.split())
    bare = re.fullmatch(r"([^=&?/:]+)(&.*)?", text)
    query = f"code={bare[1]}{bare[2] or ''}" if bare else urlsplit(text).query or text
    answer = parse_qs(query)
    if "state" in answer and not is_answer_to(request, f"?{query}"):
        raise _of_another(request)
    if code := _only(answer, "code"):
        return code
    sentence = marked(
        "There is no code in what you pasted. Copy the whole code that {server} shows."
    )
    raise SignInError(sentence, server=request.app.base)


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
    answer = await client.post(request.authorization.token, form=form, deadline=_SECONDS)
    error = problem(answer, clock.now())
    if isinstance(error, RefusedError | SignInError):
        sentence = marked("{server} does not accept that code: it is good once, for ten minutes.")
        raise SignInError(sentence, server=app.base) from error
    if error is not None:
        raise error
    granted = whole(answer, Token)
    keep_secret(granted.access_token)
    scopes = tuple(granted.scope.split()) or app.scopes
    missing = [scope for scope in app.scopes if not _covers(scopes, scope)]
    if missing:
        with suppress(NetworkError):  # it is thrown away in any case
            await revoke(client, clock, app, granted.access_token)
        sentence = marked(
            "{server} grants less than Terrasse needs: {missing} is missing, so nothing of it is "
            "kept. Sign in again, and allow all that it asks for."
        )
        raise SignInError(sentence, server=app.base, missing=", ".join(missing))
    return Granted(granted.access_token, scopes)


async def revoke(client: Client, clock: Clock, app: App, token: str) -> None:
    """End a sign-in of ours (RFC 7009): the token is not valid any more.

    Raises:
        NetworkError: the server does not answer, or refuses.
    """
    authorization = await authorization_of(client, clock, app.base)
    form = {"client_id": app.client_id, "client_secret": app.client_secret, "token": token}
    answer = await client.post(authorization.revocation, form=form, deadline=_SECONDS, effect=False)
    if error := problem(answer, clock.now()):
        raise error


async def _registered(
    client: Client, clock: Clock, base: str, scopes: tuple[str, ...], redirect_uri: str
) -> App:
    form = {"client_name": APP, "redirect_uris": redirect_uri, "scopes": " ".join(scopes)}
    # A registered app that nobody uses does no harm: hence no effect.
    answer = await client.post(f"{base}/api/v1/apps", form=form, deadline=_SECONDS, effect=False)
    if error := problem(answer, clock.now()):
        raise error
    try:
        registered = whole(answer, Registered)
    except UnreachableError as error:
        raise RefusedError(
            marked("{base} does not register the app with the scopes {scopes}."),
            base=base,
            scopes=" ".join(scopes),
        ) from error
    keep_secret(registered.client_secret)
    return App(base, registered.client_id, registered.client_secret, redirect_uri, scopes)


def _check_issuer(request: Request, answer: dict[str, list[str]]) -> None:
    """RFC 9207: an answer that names another server was made for that one."""
    sent = answer.get("iss", [])
    if not sent and not request.authorization.sends_issuer:
        return
    if len(sent) != 1 or not request.authorization.is_issued_by(sent[0]):
        sentence = marked("The answer is not from {server}, so it is not used. Sign in again.")
        raise SignInError(sentence, server=request.app.base)


def _of_another(request: Request) -> SignInError:
    sentence = marked("That answer belongs to another sign-in on {server}. Begin again.")
    return SignInError(sentence, server=request.app.base)


def _parameters(returned: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(returned).query)


def _only(answer: dict[str, list[str]], name: str) -> str:
    """A parameter's value; empty where it is missing, or not the only one of that name."""
    values = answer.get(name, [])
    return values[0] if len(values) == 1 else ""


def _covers(granted: Sequence[str], scope: str) -> bool:
    """Whether a scope is granted, by itself or by its parent scope."""
    return scope in granted or scope.partition(":")[0] in granted or scope == "profile"
