"""Decoding: an item that cannot be read does not cost the others of its list.

Nor does a part that cannot be read cost its item, where the item means the same without it.
"""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar
from urllib.parse import urlsplit

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

LONGEST_ID: Final = 500
"""Characters of an id, which is sent back in addresses."""

ODD: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError)
"""What decoding may raise."""


_MOST_CUTS: Final = 40
_NEVER_CUT: Final = frozenset({"status", "reblog", "account"})
"""Without one of these an item would mean something else."""
_PATH: Final = re.compile(r"at `\$(.*)`\Z")
_STEP: Final = re.compile(r"\.([^.\[]+)|\[(\d+)\]")
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
        return _decoded(answer.body, kind)
    except ODD as error:
        raise _unreadable(answer, error) from error


def listed(answer: Response, kind: type[_Item]) -> list[_Item | Odd]:
    """The items of an answer that is a list, in order; `null` is an empty one.

    Raises:
        UnreachableError: it is not a list.
    """
    if answer.status == _NO_CONTENT or answer.body.strip() == b"null":
        return []
    try:
        raw = _split(answer.body)
    except ODD as error:
        raise _unreadable(answer, error) from error
    items: list[_Item | Odd] = []
    for item in raw:
        try:
            read = _decoded(item, kind)
        except ODD as error:
            items.append(Odd(_id(item), _rejected(bytes(item), str(error))))
        else:
            is_short = len(str(read.id)) <= LONGEST_ID
            why = "its id is too long"
            items.append(read if is_short else Odd("", _rejected(bytes(item), why)))
    return items


def readable(items: Iterable[_Item | Odd]) -> list[_Item]:
    """Those that could be read."""
    return [item for item in items if not isinstance(item, Odd)]


def each_value(values: Iterable[Any] | None, kind: type[_T]) -> list[_T]:
    """The values that are of this type, converted."""
    found: list[_T] = []
    for value in values or ():
        try:
            found.append(_converted(value, kind))
        except ODD:
            continue
    return found


def senseless(item: msgspec.Struct, why: str) -> Rejected:
    """Quarantine an item that could be read but not understood."""
    try:
        return _rejected(msgspec.json.encode(item), why)
    except RecursionError:
        return _rejected(b"", f"{why} (and it nests too deep to be kept)")


def _unreadable(answer: Response, error: Exception) -> UncertainError | UnreachableError:
    host = urlsplit(answer.url).netloc
    start = answer.body.lstrip()[:1]
    if not start:
        what = f"{host} answers with nothing, where data was expected; try again later."
    elif start == b"<":
        what = (
            f"{host} answers with a web page instead of data. Check the address of the server "
            "in the config; if it is right, try again later."
        )
    else:
        what = f"{host} answers with something unreadable ({error}); try again later."
    return (UncertainError if answer.effect else UnreachableError)(what)


def _decoded(raw: bytes | msgspec.Raw, kind: type[_T]) -> _T:
    """Decode JSON, without the parts that cannot be read.

    Raises:
        ValueError, RecursionError: it cannot be read without them.
    """
    try:
        return msgspec.json.decode(raw, type=kind)
    except ODD:
        # msgspec refuses half of a surrogate pair and numbers of more than 64 bits.
        value = json.loads(bytes(raw).decode("utf-8-sig", "replace"))
        whole_text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        return _converted(json.loads(whole_text), kind)


def _converted(value: Any, kind: type[_T]) -> _T:  # noqa: ANN401 (JSON)
    for _ in range(_MOST_CUTS):
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            _cut(value, error)
    return msgspec.convert(value, kind)


def _cut(value: Any, error: msgspec.ValidationError) -> None:  # noqa: ANN401 (JSON)
    """Take the part out of a value that an error is about; an item of a list becomes `{}`.

    Raises:
        ValidationError: that would change what the rest means.
    """
    found = _PATH.search(str(error))
    steps = [name or int(place) for name, place in _STEP.findall(found[1])] if found else []
    if "quote" in steps:
        steps = steps[: steps.index("quote") + 1]
    if not steps or steps[-1] in _NEVER_CUT:
        raise error
    *above, last = steps
    for step in above:
        value = value[step]
    if isinstance(last, int) and value[last] != {}:
        value[last] = {}
    else:
        del value[last]


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
        name = str(_decoded(item, _Id).id)
    except ODD:
        return ""
    return name if len(name) <= LONGEST_ID else ""


def _rejected(raw: bytes, why: str) -> Rejected:
    return Rejected(raw[: 4 * LONGEST_RAW].decode("utf-8", "replace")[:LONGEST_RAW], why)
