"""Decoding of answers, item by item: an invalid item does not affect the others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import msgspec

from adapters.bluesky.client.forgiving import forgiving
from adapters.bluesky.client.refusal import FaultError, is_web_page
from bot.errors import UncertainError
from bot.ports import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.http import Response

_T = TypeVar("_T")

LONGEST_RAW: Final = 4_000
"""Characters of a rejected item that are kept."""


@dataclass(frozen=True, slots=True)
class Decoded(Generic[_T]):
    """The valid items of a list, and the rejected ones.

    `is_strict`: every item fitted its type as it is, so that nothing was left out.
    """

    items: list[_T]
    rejected: list[Rejected]
    is_strict: bool


def decode_answer(answer: Response, kind: type[_T]) -> _T:
    """Decode the body of an answer.

    Raises:
        UncertainError: it is invalid, and the request may have had an effect.
        FaultError: it is invalid.
    """
    try:
        try:
            return msgspec.json.decode(answer.body, type=kind)
        except msgspec.ValidationError:
            return _forgiven(answer.body, kind)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return _forgiven(_mended(answer.body), kind)
    except (ValueError, RecursionError) as error:
        what = "a web page, not data" if is_web_page(answer) else f"something unreadable ({error})"
        message = f"{answer.url} answers with {what}; try again later."
        raise (UncertainError if answer.effect else FaultError)(message) from error


def decode_items(raws: Iterable[msgspec.Raw] | None, kind: type[_T]) -> Decoded[_T]:
    """Decode each item of a list by itself; `None` for a list counts as an empty one."""
    decoder = msgspec.json.Decoder(kind)
    items: list[_T] = []
    rejected: list[Rejected] = []
    is_strict = True
    for raw in raws or ():
        try:
            items.append(decoder.decode(raw))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            is_strict = False
            try:
                items.append(decode_item(raw, decoder))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                rejected.append(reject(bytes(raw), str(error)))
    return Decoded(items, rejected, is_strict)


def decode_item(raw: msgspec.Raw, decoder: msgspec.json.Decoder[_T]) -> _T:
    """Decode one item; a part that does not fit costs itself only.

    Raises:
        msgspec.MsgspecError, UnicodeDecodeError, RecursionError: it lacks what it needs.
    """
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        try:
            return _forgiven(raw, decoder.type)
        except msgspec.ValidationError:
            raise error from None


def _forgiven(body: bytes | msgspec.Raw, kind: type[_T]) -> _T:
    converted: _T = forgiving(msgspec.json.decode(body), kind)
    return converted


def _mended(body: bytes) -> bytes:
    """Replace invalid UTF-8 and unpaired surrogates, for which msgspec refuses the whole body.

    Raises:
        ValueError: the body is not JSON.
    """
    value = json.loads(body.decode("utf-8-sig", "replace"))
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def reject(raw: bytes, why: str) -> Rejected:
    """The record of a rejected item, cut to `LONGEST_RAW`."""
    return Rejected(raw[: 4 * LONGEST_RAW].decode("utf-8", "replace")[:LONGEST_RAW], why)
