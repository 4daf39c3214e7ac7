"""CredentialApplication and Token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.tokens import App, Token

VAPID_KEY = "BF-not-a-key-that-anybody-could-send-push-messages-with"


def public_app_entity(app: App) -> dict[str, Any]:
    """An app, without its secret."""
    return {
        "id": str(app.id),
        "name": app.name,
        "website": app.website,
        "scopes": list(app.scopes),
        "redirect_uris": list(app.redirect_uris),
        "vapid_key": VAPID_KEY,
        "redirect_uri": "\n".join(app.redirect_uris),
    }


def app_entity(app: App) -> dict[str, Any]:
    """An app as it is told at its registration, once."""
    return {
        **public_app_entity(app),
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "client_secret_expires_at": 0,
    }


def token_entity(token: Token) -> dict[str, Any]:
    """A token as it is handed out."""
    return {
        "access_token": token.text,
        "token_type": "Bearer",
        "scope": " ".join(token.scopes),
        "created_at": int(token.created_at.timestamp()),
    }
