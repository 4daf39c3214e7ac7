"""The answer of a server."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NoReturn

from bot.errors import UncertainError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Response:
    """An answer of any status, read to its end.

    `headers` are found in any case; `url` is where it came from in the end; `effect` says
    whether the request was meant to change something.

    A body may be JSON that nests as deep as it is long. Its decoders bound that: msgspec and the
    standard library both count levels on whatever they read or pass over, and raise
    `RecursionError` long before the stack ends. Whoever decodes a body expects that.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    effect: bool = False

    def json(self) -> object:
        """The body's value.

        Raises:
            UncertainError: it is not readable JSON, and the request may have had an effect.
            UnreachableError: it is not readable JSON (a captive portal, a maintenance page).
        """
        try:
            value: object = json.loads(self.body, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            kind = UncertainError if self.effect else UnreachableError
            message = f"{self.url} answers with something unreadable; try again later."
            raise kind(message) from error
        return value

    def lag(self, now: datetime) -> timedelta:
        """How far the server's clock is behind ours (`now`), by its `Date`: RFC 9110, 6.6.1.

        Zero where it is ahead or tells no time that can be read.
        """
        try:
            date = parsedate_to_datetime(self.headers.get("date", ""))
            told = date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
        except (ValueError, OverflowError):
            return timedelta(0)
        return max(now - told, timedelta(0))


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer whose body is still to come: iterate over it, once."""

    status: int
    headers: Mapping[str, str]
    url: str
    chunks: AsyncIterator[bytes]


def _refuse(name: str) -> NoReturn:
    message = f"{name} is not a number"  # RFC 8259 has none of the names that Python takes
    raise ValueError(message)
