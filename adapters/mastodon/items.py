"""Decoding what strangers wrote, item by item: one that is odd never costs the others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import msgspec

from bot.errors import UncertainError, UnreachableError
from bot.ports import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.http import Response

_T = TypeVar("_T")

LONGEST_RAW: Final = 4_000
"""Characters of an odd item that are kept."""

ODD: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError)
"""What decoding a stranger's words may raise."""


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
        return msgspec.json.decode(answer.body, type=kind)
    except ODD as error:
        message = f"{answer.url} answers with something unreadable ({error}); try again later."
        raise (UncertainError if answer.effect else UnreachableError)(message) from error


def listed(answer: Response) -> list[msgspec.Raw]:
    """An answer that is a list, its items undecoded.

    Raises:
        UnreachableError: it is no list.
    """
    try:
        return split(answer.body)
    except ODD as error:
        message = f"{answer.url} answers with something unreadable ({error}); try again later."
        raise UnreachableError(message) from error


def split(body: bytes) -> list[msgspec.Raw]:
    """The items of a list in JSON, undecoded.

    msgspec takes no list in which any text is none, such as half of a surrogate pair: then the
    standard library, which does, takes the list apart, and the item alone is odd.

    Raises:
        ValueError: it is no list.
    """
    try:
        return msgspec.json.decode(body, type=list[msgspec.Raw])
    except ODD:
        items = json.loads(body)
        if not isinstance(items, list):
            raise
        return [msgspec.Raw(json.dumps(one).encode()) for one in items]


def each(raw: Iterable[msgspec.Raw], kind: type[_T]) -> Decoded[_T]:
    """The items of a list, each by itself."""
    decoder = msgspec.json.Decoder(kind)
    decoded: Decoded[_T] = Decoded([], [])
    for one in raw:
        try:
            decoded.items.append(decoder.decode(one))
        except ODD as error:
            decoded.rejected.append(rejected(bytes(one), str(error)))
    return decoded


def each_value(values: Iterable[Any], kind: type[_T]) -> list[_T]:
    """Those of some decoded values that are what they should be."""
    found: list[_T] = []
    for value in values:
        try:
            found.append(msgspec.convert(value, kind))
        except ODD:
            continue
    return found


def odd(item: msgspec.Struct, why: str) -> Rejected:
    """An item that was decoded and yet makes no sense, for the quarantine."""
    try:
        return rejected(msgspec.json.encode(item), why)
    except RecursionError:
        return rejected(b"", f"{why} (and it nests too deep to be kept)")


def rejected(raw: bytes, why: str) -> Rejected:
    """An item for the quarantine."""
    return Rejected(raw[: 4 * LONGEST_RAW].decode("utf-8", "replace")[:LONGEST_RAW], why)
