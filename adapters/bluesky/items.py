"""Decoding what strangers wrote, item by item: one that is odd never costs the others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import msgspec

from bot.errors import UncertainError, UnreachableError
from bot.ports import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.http import Response

_T = TypeVar("_T")

LONGEST_RAW: Final = 4_000
"""Characters of an odd item that are kept."""


@dataclass(frozen=True, slots=True)
class Decoded(Generic[_T]):
    """The items that could be read, and those that could not."""

    items: list[_T]
    rejected: list[Rejected]


def whole(answer: Response, kind: type[_T]) -> _T:
    """An answer that is one thing.

    Raises:
        UncertainError: it is not that, and the request may have had an effect.
        UnreachableError: it is not that.
    """
    try:
        try:
            return msgspec.json.decode(answer.body, type=kind)
        except msgspec.ValidationError:
            raise
        except (msgspec.DecodeError, UnicodeDecodeError):
            return msgspec.json.decode(_mended(answer.body), type=kind)
    except (ValueError, RecursionError) as error:
        message = f"{answer.url} answers with something unreadable ({error}); try again later."
        raise (UncertainError if answer.effect else UnreachableError)(message) from error


def each(raw: Iterable[msgspec.Raw], kind: type[_T]) -> Decoded[_T]:
    """The items of a list, each by itself."""
    decoder = msgspec.json.Decoder(kind)
    decoded: Decoded[_T] = Decoded([], [])
    for one in raw:
        try:
            decoded.items.append(decoder.decode(one))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            decoded.rejected.append(rejected(bytes(one), str(error)))
    return decoded


def _mended(body: bytes) -> bytes:
    """JSON with half characters in its strings, which msgspec refuses as a whole, made whole.

    Raises:
        ValueError: it is no JSON even so.
    """
    value = json.loads(body.decode("utf-8", "replace"))
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def rejected(raw: bytes, why: str) -> Rejected:
    """An item for the quarantine."""
    return Rejected(raw[: 4 * LONGEST_RAW].decode("utf-8", "replace")[:LONGEST_RAW], why)
