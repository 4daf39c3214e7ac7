"""What an XRPC error means: its status and its name, in Terrasse's terms.

====================================  ==========================================
400 and other 4xx                     `NamedRefusalError`, a `RefusedError`
401, 403                              `SignInError`
429                                   `RateLimitedError`
5xx, and what is no answer of XRPC's  `UncertainError` if it may have had an effect,
                                      else `UnreachableError`
====================================  ==========================================
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.bluesky.wire.identity import Refusal
from bot.domain.outside import safe
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
"""A server that asks for more patience than this with reads is asked again before."""

_TOO_MANY: Final = 429
_SERVER_ERROR: Final = 500
_BAD_REQUEST: Final = 400
_UNAUTHORIZED: Final = {401, 403}
_LONGEST_SENTENCE: Final = 300
_DIGITS: Final = 15


class NamedRefusalError(RefusedError):
    """A definite no, with the name that the server has for it (often empty), and its words."""

    def __init__(self, message: str, *, name: str, said: str) -> None:
        super().__init__(message)
        self.name = name
        self.said = said


class UnauthorizedError(SignInError):
    """The tokens are not accepted, for the reason that the server names."""

    def __init__(self, message: str, *, name: str) -> None:
        super().__init__(message)
        self.name = name


class TooManyError(RateLimitedError):
    """A 429.

    `reset` is what the server says, however late. `is_spent`: by its own word nothing is left
    of the budget; where there is, it limits for reasons that it keeps to itself.
    """

    def __init__(
        self, message: str, *, until: datetime, reset: datetime | None, is_spent: bool
    ) -> None:
        super().__init__(message, until=until)
        self.reset = reset
        self.is_spent = is_spent


def refusal_of(answer: Response) -> Refusal:
    """The error in an answer; an empty one where there is none that can be read."""
    try:
        return msgspec.json.decode(answer.body, type=Refusal)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Refusal()


def problem(answer: Response, method: str, now: datetime) -> NetworkError | None:
    """What an answer that is no success means; `None` for a success.

    `method` is what was called, for the message; `now` is UTC.
    """
    if answer.status < _BAD_REQUEST:
        return None
    host = answer.url.split("/")[2]
    refusal = refusal_of(answer)
    # Cleaned before it is cut: of a secret nothing may be left.
    said = " ".join(safe(refusal.message).split())[:_LONGEST_SENTENCE]
    what = f"{host} answers {method} with {answer.status} {safe(refusal.error)[:60]}".rstrip()
    what += f" ({said})" if said else ""
    if answer.status == _TOO_MANY:
        reset = asked_patience(answer.headers, now)
        until = min(reset or now + LONGEST_WAIT, now + LONGEST_WAIT)
        message = f"{host} asks for patience until {until:%H:%M} UTC."
        return TooManyError(message, until=until, reset=reset, is_spent=is_spent(answer.headers))
    if answer.status >= _SERVER_ERROR:
        if answer.effect:
            return UncertainError(f"{what}. It may have gone through nevertheless.")
        return UnreachableError(f"{what}; try again later.")
    if answer.status in _UNAUTHORIZED:
        return UnauthorizedError(f"{what}: sign in anew.", name=refusal.error)
    return NamedRefusalError(f"{what}.", name=refusal.error, said=refusal.message)


def asked_patience(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Until when the server asks to be left alone, if it says so.

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
    """Whether the server says that nothing is left of a budget of requests."""
    return _number(headers, "ratelimit-remaining") == 0


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
