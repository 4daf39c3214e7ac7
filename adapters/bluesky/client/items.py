"""Decoding of answers, item by item: an invalid item does not affect the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from adapters.bluesky.client.refusal import FaultError, is_web_page
from adapters.decoding import ODD, decoded, reject
from bot.domain.sentence import marked
from bot.errors import UncertainError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.http import Response
    from bot.ports import Rejected

_T = TypeVar("_T")


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
        return decoded(answer.body, kind)
    except ODD as error:
        kind_of_error = UncertainError if answer.effect else FaultError
        sentence = (
            marked("{url} answers with a web page, not data; try again later.")
            if is_web_page(answer)
            else marked("{url} answers with something unreadable ({said}); try again later.")
        )
        raise kind_of_error(sentence, url=answer.url, said=error) from error


def decode_items(raws: Iterable[msgspec.Raw] | None, kind: type[_T]) -> Decoded[_T]:
    """Decode each item of a list by itself; `None` for a list counts as an empty one."""
    decoder = msgspec.json.Decoder(kind)
    items: list[_T] = []
    rejected: list[Rejected] = []
    is_strict = True
    for raw in raws or ():
        try:
            items.append(decoder.decode(raw))
        except ODD:
            is_strict = False
            try:
                items.append(decoded(raw, kind))
            except ODD as error:
                rejected.append(reject(bytes(raw), str(error)))
    return Decoded(items, rejected, is_strict)
