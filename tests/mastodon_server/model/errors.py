"""What the server says instead of an answer."""

from __future__ import annotations

from typing import Any

from tests.mastodon_server.model.wording import SAYINGS


class ApiError(Exception):
    """An answer that is an error: its status, and a message to look up in the user's language.

    `body` replaces the plain `{"error": …}` where there is more to say.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        body: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        **details: object,
    ) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message
        self.details = details
        self.headers = headers or {}
        self._body = body

    def body(self, locale: str) -> dict[str, Any]:
        """What is sent."""
        if self._body is not None:
            return self._body
        said = SAYINGS.get(self.message, {})
        text = said.get(locale) or said.get("en") or self.message
        return {"error": text.format(**self.details)}


def not_found() -> ApiError:
    """It is not there, or not for this reader: the server does not tell which."""
    return ApiError(404, "not_found")


def not_allowed() -> ApiError:
    """The reader sees it, but may not do this to it."""
    return ApiError(403, "not_allowed")


def unauthorized(*, is_revoked: bool = False) -> ApiError:
    """No token, or none that is good: sign in again."""
    why = "token_revoked" if is_revoked else "token_invalid"
    message = SAYINGS[why]["en"]
    challenge = f'Bearer realm="Doorkeeper", error="invalid_token", error_description="{message}"'
    return ApiError(401, why, headers={"WWW-Authenticate": challenge})
