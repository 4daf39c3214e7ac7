"""What an error answer means, by its status code: its text is translated.

=====================  ====================================================================
404, 410               `NotFoundError`, a `RefusedError`
other 4xx              `RefusedError`
401                    `SignInError`; on some servers also another: `Dialect.sign_in_codes`
403                    `NotAllowedError`, a `SignInError`
429                    `RateLimitedError`
5xx                    `UncertainError` if it may have had an effect, else `UnreachableError`
=====================  ====================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from adapters.mastodon.client.dialects import UNKNOWN
from adapters.mastodon.client.items import ODD
from adapters.mastodon.client.limiter import retry_at
from adapters.mastodon.client.wire import Failure
from bot.domain.safety.outside import safe
from bot.errors import (
    NetworkError,
    RateLimitedError,
    RefusedError,
    SignInError,
    UncertainError,
    UnreachableError,
)

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.http import Response
    from adapters.mastodon.client.dialects import Dialect

_BAD_REQUEST: Final = 400
_FORBIDDEN: Final = 403
_GONE: Final = {404, 405, 410}
_TOO_MANY: Final = 429
_SERVER_ERROR: Final = 500
_LONGEST_SENTENCE: Final = 300


class NotFoundError(RefusedError):
    """It does not exist, or this account may not see it."""


class NotAllowedError(SignInError):
    """The account, or its token, may not do this: disabled, pending, or without the scope."""


def problem(answer: Response, now: datetime, dialect: Dialect = UNKNOWN) -> NetworkError | None:
    """The error that an answer means; `None` for a success. `now` is UTC."""
    if answer.status < _BAD_REQUEST:
        return None
    where = urlsplit(answer.url)
    what = f"{where.netloc} answers {where.path} with {answer.status}{_said(answer)}"
    if answer.status == _TOO_MANY:
        until = retry_at(answer.headers, now)
        message = f"{where.netloc} asks for patience until {until:%H:%M} UTC."
        return RateLimitedError(message, until=until)
    if answer.status >= _SERVER_ERROR:
        if answer.effect:
            return UncertainError(f"{what}. It may have gone through nevertheless.")
        return UnreachableError(f"{what}; try again later.")
    return _refusal(answer.status, what, dialect)


def _refusal(status: int, what: str, dialect: Dialect) -> NetworkError:
    if status in dialect.sign_in_codes:
        return SignInError(f"{what}: sign in again.")
    if status == _FORBIDDEN:
        return NotAllowedError(f"{what}: the account or its token may not do that.")
    kind = NotFoundError if status in _GONE else RefusedError
    return kind(f"{what}.")


def _said(answer: Response) -> str:
    try:
        failure = msgspec.json.decode(answer.body, type=Failure)
    except ODD:
        return ""
    # Cleaned before it is cut, so that no part of a secret is left.
    words = safe(failure.error_description or failure.error)
    words = " ".join(words.split())[:_LONGEST_SENTENCE]
    return f" ({words})" if words else ""
