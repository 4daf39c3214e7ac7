"""Decoding: an item that cannot be read does not cost the others of its list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

import msgspec

from bot.errors import UncertainError, UnreachableError
from bot.ports import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.http import Response


class Named(Protocol):
    """An entity with an id."""

    id: str | int


_T = TypeVar("_T")
_Item = TypeVar("_Item", bound=Named)

LONGEST_RAW: Final = 4_000
"""Characters of an unreadable item that are kept."""

ODD: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError)
"""What decoding may raise."""


class Odd(NamedTuple):
    """An item of a list that could not be read; `id` is empty where not even that could."""

    id: str
    rejected: Rejected


class _Id(msgspec.Struct):
    id: str | int


def whole(answer: Response, kind: type[_T]) -> _T:
    """The one entity in an answer.

    Raises:
        UncertainError: it cannot be read, and the request may have had an effect.
        UnreachableError: it cannot be read.
    """
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except ODD as error:
        message = f"{answer.url} answers with something unreadable ({error}); try again later."
        raise (UncertainError if answer.effect else UnreachableError)(message) from error


def listed(answer: Response, kind: type[_Item]) -> list[_Item | Odd]:
    """The items of an answer that is a list, in order.

    Raises:
        UnreachableError: it is not a list.
    """
    try:
        raw = _split(answer.body)
    except ODD as error:
        message = f"{answer.url} answers with something unreadable ({error}); try again later."
        raise UnreachableError(message) from error
    decoder = msgspec.json.Decoder(kind)
    items: list[_Item | Odd] = []
    for item in raw:
        try:
            items.append(decoder.decode(item))
        except ODD as error:
            items.append(Odd(_id(item), _rejected(bytes(item), str(error))))
    return items


def readable(items: Iterable[_Item | Odd]) -> list[_Item]:
    """Those that could be read."""
    return [item for item in items if not isinstance(item, Odd)]


def each_value(values: Iterable[Any], kind: type[_T]) -> list[_T]:
    """The values that are of this type, converted."""
    found: list[_T] = []
    for value in values:
        try:
            found.append(msgspec.convert(value, kind))
        except ODD:
            continue
    return found


def senseless(item: msgspec.Struct, why: str) -> Rejected:
    """Quarantine an item that could be read but not understood."""
    try:
        return _rejected(msgspec.json.encode(item), why)
    except RecursionError:
        return _rejected(b"", f"{why} (and it nests too deep to be kept)")


def _split(body: bytes) -> list[msgspec.Raw]:
    """The items of a list in JSON, undecoded.

    msgspec refuses a list with invalid text in it, such as half of a surrogate pair. The standard
    library accepts it, so that only the item with that text is unreadable.

    Raises:
        ValueError: it is not a list.
    """
    try:
        return msgspec.json.decode(body, type=list[msgspec.Raw])
    except ODD:
        items = json.loads(body)
        if not isinstance(items, list):
            raise
        return [msgspec.Raw(json.dumps(item).encode()) for item in items]


def _id(item: msgspec.Raw) -> str:
    try:
        return str(msgspec.json.decode(item, type=_Id).id)
    except ODD:
        return ""


def _rejected(raw: bytes, why: str) -> Rejected:
    return Rejected(raw[: 4 * LONGEST_RAW].decode("utf-8", "replace")[:LONGEST_RAW], why)
