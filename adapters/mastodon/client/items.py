"""Reading answers: an item that cannot be read does not cost the others of its list."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar
from urllib.parse import urlsplit

import msgspec

from adapters.decoding import ODD, converted, decoded, fitting, reject
from bot.domain.sentence import marked
from bot.errors import UncertainError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.http import Response
    from bot.ports import Rejected


class Named(Protocol):
    """An entity with an id."""

    id: str | int


_T = TypeVar("_T")
_Item = TypeVar("_Item", bound=Named)

LONGEST_ID: Final = 500
"""Characters of an id, which is sent back in addresses."""


_TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},]', re.DOTALL)
_NO_CONTENT: Final = 204


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
        return decoded(answer.body, kind)
    except ODD as error:
        raise _unreadable(answer, error) from error


def listed(answer: Response, kind: type[_Item]) -> list[_Item | Odd]:
    """The items of an answer that is a list, in order; `null` is an empty one.

    Raises:
        UnreachableError: it is not a list.
    """
    if answer.status == _NO_CONTENT or answer.body.strip() == b"null":
        return []
    with suppress(*ODD):
        items: list[_Item | Odd] = fitting(answer.body, list[kind])  # type: ignore[valid-type]
        if all(len(str(item.id)) <= LONGEST_ID for item in items):
            return items
    return one_by_one(answer, kind)


def one_by_one(answer: Response, kind: type[_Item]) -> list[_Item | Odd]:
    """The items of a list of which some do not fit as they are.

    Raises:
        UnreachableError: it is not a list.
    """
    try:
        raw = _split(answer.body)
    except ODD as error:
        raise _unreadable(answer, error) from error
    items: list[_Item | Odd] = []
    for item in raw:
        try:
            read = decoded(item, kind)
        except ODD as error:
            items.append(Odd(_id(item), reject(bytes(item), str(error))))
        else:
            is_short = len(str(read.id)) <= LONGEST_ID
            why = "its id is too long"
            items.append(read if is_short else Odd("", reject(bytes(item), why)))
    return items


def readable(items: Iterable[_Item | Odd]) -> list[_Item]:
    """Those that could be read."""
    return [item for item in items if not isinstance(item, Odd)]


def each_value(values: Iterable[Any] | None, kind: type[_T]) -> list[_T]:
    """The values that are of this type, converted."""
    found: list[_T] = []
    for value in values or ():
        try:
            found.append(converted(value, kind))
        except ODD:
            continue
    return found


def senseless(item: msgspec.Struct, why: str) -> Rejected:
    """Quarantine an item that could be read but not understood."""
    try:
        return reject(msgspec.json.encode(item), why)
    except RecursionError:
        return reject(b"", f"{why} (and it nests too deep to be kept)")


def _unreadable(answer: Response, error: Exception) -> UncertainError | UnreachableError:
    host = urlsplit(answer.url).netloc
    start = answer.body.lstrip()[:1]
    if not start:
        said = marked("{host} answers with nothing, where data was expected; try again later.")
    elif start == b"<":
        said = marked(
            "{host} answers with a web page instead of data. Check the address of the server "
            "in the config; if it is right, try again later."
        )
    else:
        said = marked("{host} answers with something unreadable ({error}); try again later.")
    kind = UncertainError if answer.effect else UnreachableError
    return kind(said, host=host, error=error)


def _split(body: bytes) -> list[msgspec.Raw]:
    """The items of a list in JSON, undecoded.

    msgspec refuses a list with invalid text in it, or that nests too deep. Then it is split at its
    commas, so that only the item with that is unreadable.

    Raises:
        ValueError: it is not a list.
    """
    body = body.removeprefix(BOM_UTF8)
    try:
        return msgspec.json.decode(body, type=list[msgspec.Raw])
    except ODD:
        if body.lstrip()[:1] != b"[":
            raise
    depth = start = 0
    items: list[msgspec.Raw] = []
    for token in _TOKEN.finditer(body):
        mark = token[0]
        if depth == 1 and mark in {b",", b"]"}:
            if item := body[start : token.start()].strip():
                items.append(msgspec.Raw(item))
            start = token.end()
        depth += (mark in {b"[", b"{"}) - (mark in {b"]", b"}"})
        if depth == 0:
            return items
        start = start or token.end()
    message = "the list does not end"
    raise ValueError(message)


def _id(item: msgspec.Raw) -> str:
    try:
        name = str(decoded(item, _Id).id)
    except ODD:
        return ""
    return name if len(name) <= LONGEST_ID else ""
