"""What an error answer means, by its status code: the server's text is cited, never interpreted.

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

from adapters.decoding import ODD, decoded
from adapters.mastodon.client.dialects import UNKNOWN
from adapters.mastodon.client.limiter import retry_at
from adapters.mastodon.client.wire import Failure
from bot.domain.safety.outside import safe
from bot.domain.sentence import Sentence, marked
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
_PLACES: Final = {
    "/verify_credentials": marked("the account of the secret"),
    "/relationships": marked("the relationships with others"),
    "/notifications/policy": marked("the policy for notifications"),
    "/notifications": marked("the notifications"),
    "/favourites": marked("the liked posts"),
    "/context": marked("a thread"),
    "/statuses": marked("posts"),
    "/timelines": marked("posts"),
    "/accounts": marked("profiles"),
    "/search": marked("the search"),
    "/instance": marked("the description of the server"),
    "/nodeinfo": marked("the description of the server"),
}
"""By part of a path: what is there. The first that fits counts."""


class NotFoundError(RefusedError):
    """It does not exist, or this account may not see it."""


class NotAllowedError(SignInError):
    """The account, or its token, may not do this: disabled, pending, or without the scope."""


def problem(
    answer: Response, now: datetime, dialect: Dialect = UNKNOWN, *, account: str = "ACCOUNT"
) -> NetworkError | None:
    """The error that an answer means; `None` for a success. `now` is UTC.

    `account` is whose secret was sent, as the config names it.
    """
    if answer.status < _BAD_REQUEST:
        return None
    where = urlsplit(answer.url)
    host, asked, said = where.netloc, _asked(where.path), _said(answer)
    if answer.status == _TOO_MANY:
        until = retry_at(answer.headers, now)
        return RateLimitedError(
            marked("{host} asks us to wait until {time} UTC."),
            host=host,
            time=f"{until:%H:%M}",
            until=until,
        )
    if answer.status >= _SERVER_ERROR:
        sentence = (
            marked(
                "{host} failed to answer a request for {asked}{said}. It may have gone through "
                "nevertheless."
            )
            if answer.effect
            else marked("{host} failed to answer a request for {asked}{said}; try again later.")
        )
        failed = UncertainError if answer.effect else UnreachableError
        return failed(sentence, host=host, asked=asked, said=said)
    return _refusal(answer.status, (host, asked, said), dialect, account)


def _refusal(
    status: int, words: tuple[str, Sentence, str], dialect: Dialect, account: str
) -> NetworkError:
    """`words` are the host, what was asked, and what the server said."""
    host, asked, said = words
    if status in dialect.sign_in_codes:
        return SignInError(
            marked(
                "{host} does not accept the secret of {account}{said}. Sign in again: "
                "terrasse login {account}"
            ),
            host=host,
            account=account,
            said=said,
        )
    if status == _FORBIDDEN:
        return NotAllowedError(
            marked(
                "{host} does not allow {asked}{said}. The account is disabled or waits for "
                "approval, or its sign-in lacks a scope. Sign in again: terrasse login {account}"
            ),
            host=host,
            asked=asked,
            said=said,
            account=account,
        )
    if status in _GONE:
        sentence = marked("{host} does not have {asked}{said}.")
        return NotFoundError(sentence, host=host, asked=asked, said=said)
    return RefusedError(marked("{host} refuses {asked}{said}."), host=host, asked=asked, said=said)


def _asked(path: str) -> Sentence:
    """What is at a path, in a word."""
    found = (name for part, name in _PLACES.items() if part in path)
    return Sentence(next(found, marked("what was asked")))


def _said(answer: Response) -> str:
    try:
        failure = decoded(answer.body, Failure)
    except ODD:
        return ""
    told = (failure.error_description, failure.error, failure.message)
    # Cleaned before it is cut, so that no part of a secret is left.
    words = safe(next((text for text in told if isinstance(text, str) and text), ""))
    words = " ".join(words.split())[:_LONGEST_SENTENCE].rstrip(".")
    return f" ({words})" if words else ""
