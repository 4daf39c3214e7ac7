"""Signing in: apps, consent, tokens. Doorkeeper's answers, as Mastodon sets it up."""

from __future__ import annotations

import base64
import binascii
from hashlib import sha256
from typing import TYPE_CHECKING

from tests.fakes.mastodon.entities.app import app_entity, public_app_entity, token_entity
from tests.fakes.mastodon.model.errors import ApiError, unauthorized
from tests.fakes.mastodon.model.tokens import SCOPES
from tests.fakes.mastodon.web.call import Call, Endpoint, ok

if TYPE_CHECKING:
    from starlette.responses import Response

    from tests.fakes.mastodon.model.tokens import App, Grant

_SAYINGS = {
    "invalid_client": "Client authentication failed due to unknown client, no client "
    "authentication included, or unsupported authentication method.",
    "invalid_grant": "The provided authorization grant is invalid, expired, revoked, does not "
    "match the redirection URI used in the authorization request, or was issued to another "
    "client.",
    "invalid_request": "The request is missing a required parameter, includes an unsupported "
    "parameter value, or is otherwise malformed.",
    "invalid_scope": "The requested scope is invalid, unknown, or malformed.",
    "unsupported_grant_type": "The authorization grant type is not supported by the "
    "authorization server.",
    "unauthorized_client": "You are not authorized to revoke this token",
}


def refused(status: int, error: str) -> ApiError:
    """An OAuth error."""
    return ApiError(status, error, body={"error": error, "error_description": _SAYINGS[error]})


def _register(call: Call) -> Response:
    params = call.params
    name = params.text("client_name")
    uris = params.all("redirect_uris") or params.text("redirect_uris").split()
    scopes = tuple((params.get("scopes") or "read").split())
    if not name:
        raise ApiError(422, "name_blank")
    if not uris:
        raise ApiError(422, "redirect_blank")
    if not set(scopes) <= set(SCOPES):
        raise ApiError(422, "scopes_unknown")
    app = call.world.keyring.register(
        name, redirect_uris=tuple(uris), scopes=scopes, website=params.get("website") or None
    )
    return ok(app_entity(app))


def _verify_app(call: Call) -> Response:
    if call.token is None or call.token.is_revoked:
        raise unauthorized()
    return ok(public_app_entity(call.token.app))


def _token(call: Call) -> Response:
    params, keyring, now = call.params, call.world.keyring, call.world.now()
    app = _client(call)
    if params.get("grant_type") == "client_credentials":
        scopes = tuple((params.get("scope") or "read").split())
        if not set(scopes) <= set(app.scopes):
            raise refused(400, "invalid_scope")
        return ok(token_entity(keyring.issue(app, None, scopes, now)))
    if params.get("grant_type") != "authorization_code":
        raise refused(400, "unsupported_grant_type")
    if not params.get("code") or not params.get("redirect_uri"):
        raise refused(400, "invalid_request")
    grant = keyring.grants.get(params.text("code"))
    if grant is None or not _is_good(call, grant, app):
        raise refused(400, "invalid_grant")
    del keyring.grants[params.text("code")]
    return ok(token_entity(keyring.issue(app, grant.account, grant.scopes, now)))


def _is_good(call: Call, grant: Grant, app: App) -> bool:
    verifier = call.params.text("code_verifier")
    proof = challenge(verifier) if verifier else None
    return (
        grant.app is app
        and grant.redirect_uri == call.params.get("redirect_uri")
        and call.world.now() < grant.until
        and grant.challenge == proof
    )


def challenge(verifier: str) -> str:
    """PKCE's S256 of a verifier."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _revoke(call: Call) -> Response:
    app = _client(call)
    token = call.world.keyring.tokens.get(call.params.text("token"))
    if token is not None:
        if token.app is not app:
            raise refused(403, "unauthorized_client")
        token.is_revoked = True
    return ok({})


def _client(call: Call) -> App:
    """The app that asks, by its id and secret in the form or in the header."""
    client, secret = call.params.text("client_id"), call.params.text("client_secret")
    scheme, _, coded = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client, _, secret = base64.b64decode(coded).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise refused(401, "invalid_client") from None
    app = call.world.keyring.apps.get(client)
    if app is None or app.client_secret != secret:
        raise refused(401, "invalid_client")
    return app


def _metadata(call: Call) -> Response:
    base = call.world.base
    return ok(
        {
            "issuer": f"{base}/",
            "service_documentation": "https://docs.joinmastodon.org/",
            "authorization_endpoint": f"{base}/oauth/authorize",
            "token_endpoint": f"{base}/oauth/token",
            "app_registration_endpoint": f"{base}/api/v1/apps",
            "revocation_endpoint": f"{base}/oauth/revoke",
            "scopes_supported": list(SCOPES),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }
    )


ENDPOINTS = (
    Endpoint("POST", "/api/v1/apps", _register),
    Endpoint("GET", "/api/v1/apps/verify_credentials", _verify_app),
    Endpoint("POST", "/oauth/token", _token),
    Endpoint("POST", "/oauth/revoke", _revoke),
    Endpoint("GET", "/.well-known/oauth-authorization-server", _metadata),
)
