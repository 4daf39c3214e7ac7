"""Decoding of answers, item by item: an invalid item does not affect the others."""

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
"""Characters of a rejected item that are kept."""


@dataclass(frozen=True, slots=True)
class Decoded(Generic[_T]):
    """The valid items of a list, and the rejected ones."""

    items: list[_T]
    rejected: list[Rejected]


def decode_answer(answer: Response, kind: type[_T]) -> _T:
    """Decode the body of an answer.

    Raises:
        UncertainError: it is invalid, and the request may have had an effect.
        UnreachableError: it is invalid.
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


def decode_items(raws: Iterable[msgspec.Raw], kind: type[_T]) -> Decoded[_T]:
    """Decode each item of a list by itself."""
    decoder = msgspec.json.Decoder(kind)
    decoded: Decoded[_T] = Decoded([], [])
    for raw in raws:
        try:
            decoded.items.append(decoder.decode(raw))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            decoded.rejected.append(reject(bytes(raw), str(error)))
    return decoded


def _mended(body: bytes) -> bytes:
    """Replace invalid UTF-8 and unpaired surrogates, for which msgspec refuses the whole body.

    Raises:
        ValueError: the body is not JSON.
    """
    value = json.loads(body.decode("utf-8", "replace"))
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def reject(raw: bytes, why: str) -> Rejected:
    """The record of a rejected item, cut to `LONGEST_RAW`."""
    return Rejected(raw[: 4 * LONGEST_RAW].decode("utf-8", "replace")[:LONGEST_RAW], why)
