"""The exception for an XRPC error, from its status.

====================================  ==========================================
400 and other 4xx                     `NamedRefusalError`, a `RefusedError`
401, 403                              `SignInError`
429                                   `RateLimitedError`
5xx, and answers that are not XRPC    `UncertainError` if it may have had an effect,
                                      else `FaultError`, an `UnreachableError`
====================================  ==========================================
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.bluesky.wire.identity import Refusal
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
    from collections.abc import Mapping

    from adapters.http import Response

LONGEST_WAIT: Final = timedelta(minutes=15)
"""The longest wait after a 429, whatever the server asks for."""

PATIENCE: Final = marked("{host} asks us to wait until {time} UTC.")

_TOO_MANY: Final = 429
_SERVER_ERROR: Final = 500
_BAD_REQUEST: Final = 400
_UNAUTHORIZED: Final = {401, 403}
_LONGEST_SENTENCE: Final = 300
_DIGITS: Final = 15


class NamedRefusalError(RefusedError):
    """A definite refusal, with the server's error name (often empty) and message."""

    def __init__(self, said: Sentence, *, name: str, server_message: str) -> None:
        super().__init__(said)
        self.name = name
        self.server_message = server_message


class FaultError(UnreachableError):
    """The server answered, with an error of its own or with nonsense: asking for less may help."""


class RenewalError(UnreachableError):
    """The session could not be renewed now: nothing can be asked until it is."""


class UnauthorizedError(SignInError):
    """The tokens are not accepted; `name` is the server's error name."""

    def __init__(self, said: Sentence, *, name: str) -> None:
        super().__init__(said)
        self.name = name


class TooManyError(RateLimitedError):
    """A 429.

    `reset` is the time in the server's headers, however late. `is_spent`: the headers show no
    budget left; otherwise the server limits for unpublished reasons.
    """

    def __init__(
        self, host: str, *, until: datetime, reset: datetime | None, is_spent: bool
    ) -> None:
        super().__init__(PATIENCE, host=host, time=f"{until:%H:%M}", until=until)
        self.reset = reset
        self.is_spent = is_spent


def refusal_of(answer: Response) -> Refusal:
    """The error in an answer; empty if it cannot be decoded."""
    try:
        return msgspec.json.decode(answer.body, type=Refusal)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Refusal()


def is_web_page(answer: Response) -> bool:
    """Whether this is HTML in place of data: a maintenance page, a captive portal."""
    return answer.body.lstrip()[:1] == b"<" or "html" in answer.headers.get("content-type", "")


def problem(answer: Response, method: str, now: datetime) -> NetworkError | None:
    """The exception for an answer; `None` if it is a success.

    `method` is the method that was called, for the message; `now` is UTC.
    """
    if answer.status < _BAD_REQUEST:
        return None
    host = answer.url.split("/")[2]
    refusal = refusal_of(answer)
    # Redact before cutting, so that no part of a secret remains.
    words = " ".join(safe(refusal.message).split())[:_LONGEST_SENTENCE]
    if is_web_page(answer) and not words:
        words = Sentence(marked("a web page, not data"))
    what = Sentence(
        marked("{host} answers {method} with {status}"),
        host=host,
        method=method,
        status=f"{answer.status} {safe(refusal.error)[:60]}".rstrip(),
    )
    if words:
        what = Sentence("{what} ({words})", what=what, words=words)
    if answer.status == _TOO_MANY:
        reset = asked_patience(answer.headers, now)
        until = min(reset or now + LONGEST_WAIT, now + LONGEST_WAIT)
        return TooManyError(host, until=until, reset=reset, is_spent=is_spent(answer.headers))
    if answer.status >= _SERVER_ERROR:
        if answer.effect:
            return UncertainError(
                marked("{what}. It may have gone through nevertheless."), what=what
            )
        return FaultError(marked("{what}; try again later."), what=what)
    if answer.status in _UNAUTHORIZED:
        said = Sentence(
            marked("{what}. If that lasts, sign in again: terrasse login ACCOUNT"), what=what
        )
        return UnauthorizedError(said, name=refusal.error)
    said = Sentence("{what}.", what=what)
    return NamedRefusalError(said, name=refusal.error, server_message=refusal.message)


def asked_patience(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Until when the server asks us to wait, if it says so.

    `ratelimit-reset` is a unix time in seconds, `retry-after` a number of seconds.
    """
    reset, after = _number(headers, "ratelimit-reset"), _number(headers, "retry-after")
    try:
        if reset is not None:
            return max(now, datetime.fromtimestamp(reset, UTC))
        return None if after is None else now + timedelta(seconds=after)
    except (ValueError, OverflowError, OSError):
        return None


def is_spent(headers: Mapping[str, str]) -> bool:
    """Whether the headers show no requests left in the budget."""
    return _number(headers, "ratelimit-remaining") == 0


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
