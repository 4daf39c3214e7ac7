"""What the server says instead of an answer."""

from __future__ import annotations

from typing import Any

SAYINGS: dict[str, dict[str, str]] = {
    "not_found": {"en": "Record not found"},
    "not_allowed": {"en": "This action is not allowed"},
    "no_such_page": {"en": "Not Found"},
    "user_needed": {"en": "This method requires an authenticated user"},
    "login_disabled": {"en": "Your login is currently disabled"},
    "login_pending": {"en": "Your login is currently pending approval"},
    "search_resolve": {
        "en": "Search queries that resolve remote resources are not supported without "
        "authentication"
    },
    "scope": {"en": "This action is outside the authorized scopes"},
    "temporary": {"en": "There was a temporary problem serving your request, please try again"},
    "token_invalid": {
        "en": "The access token is invalid",
        "fr": "Le jeton d’accès est invalide",
        "ja": "アクセストークンは無効です",
    },
    "token_revoked": {
        "en": "The access token was revoked",
        "fr": "Le jeton d’accès a été révoqué",
        "ja": "アクセストークンは取り消されています",
    },
    "text_blank": {
        "en": "Validation failed: Text can't be blank",
        "fr": "Validation échouée : Text doit être rempli(e)",
        "ja": "バリデーションに失敗しました: Textを入力してください",
    },
    "text_too_long": {
        "en": "Validation failed: Text character limit of {limit} exceeded",
        "de": "Gültigkeitsprüfung ist fehlgeschlagen: Text Begrenzung von {limit} "
        "Zeichen überschritten",
        "fr": "Validation échouée : Text limite de caractères de {limit} dépassée",
        "ja": "バリデーションに失敗しました: Text上限は{limit}文字です",
    },
    "no_such_visibility": {"en": "'{visibility}' is not a valid visibility"},
    "reply_gone": {
        "en": "The post you are trying to reply to does not appear to exist.",
        "fr": "Le message auquel vous essayez de répondre ne semble pas exister.",
    },
    "quote_gone": {
        "en": "The post you are trying to quote does not appear to exist.",
        "fr": "Le message que vous essayez de citer ne semble pas exister.",
    },
    "quoted_not_mentioned": {
        "en": "Validation failed: Cannot quote an unmentioned user in a Private mention post"
    },
    "already_boosted": {"en": "Validation failed: Reblog of post already exists"},
    "name_blank": {"en": "Validation failed: Application name can't be blank"},
    "redirect_blank": {"en": "Validation failed: Redirect URI can't be blank"},
    "scopes_unknown": {"en": "Validation failed: Scopes doesn't match configured on the server"},
    "too_many_requests": {
        "en": "Too many requests",
        "de": "Zu viele Anfragen",
        "fr": "Trop de requêtes",
        "ja": "リクエストの回数に制限がかけられました。",
    },
}
"""What the server says, by language; English where there is nothing else.

Which of these are translated is as on a real server: validations and OAuth errors follow the
user's language, most others are English whatever the user speaks.
"""


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
