"""What the server says, by language; English where there is nothing else.

Which of these are translated is as on a real server: validations and OAuth errors follow the
user's language, most others are English whatever the user speaks.
"""

SAYINGS: dict[str, dict[str, str]] = {
    "not_found": {"en": "Record not found"},
    "not_allowed": {"en": "This action is not allowed"},
    "no_such_page": {"en": "Not Found"},
    "user_needed": {"en": "This method requires an authenticated user"},
    "login_disabled": {"en": "Your login is currently disabled"},
    "login_pending": {"en": "Your login is currently pending approval"},
    "search_resolve": {
        "en": "Search queries that resolve remote resources are not supported without "
        "authentication",
    },
    "scope": {"en": "This action is outside the authorized scopes"},
    "temporary": {
        "en": "There was a temporary problem serving your request, please try again",
    },
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
    "no_such_visibility": {
        "en": "'{visibility}' is not a valid visibility",
    },
    "reply_gone": {
        "en": "The post you are trying to reply to does not appear to exist.",
        "fr": "Le message auquel vous essayez de répondre ne semble pas exister.",
    },
    "quote_gone": {
        "en": "The post you are trying to quote does not appear to exist.",
        "fr": "Le message que vous essayez de citer ne semble pas exister.",
    },
    "quoted_not_mentioned": {
        "en": "Validation failed: Cannot quote an unmentioned user in a Private mention post",
    },
    "already_boosted": {"en": "Validation failed: Reblog of post already exists"},
    "name_blank": {"en": "Validation failed: Application name can't be blank"},
    "redirect_blank": {"en": "Validation failed: Redirect URI can't be blank"},
    "scopes_unknown": {
        "en": "Validation failed: Scopes doesn't match configured on the server",
    },
    "too_many_requests": {
        "en": "Too many requests",
        "de": "Zu viele Anfragen",
        "fr": "Trop de requêtes",
        "ja": "リクエストの回数に制限がかけられました。",
    },
}
