"""What a server answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from adapters.http import json_guard
from bot.errors import UncertainError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Response:
    """An answer of any status, read to its end.

    `headers` are found in any case; `url` is where it came from in the end; `effect` says
    whether the request was meant to change something.
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
        return self._read(json_guard.parsed)

    def json_bytes(self) -> bytes:
        """The body, for a decoder of one's own, checked to be of bearable depth.

        Raises:
            UncertainError: as for `json`.
            UnreachableError: as for `json`.
        """
        return self._read(json_guard.checked)

    def _read(self, read: Callable[[bytes], _Read]) -> _Read:
        try:
            return read(self.body)
        except ValueError as error:
            kind = UncertainError if self.effect else UnreachableError
            message = f"{self.url} answers with something unreadable; try again later."
            raise kind(message) from error


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer whose body is still to come: iterate over it, once."""

    status: int
    headers: Mapping[str, str]
    url: str
    chunks: AsyncIterator[bytes]
